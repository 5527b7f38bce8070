import Conversations
import SessionLog

/// English; the lines of the echo programs are the course's, byte for byte.
struct EnglishConsolePhrases: ConsolePhrases {
  var numbers: NumberText { .plain }

  func moreBytes(_ count: Int) -> String { "(\(self.count(count, "more byte")))" }

  func startingUp(host: String, port: UInt16) -> String { "Starting up echo server on \(host) port \(port)" }
  func waiting() -> String { "Waiting to receive message from client" }
  func data(_ text: String) -> String { "Data: \(text)" }
  func sentBack(text: String, to peer: String) -> String { "sent \(text) bytes back to \(peer)" }
  func sentBack(_ count: Int, to peer: String) -> String { "sent \(self.count(count, "byte")) back to \(peer)" }
  func received(_ count: Int, from peer: String) -> String { "received \(self.count(count, "byte")) from \(peer)" }
  func connected(_ peer: String) -> String { "Connection from \(peer)" }
  func echoed(_ count: Int, to peer: String) -> String { "echoed \(self.count(count, "byte")) back to \(peer)" }

  func serverRunning(host: String, port: UInt16) -> String { "Server running on \(host) port \(port)..." }
  func chatConnected(_ peer: String) -> String { "Connected to \(peer)" }
  func message(_ text: String, from peer: String) -> String { "Message from \(peer): \(text)" }
  func exitAsked(by peer: String) -> String { "Client \(peer) asked to end the connection." }
  func disconnected(_ peer: String) -> String { "Client \(peer) was disconnected by force." }
  func connectionClosed(_ peer: String) -> String { "Connection with \(peer) closed." }
  func goodbye() -> String { "Connection closed by server." }

  func connecting(host: String, port: UInt16) -> String { "Connecting to \(host) port \(port)" }
  func sending(_ text: String) -> String { "Sending \(text)" }
  func received(piece: String) -> String { "Received: \(piece)" }
  func received(datagram: String) -> String { "received \(datagram)" }
  func closing() -> String { "Closing connection to the server" }
  func chatConnecting(host: String, port: UInt16) -> String { "Connecting to \(host) port \(port)..." }
  func prompt() -> String { "Enter message: " }
  func said(_ text: String) -> String { "Server said: \(text)" }
  func returned(_ text: String) -> String { "Server returned: \(text)" }
  func chatClosing() -> String { "Closing connection to the server." }
  func chatError(_ error: String) -> String { "An error occurred: \(error)" }

  func lowPort(_ port: UInt16) -> String {
    "port \(port) is privileged and may belong to a service of the system: use non-privileged ports, port > 1023"
  }

  func shortEcho(received: Int, of sent: Int) -> String {
    "the server closed the connection after \(received) of \(count(sent, "byte")) had come back: perhaps it reads and "
      + "echoes only once; start it with a larger --buffer or with --keep-open (echo-analyze server tcp), or send less"
  }

  func surplus(_ count: Int) -> String {
    "the server sent \(self.count(count, "byte")) more than it had been sent: perhaps it is not an echo server; check "
      + "--host and --port"
  }

  func nothingToSend() -> String { "there is nothing to send: TCP carries no empty message; give a --message" }

  func saidNothing(_ peer: String) -> String { "\(peer) closed its connection without having sent anything" }

  func noIPv6(host: String, address: String) -> String {
    "--ipv6 found no address of \(host) that works; \(address) is used"
  }

  func differs(at offset: Int) -> String {
    "what came back is not what was sent; the first difference is at byte \(offset), counted from 0: perhaps it is not "
      + "an echo server; check --host and --port"
  }

  func noEcho(_ transport: TransportProtocol, after patience: String) -> String {
    switch transport {
    case .tcp:
      "nothing came back within \(patience): the server may be busy with another client, or is no echo server; try "
        + "again when the other client has ended"
    case .udp:
      "no datagram came back within \(patience): perhaps no server runs there, a firewall drops the packets, or one "
        + "was lost; check that the server runs, its address and its port, and try again"
    }
  }

  func silentConnection(_ peer: String, after patience: String) -> String {
    "the connection with \(peer) was closed because nothing came from it for \(patience): its client may have been "
      + "forgotten or cut off; start that client again"
  }

  func clientDoesNotRead(_ peer: String, after patience: String) -> String {
    "the connection with \(peer) was closed because its client took none of its echo for \(patience): a client must "
      + "read while it sends; start that client again"
  }

  func connectionLimit(_ number: Int) -> String {
    "the limit of \(count(number, "connection")) is reached: further clients wait in the queue until one ends"
  }

  func notAnswered(_ peer: String, port: UInt16) -> String {
    "the datagram from \(peer) is not answered: on port \(port) there may be another server that answers everything, "
      + "and the two would answer each other for ever; send from another port"
  }

  func serverClosed() -> String {
    "the server ended the connection: it may have been stopped, may serve only one message (for a chat start it with "
      + "--chat), or does not wait so long for a client that says nothing (--idle-timeout)"
  }

  func tcpCounters(connections: Int, pieces: Int, bytesReceived: Int, bytesSent: Int) -> String {
    "\(count(connections, "connection")): \(count(bytesReceived, "byte")) received in \(count(pieces, "piece")), "
      + "\(count(bytesSent, "byte")) sent"
  }

  func udpCounters(
    received: Int, answered: Int, notAnswered: Int, failed: Int, bytesReceived: Int, bytesSent: Int
  ) -> String {
    "\(count(received, "datagram")) received (\(count(bytesReceived, "byte"))), \(answered) answered "
      + "(\(count(bytesSent, "byte"))), \(notAnswered) not answered, \(failed) failed"
  }

  func faultSeed(_ seed: UInt64) -> String { "faults with seed \(seed)" }

  func faultCounters(
    dropped: Int, forRoom: Int, delayed: Int, duplicated: Int, corrupted: Int, truncated: Int, resets: Int
  ) -> String {
    "faults: \(count(dropped, "message")) dropped (\(forRoom) for want of room), \(delayed) delayed, "
      + "\(duplicated) duplicated, \(corrupted) corrupted, \(truncated) truncated, \(count(resets, "connection")) reset"
  }

  func leftUnread(sent: Int, of count: Int) -> String {
    "sent \(sent) of \(self.count(count, "byte")) and read nothing, as asked"
  }

  func count(_ number: Int, _ one: String) -> String { number == 1 ? "1 \(one)" : "\(number) \(one)s" }
}
