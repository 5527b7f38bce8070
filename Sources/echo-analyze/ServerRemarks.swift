import Echo
import Report
import SessionLog

/// What a server says of single clients on standard error: the first few of each kind. A flood of clients must not become
/// one of lines: they fill a disk, and where nobody reads the pipe that they go to, the server would wait for that.
struct ServerRemarks {
  enum Kind: Hashable {
    case saidNothing, silent, notReading
    case failed(SocketError.Reason)
  }

  /// All kinds together stay well below what a pipe holds, 64 KiB.
  private static let limit = 20

  private var counts: [Kind: Int] = [:]

  /// What to say of one more of this kind, which is `text`; nil when enough was said.
  mutating func remark(_ kind: Kind, _ text: String, _ lines: ConsoleLines) -> String? {
    let count = counts[kind, default: 0]
    guard count <= Self.limit else { return nil }
    counts[kind] = count + 1
    return count < Self.limit ? text : lines.furtherTroubleIsCounted()
  }
}

extension ConsoleLines {
  func trouble(_ trouble: TCPServer.Trouble) -> String? {
    serverTrouble([
      (.reset, trouble.resets), (.vanished, trouble.vanished), (.silent, trouble.silent),
      (.notReading, trouble.notReading), (.failedConnection, trouble.failed), (.timesFull, trouble.timesFull),
      (.withoutDescriptor, trouble.withoutDescriptor), (.withoutMemory, trouble.withoutMemory),
      (.failedAccept, trouble.failedAccepts), (.abortedAccept, trouble.abortedAccepts),
      (.droppedByListener, trouble.droppedByListener ?? 0),
    ])
  }

  func trouble(_ counters: UDPServer.Counters) -> String? {
    serverTrouble([
      (.missedDatagram, counters.missed ?? 0), (.undeliverableAnswer, counters.undeliverable),
      (.failedReceive, counters.failedReceives),
    ])
  }
}
