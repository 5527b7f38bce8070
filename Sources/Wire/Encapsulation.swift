/// What a packet was wrapped in on its way: VLAN tags, labels and tunnels, outermost first.
///
/// A plain packet has none: there is no empty value. Two packets with the same `identity` may be of one conversation,
/// whichever way they go; what differs between the two directions of a conversation is shown, and is no part of it.
public struct Encapsulation: Hashable, Sendable, Codable {
  /// One tag, label or tunnel.
  public enum Layer: Hashable, Sendable, Codable {
    /// An 802.1Q tag.
    case vlan(UInt16)
    /// An 802.1ad service tag.
    case serviceVLAN(UInt16)
    case pppoe(session: UInt16)
    /// The outermost label of a stack: each router has its own, so it is no part of the identity.
    case mpls(label: UInt32)
    /// RFC 2003, RFC 4213 and RFC 2473: which IP version lies in which.
    case ip(version: UInt8, in: UInt8, Ends)
    /// RFC 2784, with the key of RFC 2890 if there is one.
    case gre(key: UInt32?, Ends)
    /// PPTP's GRE, whose call number is that of the receiver (RFC 2637, section 4.1): no part of the identity.
    case pptp(call: UInt16, Ends)
    case vxlan(network: UInt32, Ends)
    /// An authentication header (RFC 4302), whose parameters are of one direction: no part of the identity.
    case authentication(parameters: UInt32)

    /// Whether it tells conversations apart.
    fileprivate var isIdentity: Bool {
      switch self {
      case .mpls, .authentication: false
      case .vlan, .serviceVLAN, .pppoe, .ip, .gre, .pptp, .vxlan: true
      }
    }

    /// What of it is the same in both directions.
    fileprivate var inEitherDirection: Layer {
      if case .pptp(_, let ends) = self { .pptp(call: 0, ends) } else { self }
    }
  }

  /// The addresses between which a tunnel runs, in one order whoever sends.
  public struct Ends: Hashable, Sendable, Codable {
    public let low: IPAddress
    public let high: IPAddress

    public init(_ first: IPAddress, _ second: IPAddress) {
      (low, high) = second < first ? (second, first) : (first, second)
    }
  }

  /// What keeps conversations apart that have the same addresses and ports: equal in both directions.
  public struct Identity: Hashable, Sendable {
    fileprivate let encapsulation: Encapsulation

    public static func == (left: Identity, right: Identity) -> Bool {
      left.encapsulation == right.encapsulation
        || left.encapsulation.telling.elementsEqual(right.encapsulation.telling)
    }

    public func hash(into hasher: inout Hasher) { for layer in encapsulation.telling { hasher.combine(layer) } }
  }

  /// Layers that are kept; a frame may claim thousands of tags.
  public static var limit: Int { 16 }

  public private(set) var layers: [Layer]

  public init(_ layer: Layer) { layers = [layer] }

  /// Notes a layer inside those that are there.
  mutating func append(_ layer: Layer) {
    if layers.count < Self.limit { layers.append(layer) }
  }

  /// Nil when nothing of it tells conversations apart, as with an MPLS label alone.
  public var identity: Identity? { layers.contains(where: \.isIdentity) ? Identity(encapsulation: self) : nil }

  /// The layers that tell conversations apart, as they are in either direction.
  private var telling: some Sequence<Layer> { layers.lazy.filter(\.isIdentity).map(\.inEitherDirection) }
}

extension Encapsulation? {
  /// Notes a layer inside those that are there.
  mutating func append(_ layer: Encapsulation.Layer) {
    if self == nil { self = Encapsulation(layer) } else { self?.append(layer) }
  }
}

extension Encapsulation: CustomStringConvertible {
  /// `802.1ad 100, 802.1Q 10`, `VXLAN 42 (192.0.2.1, 192.0.2.2)`.
  public var description: String { layers.map(\.description).joined(separator: ", ") }
}

extension Encapsulation.Layer: CustomStringConvertible {
  public var description: String {
    switch self {
    case .vlan(let identifier): "802.1Q \(identifier)"
    case .serviceVLAN(let identifier): "802.1ad \(identifier)"
    case .pppoe(let session): "PPPoE \(session)"
    case .mpls(let label): "MPLS \(label)"
    case .ip(4, in: 4, let ends): "IP in IP \(ends)"
    case .ip(let version, in: let outer, let ends): "\(version)in\(outer) \(ends)"
    case .gre(let key?, let ends): "GRE key \(key) \(ends)"
    case .gre(nil, let ends): "GRE \(ends)"
    case .pptp(let call, let ends): "PPTP call \(call) \(ends)"
    case .vxlan(let network, let ends): "VXLAN \(network) \(ends)"
    case .authentication: "AH"
    }
  }
}

extension Encapsulation.Ends: CustomStringConvertible {
  /// `(192.0.2.1, 192.0.2.2)`.
  public var description: String { "(\(low), \(high))" }
}
