/// A value of one packet, named as in Wireshark's display filters.
///
/// A name is looked up once; after that a field is a small number, and writing its value is a switch.
public struct PacketField: Hashable, Sendable {
  /// The fields by the header that they are read from.
  enum Kind: Hashable, Sendable {
    case record(Record)
    case link(Link)
    case tunnel(Tunnel)
    case arp(ARP)
    case ipv4(IPv4)
    case ipv6(IPv6)
    case icmp(ICMP)
    case tcp(TCP)
    case analysis(Analysis)
    case udp(UDP)
  }

  let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  /// Finds the field of that name, `tcp.srcport`.
  public init(_ name: String) throws(UnknownName) {
    guard let field = Self.byName[name] else { throw UnknownName(name, among: Self.all.map(\.name)) }
    self = field
  }

  /// Every field there is, in the order of the layers.
  public static let all: [PacketField] =
    Record.allCases.map { PacketField(.record($0)) } + Link.allCases.map { PacketField(.link($0)) }
    + Tunnel.allCases.map { PacketField(.tunnel($0)) }
    + ARP.allCases.map { PacketField(.arp($0)) } + IPv4.allCases.map { PacketField(.ipv4($0)) }
    + IPv6.allCases.map { PacketField(.ipv6($0)) } + ICMP.allCases.map { PacketField(.icmp($0)) }
    + TCP.allCases.map { PacketField(.tcp($0)) } + Analysis.allCases.map { PacketField(.analysis($0)) }
    + UDP.allCases.map { PacketField(.udp($0)) }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  public var name: String {
    switch kind {
    case .record(let field): field.rawValue
    case .link(let field): field.rawValue
    case .tunnel(let field): field.rawValue
    case .arp(let field): field.rawValue
    case .ipv4(let field): field.rawValue
    case .ipv6(let field): field.rawValue
    case .icmp(let field): field.rawValue
    case .tcp(let field): field.rawValue
    case .analysis(let field): field.rawValue
    case .udp(let field): field.rawValue
    }
  }

  /// Whether the value is free text, which may hold quotes and backslashes.
  var isFreeText: Bool { kind == .record(.comment) }

  /// Whether the value is a decimal number, which JSON writes bare; hexadecimal, addresses and times are not.
  var isNumber: Bool {
    switch kind {
    case .record(let field): field.isNumber
    case .link(let field): field.isNumber
    case .tunnel(let field): field.isNumber
    case .arp(let field): field.isNumber
    case .ipv4(let field): field.isNumber
    case .ipv6(let field): field.isNumber
    case .icmp(let field): field.isNumber
    case .tcp(let field): field.isNumber
    case .analysis(let field): field.isNumber
    case .udp(let field): field.isNumber
    }
  }
}
