import Capture
import Testing
import Wire

struct LiveFilterTests {
  static let linkTypes: [LinkType] = [.ethernet, .linuxSLL2, .linuxSLL, .raw, .null]

  /// Whether `filter` takes the packet, as it looks on `linkType`.
  func takes(_ filter: LiveFilter, _ packet: [UInt8], _ linkType: LinkType, etherType: UInt16 = 0x0800) throws -> Bool {
    let expression = try filter.expression(for: linkType) ?? ""
    var program = try CaptureFilter(expression, linkType: linkType, snapshotLength: 262_144)
    let bytes = Packets.framed(packet, linkType: linkType.rawValue, etherType: etherType)
    return try program.matches(
      Packet(
        timestamp: Timestamp(nanoseconds: 0), originalLength: bytes.count, linkType: linkType,
        bytes: bytes.span.bytes))
  }

  @Test(arguments: linkTypes)
  func `a port takes its packets and leaves others`(linkType: LinkType) throws {
    let filter = LiveFilter(ports: [12_345, 54_321])
    for port in [12_345, 54_321] as [UInt16] {
      #expect(try takes(filter, Packets.ipv4(6, Packets.tcp(to: port)), linkType))
      #expect(try takes(filter, Packets.ipv4(17, Packets.udp(to: 9, Packets.big(port))), linkType) == false)
      #expect(try takes(filter, Packets.ipv6(6, Packets.tcp(to: port)), linkType, etherType: 0x86DD))
      #expect(try takes(filter, Packets.ipv4(17, Packets.udp(from: port, to: 9)), linkType))
    }
    #expect(try !takes(filter, Packets.ipv4(6, Packets.tcp(to: 80)), linkType))
    #expect(try !takes(filter, Packets.ipv6(6, Packets.tcp(to: 80)), linkType, etherType: 0x86DD))
  }

  @Test(arguments: linkTypes)
  func `fragments and ICMP come along`(linkType: LinkType) throws {
    let filter = LiveFilter(ports: [12_345], hosts: ["192.0.2.7"])
    let rest = [UInt8](repeating: 7, count: 32)
    #expect(try takes(filter, Packets.ipv4(17, fragment: 0x2000, rest), linkType))
    #expect(try takes(filter, Packets.ipv4(17, fragment: 185, rest), linkType))
    #expect(try takes(filter, Packets.ipv4(1, [3, 3, 0, 0, 0, 0, 0, 0] + rest), linkType))
    #expect(try takes(filter, Packets.ipv6(58, [1, 4, 0, 0, 0, 0, 0, 0] + rest), linkType, etherType: 0x86DD))
    for extensionHeader in [0, 43, 44, 51, 60] as [UInt8] {
      #expect(try takes(filter, Packets.ipv6(extensionHeader, [17, 0] + rest), linkType, etherType: 0x86DD))
    }
    // "Don't fragment" is no fragment.
    #expect(try !takes(filter, Packets.ipv4(17, fragment: 0x4000, rest), linkType))
  }

  @Test(arguments: [LinkType.ethernet, .linuxSLL2, .linuxSLL], [0x8100, 0x88A8, 0x9100] as [UInt16])
  func `tagged frames come along`(linkType: LinkType, tag: UInt16) throws {
    let tagged = [0, 5, 8, 0] + Packets.ipv4(6, Packets.tcp(to: 12_345))
    #expect(try takes(LiveFilter(ports: [12_345]), tagged, linkType, etherType: tag))
  }

  @Test(arguments: linkTypes)
  func `hosts are or'ed, and ports and hosts must both hold`(linkType: LinkType) throws {
    let filter = LiveFilter(ports: [12_345], hosts: ["10.0.0.2", "2001:db8::7"])
    #expect(try takes(filter, Packets.ipv4(6, Packets.tcp(to: 12_345)), linkType))
    #expect(try !takes(filter, Packets.ipv4(6, Packets.tcp(to: 80)), linkType))
    #expect(try !takes(filter, Packets.ipv4(6, to: [10, 0, 0, 3], Packets.tcp(to: 12_345)), linkType))
  }

  @Test(arguments: linkTypes)
  func `the user's expression must hold for all that is taken`(linkType: LinkType) throws {
    let filter = LiveFilter(ports: [12_345], expression: "udp or icmp")
    #expect(try takes(filter, Packets.ipv4(17, Packets.udp(to: 12_345)), linkType))
    #expect(try !takes(filter, Packets.ipv4(6, Packets.tcp(to: 12_345)), linkType))
    #expect(try !takes(filter, Packets.ipv4(17, Packets.udp(to: 80)), linkType))
    #expect(try takes(filter, Packets.ipv4(1, [8, 0, 0, 0]), linkType))
  }

  @Test func `a user's vlan does not move our own offsets`() throws {
    let filter = LiveFilter(ports: [12_345], expression: "tcp or vlan")
    #expect(try takes(filter, Packets.ipv4(6, Packets.tcp(to: 12_345)), .ethernet))
    #expect(try takes(filter, [0, 5, 8, 0] + Packets.ipv4(6, Packets.tcp(to: 1)), .ethernet, etherType: 0x8100))
  }

  @Test func `nothing asked for is no filter`() throws {
    #expect(try LiveFilter().expression(for: .ethernet) == nil)
    #expect(try LiveFilter(expression: " ").expression(for: .ethernet) == nil)
  }

  @Test(arguments: ["example.com", "10.0.0", "1.2.3.4 or tcp", "fe80::1%lo", ""])
  func `a host must be an address`(text: String) {
    #expect(throws: CaptureError.invalidAddress(text)) {
      _ = try LiveFilter(hosts: [text]).expression(for: .ethernet)
    }
  }
}
