/// The control bits of a TCP header (RFC 9293, section 3.1), with the four reserved bits above them.
public struct TCPFlags: OptionSet, Hashable, Sendable, Codable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static var fin: TCPFlags { TCPFlags(rawValue: 1 << 0) }
  public static var syn: TCPFlags { TCPFlags(rawValue: 1 << 1) }
  public static var rst: TCPFlags { TCPFlags(rawValue: 1 << 2) }
  public static var psh: TCPFlags { TCPFlags(rawValue: 1 << 3) }
  public static var ack: TCPFlags { TCPFlags(rawValue: 1 << 4) }
  public static var urg: TCPFlags { TCPFlags(rawValue: 1 << 5) }
  public static var ece: TCPFlags { TCPFlags(rawValue: 1 << 6) }
  public static var cwr: TCPFlags { TCPFlags(rawValue: 1 << 7) }
  /// Accurate ECN, once the nonce sum (RFC 9768).
  public static var ae: TCPFlags { TCPFlags(rawValue: 1 << 8) }

  /// The names of the set bits in Wireshark's order, `PSH, ACK`, joined by `separator`.
  public func names(separator: String = ", ") -> String {
    let table: [(TCPFlags, String)] = [
      (.fin, "FIN"), (.syn, "SYN"), (.rst, "RST"), (.psh, "PSH"), (.ack, "ACK"), (.urg, "URG"), (.ece, "ECE"),
      (.cwr, "CWR"), (.ae, "AE"), (TCPFlags(rawValue: 0xe00), "Reserved"),
    ]
    return table.filter { !isDisjoint(with: $0.0) }.map(\.1).joined(separator: separator)
  }
}
