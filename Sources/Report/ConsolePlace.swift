import Conversations
import Wire

/// Where a server is or should be, as its user wrote it, safe to print.
struct ConsolePlace {
  let host: String
  let port: UInt16

  init(host: String, port: UInt16) {
    self.host = ConsoleText.words(host)
    self.port = port
  }

  /// The server is on this machine: no cable and no address of another network is to blame.
  var isThisMachine: Bool { host.lowercased() == "localhost" || IPAddress(host)?.isLoopback == true }

  /// Where a server listens, but nobody connects to: all addresses of its machine.
  var isAnyAddress: Bool { IPAddress(host)?.rawValue == 0 }

  /// What a server listens on to be reached at any of its addresses, in the family of `host`.
  var anyAddress: String { host.contains(":") ? "::" : "0.0.0.0" }

  /// A port that only the administrator may take on most systems: the system ports (RFC 6335, section 6).
  var isPrivileged: Bool { Self.isPrivileged(port) }

  static func isPrivileged(_ port: UInt16) -> Bool { (1...1_023).contains(port) }

  /// The commands that list which program has the port, of Linux and of macOS.
  func owners(_ transport: TransportProtocol) -> String {
    switch transport {
    case .tcp: "`ss -ltnp` (macOS: `lsof -nP -iTCP:\(port)`)"
    case .udp: "`ss -lunp` (macOS: `lsof -nP -iUDP:\(port)`)"
    }
  }
}
