extension EnglishConsolePhrases {
  func trouble(_ told: [String]) -> String { "trouble: " + told.joined(separator: "; ") }

  func trouble(_ kind: ServerTrouble, _ number: Int) -> String {
    switch kind {
    case .reset: "\(count(number, "connection")) reset by the client"
    case .vanished: "\(count(number, "connection")) whose client could not be reached any more"
    case .silent: "\(count(number, "connection")) on which nothing came for too long"
    case .notReading: "\(count(number, "connection")) whose client did not read"
    case .failedConnection: "\(count(number, "connection")) ended by another error"
    case .droppedByListener: "\(count(number, "packet")) dropped because the queue was full (--backlog) or too late"
    case .abortedAccept: "\(count(number, "client")) gone before being accepted"
    case .timesFull: "\(count(number, "time")) as many connections as may be (--max-connections)"
    case .withoutDescriptor: "\(count(number, "time")) without a descriptor for a client (`ulimit -n`)"
    case .withoutMemory: "\(count(number, "time")) without memory for a client"
    case .failedAccept: "\(count(number, "time")) unable to accept a client"
    case .missedDatagram: "\(count(number, "datagram")) lost because the receive buffer was full"
    case .undeliverableAnswer: "\(count(number, "answer")) that came back as undeliverable (ICMP)"
    case .failedReceive: "\(count(number, "time")) without memory to receive"
    }
  }

  func furtherTroubleIsCounted() -> String {
    "more of this kind is only counted from here on; the number comes at the end"
  }
}
