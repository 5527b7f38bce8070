import Foundation
import Testing
import Wire

struct EncapsulationTests {
  private static let there = Encapsulation.Ends(IPAddress("192.0.2.1")!, IPAddress("192.0.2.2")!)
  private static let back = Encapsulation.Ends(IPAddress("192.0.2.2")!, IPAddress("192.0.2.1")!)

  static let sameBothWays: [(Encapsulation.Layer, Encapsulation.Layer)] = [
    (.ip(version: 4, in: 4, there), .ip(version: 4, in: 4, back)),
    (.gre(key: 7, there), .gre(key: 7, back)), (.gre(key: nil, there), .gre(key: nil, back)),
    (.vxlan(network: 42, there), .vxlan(network: 42, back)),
    (.pptp(call: 1, there), .pptp(call: 2, back)), (.vlan(10), .vlan(10)),
  ]

  @Test(arguments: sameBothWays)
  func `is the same in both directions`(one: Encapsulation.Layer, other: Encapsulation.Layer) {
    let (one, other) = (Encapsulation(one).identity, Encapsulation(other).identity)
    #expect(one != nil)
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
  }

  static let different: [(Encapsulation.Layer, Encapsulation.Layer)] = [
    (.vlan(10), .vlan(11)), (.vlan(10), .serviceVLAN(10)), (.pppoe(session: 1), .pppoe(session: 2)),
    (.gre(key: 7, there), .gre(key: 8, there)), (.gre(key: 0, there), .gre(key: nil, there)),
    (.vxlan(network: 42, there), .vxlan(network: 43, there)),
    (.ip(version: 4, in: 4, there), .ip(version: 6, in: 4, there)),
    (.ip(version: 4, in: 4, there), .ip(version: 4, in: 4, Encapsulation.Ends(there.low, there.low))),
  ]

  @Test(arguments: different)
  func `keeps networks apart`(one: Encapsulation.Layer, other: Encapsulation.Layer) {
    #expect(Encapsulation(one).identity != Encapsulation(other).identity)
    #expect(Encapsulation(one).identity != nil)
  }

  @Test func `labels and authentication are shown, and tell nothing apart`() {
    #expect(Encapsulation(.mpls(label: 16)).identity == nil)
    #expect(Encapsulation(.authentication(parameters: 1)).identity == nil)
    let plain = decode(ethernet(0x0800, ipv4(17, udp()), tags: [Tag(control: 5)])) { $0.encapsulation }
    let frame = ethernet(0x8847, [0, 1, 1, 64] + ipv4(17, udp()), tags: [Tag(control: 5)])
    let labelled = decode(frame) { $0.encapsulation }
    #expect(labelled?.description == "802.1Q 5, MPLS 16")
    #expect(labelled != plain)
    #expect(labelled?.identity == plain?.identity)
  }

  @Test func `keeps so many layers and no more`() {
    let tags = (0..<40).map { Tag(control: $0) }
    let layers = decode(ethernet(0x0800, ipv4(17, udp()), tags: tags)) { $0.encapsulation?.layers.count }
    #expect(layers == Encapsulation.limit)
  }

  @Test func `can be written and read again`() throws {
    let frame = ethernet(0x0800, ipv4(17, vxlan(42, ethernet(0x0800, ipv4(4, ipv4(17, udp()))))))
    let whole = decode(frame) { $0.encapsulation }
    let encapsulation = try #require(whole)
    let data = try JSONEncoder().encode(encapsulation)
    #expect(try JSONDecoder().decode(Encapsulation.self, from: data) == encapsulation)
  }
}
