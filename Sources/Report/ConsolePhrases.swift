import Conversations
import SessionLog

/// All words of the console. A language is one type that has these; hosts, peers and messages come safe to print.
protocol ConsolePhrases: Sendable {
  /// How the language writes numbers.
  var numbers: NumberText { get }
  /// In parentheses: how many bytes of a message are not shown.
  func moreBytes(_ count: Int) -> String

  // The echo servers.
  func startingUp(host: String, port: UInt16) -> String
  func waiting() -> String
  func data(_ text: String) -> String
  func sentBack(text: String, to peer: String) -> String
  func sentBack(_ count: Int, to peer: String) -> String
  func received(_ count: Int, from peer: String) -> String
  func connected(_ peer: String) -> String
  func echoed(_ count: Int, to peer: String) -> String

  // The chat server.
  func serverRunning(host: String, port: UInt16) -> String
  func chatConnected(_ peer: String) -> String
  func message(_ text: String, from peer: String) -> String
  func exitAsked(by peer: String) -> String
  func disconnected(_ peer: String) -> String
  func connectionClosed(_ peer: String) -> String
  func goodbye() -> String

  // The clients.
  func connecting(host: String, port: UInt16) -> String
  func sending(_ text: String) -> String
  func received(piece: String) -> String
  func received(datagram: String) -> String
  func closing() -> String
  func chatConnecting(host: String, port: UInt16) -> String
  func prompt() -> String
  func said(_ text: String) -> String
  func returned(_ text: String) -> String
  func chatClosing() -> String
  func chatError(_ error: String) -> String

  // What a load came to.
  func load(_ count: ConsoleLines.LoadCount) -> String
  func loadUnknown() -> String
  /// The user has ended it after `sent` of `count` messages.
  func loadStopped(after sent: Int, of count: Int) -> String
  func loadGaveUp(after sent: Int, of count: Int) -> String
  /// A server that closes after its answer makes a connection of every message.
  func loadOneReply() -> String
  func loadHasNoNumbers() -> String
  func loadSent(bytes: Int, _ transport: TransportProtocol, connections: Int) -> String
  func loadEchoed(bytes: Int, in time: String, perSecond rate: String?) -> String
  func loadFailure(_ failure: LoadReport.Failure) -> String
  func loadRoundTrip() -> String
  func loadClosedEarly() -> String
  func loadMessageLength(atMost limit: Int) -> String

  // Remarks on a socket call that failed, without what the system said.
  func serving(_ error: SocketError, _ transport: TransportProtocol, _ place: ConsolePlace) -> String
  func reaching(_ error: SocketError, _ transport: TransportProtocol, _ place: ConsolePlace) -> String
  func binding(_ error: SocketError, _ transport: TransportProtocol, host: String?, port: UInt16?) -> String
  func failed(because reason: SocketError.Reason, with peer: String) -> String

  // Remarks on what the programs saw.
  func lowPort(_ port: UInt16) -> String
  func shortEcho(received: Int, of sent: Int) -> String
  func differs(at offset: Int) -> String
  func surplus(_ count: Int) -> String
  func nothingToSend() -> String
  func saidNothing(_ peer: String) -> String
  func noIPv6(host: String, address: String) -> String
  func noEcho(_ transport: TransportProtocol, after patience: String) -> String
  func silentConnection(_ peer: String, after patience: String) -> String
  func clientDoesNotRead(_ peer: String, after patience: String) -> String
  func connectionLimit(_ count: Int) -> String
  func notAnswered(_ peer: String, port: UInt16) -> String
  func serverClosed() -> String
  func tcpCounters(connections: Int, pieces: Int, bytesReceived: Int, bytesSent: Int) -> String
  func udpCounters(
    received: Int, answered: Int, notAnswered: Int, failed: Int, bytesReceived: Int, bytesSent: Int
  ) -> String
  func trouble(_ kind: ServerTrouble, _ number: Int) -> String
  func trouble(_ told: [String]) -> String
  func furtherTroubleIsCounted() -> String

  // Remarks on bad behaviour that was asked for.
  func faultSeed(_ seed: UInt64) -> String
  func faultCounters(
    dropped: Int, forRoom: Int, delayed: Int, duplicated: Int, corrupted: Int, truncated: Int, resets: Int
  ) -> String
  func leftUnread(sent: Int, of count: Int) -> String
}
