#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

public import Wire

/// Which packets a live capture takes: the conversations wanted, and what else is needed to understand them.
public struct LiveFilter: Hashable, Sendable {
  /// A packet to or from one of these ports is taken; all are when there is none.
  public var ports: [UInt16]
  /// A packet to or from one of these addresses is taken; all are when there is none. With ports, both must hold.
  public var hosts: [String]
  /// A BPF expression that must hold as well, for every packet.
  public var expression: String?

  public init(ports: [UInt16] = [], hosts: [String] = [], expression: String? = nil) {
    self.ports = ports
    self.hosts = hosts
    self.expression = expression
  }

  /// The whole as one BPF expression for packets that begin as `linkType` says; nil when everything is taken.
  ///
  /// Ports and hosts let these through as well, because they may belong to a conversation without showing its ports or
  /// addresses where BPF looks: IPv4 fragments, IPv6 packets with extension headers (fragments among them), ICMP and
  /// ICMPv6 (errors quote a packet), and VLAN-tagged frames. The Analyzer selects among them.
  public func expression(for linkType: LinkType) throws(CaptureError) -> String? {
    var selections: [String] = []
    if !ports.isEmpty { selections.append(ports.map { "port \($0)" }.joined(separator: " or ")) }
    if !hosts.isEmpty {
      for host in hosts where !Self.isAddress(host) { throw .invalidAddress(host) }
      selections.append(hosts.map { "host \($0)" }.joined(separator: " or "))
    }
    // The user's expression stands last, because a `vlan` in it moves every offset that follows.
    var conditions: [String] = []
    if !selections.isEmpty {
      let wanted = selections.map { "(\($0))" }.joined(separator: " and ")
      conditions.append((["(\(wanted))"] + Self.companions(linkType)).joined(separator: " or "))
    }
    if let expression, !expression.allSatisfy(\.isWhitespace) { conditions.append(expression) }
    return conditions.isEmpty ? nil : conditions.map { "(\($0))" }.joined(separator: " and ")
  }

  private static func companions(_ linkType: LinkType) -> [String] {
    // More fragments, or an offset (RFC 791, section 3.1).
    var companions = ["ip[6:2] & 0x3fff != 0", "icmp", "icmp6"]
    // Hop-by-hop, routing, fragment, authentication, destination options (RFC 8200, section 4): the ports come later.
    companions += ["ip6[6] = 0", "ip6[6] = 43", "ip6[6] = 44", "ip6[6] = 51", "ip6[6] = 60"]
    // `vlan` would compile on Ethernet only, and shift what follows. On an interface Linux has taken the outer tag
    // off before the filter runs, so that the tests above see the packet inside.
    switch linkType {
    case .ethernet, .linuxSLL, .linuxSLL2:
      companions += ["ether proto 0x8100", "ether proto 0x88a8", "ether proto 0x9100"]
    default: break
    }
    return companions
  }

  private static func isAddress(_ text: String) -> Bool {
    var address = in6_addr()
    return unsafe inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1
  }
}
