import Conversations
import Fixtures
import Foundation
import PacketBuilding
import Testing
import Wire

@testable import Analyzer

/// Several engines that share a file find what one finds that has it alone.
struct SharedAnalysisTests {
  static let captures = try! FileManager.default.contentsOfDirectory(
    at: Fixtures.packets("tcp-retransmission.pcap").deletingLastPathComponent(), includingPropertiesForKeys: nil
  ).map(\.lastPathComponent).sorted()

  private func summary(
    of path: String, engines: Int?, blockLength: Int = 4_194_304, _ change: (inout AnalysisOptions) -> Void = { _ in }
  ) throws -> Summary {
    var options = AnalysisOptions()
    options.engines = engines
    options.blockLength = blockLength
    change(&options)
    var analysis = try FileAnalysis(path: path, options: options)
    return try analysis.run()
  }

  @Test(arguments: captures)
  func `what is found does not depend on how many engines look for it`(name: String) throws {
    let path = Fixtures.packets(name).path
    guard let alone = try? summary(of: path, engines: nil) else { return }
    for engines in [1, 2, 8] {
      #expect(try summary(of: path, engines: engines) == alone, "\(engines) engines")
    }
    // Blocks of a packet or two: conversations go on from one to the next.
    #expect(try summary(of: path, engines: 2, blockLength: 2_048) == alone)
  }

  /// Plain sessions, and between their packets all that is more than plain: tags, tunnels, fragments, ICMP, IPv6, ARP, ports
  /// used again, IP identifications in one row.
  static func mixed() -> [Sighting] {
    let plain = (0..<12).map { Party("10.0.0.\($0 + 1)", UInt16(40_000 + $0), to: "192.0.2.2", 12_345) }
    let other = Party("2001:db8::7", 40_100, to: "2001:db8::9", 7)
    let large = String(repeating: "fragment ", count: 40)
    var lists: [[Sighting]] = plain.map { party in
      .handshake(party)
        + [
          party.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
          party.other.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
          party.segment([.psh, .ack], seq: 1, ack: 6, "hello"), party.datagram("x"), party.other.datagram("x"),
        ] + .close(by: party, seq: 6, ack: 6)
        + [Party(party.endpoint, to: party.peer, isn: 77_000).segment(.syn)]
    }
    lists.append(([Sighting].handshake(plain[3]) + .close(by: plain[3])).map { $0.tagged(10) })
    lists.append(
      ([Sighting].handshake(plain[4]) + .close(by: plain[4])).tunnelled({ $0.inVXLAN(42, of: $1) }, by: carrier))
    lists.append([plain[5].datagram("y").inGRE(of: carrier, key: 7), plain[5].other.datagram("y")])
    lists.append(plain[6].datagram(large).fragments(of: 64) + plain[6].other.datagram(large).fragments(of: 128))
    lists.append(Array(plain[7].datagram(large).fragments(of: 80).dropLast()))
    lists.append([plain[8].datagram("z"), plain[8].other.icmpError(quoting: plain[8].datagram("z"))])
    lists.append([plain[9].other.icmpError(quoting: plain[9].segment(.syn), transportBytes: 20)])
    lists.append(
      [Sighting].handshake(other) + [other.datagram("six"), other.other.datagram("six")] + .close(by: other))
    let arp = [UInt8](repeating: 0xff, count: 6) + [2, 0, 0, 0, 0, 1, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1]
    lists.append([Sighting(arp + [UInt8](repeating: 1, count: 20)), Sighting([1, 2, 3])])
    // One of each in turn.
    var packets: [Sighting] = []
    for turn in 0..<(lists.map(\.count).max() ?? 0) {
      for list in lists where turn < list.count { packets.append(list[turn]) }
    }
    return packets.enumerated().map { number, packet in
      let isWholeIPv4 = packet.bytes.count > 40 && packet.bytes[12...13] == [8, 0] && packet.bytes[20...21] == [0, 0]
      return isWholeIPv4 && number % 3 > 0 ? packet.numbered(UInt16(number)) : packet
    }
  }

  @Test func `packets of every kind find their conversations`() throws {
    let path = try Self.file(Self.mixed())
    defer { try? FileManager.default.removeItem(at: path) }
    let alone = try summary(of: path.path, engines: nil)
    #expect(alone.conversations.count { $0.encapsulation != nil } >= 3)
    #expect(alone.conversations.contains { $0.icmpErrorTotal > 0 })
    #expect(alone.conversations.contains { $0.exchanges.contains { !$0.requestFragments.isEmpty } })
    #expect(alone.otherTraffic.count >= 3)
    for engines in [1, 2, 3, 8] {
      for blockLength in [600, 3_000, 1_000_000] {
        #expect(
          try summary(of: path.path, engines: engines, blockLength: blockLength) == alone,
          "\(engines) engines, blocks of \(blockLength) bytes")
      }
    }
  }

  /// A classic pcap file of so many connections at once, each with so many echoes.
  private func file(connections: Int, echoes: Int) throws -> URL {
    var sightings: [[Sighting]] = []
    for number in 0..<connections {
      let client = Party("10.0.\(number / 200).\(number % 200 + 1)", UInt16(40_000 + number), to: "192.0.2.1", 12_345)
      var session: [Sighting] = [client.segment(.syn)]
      for echo in 0..<echoes { session.append(client.datagram("number \(echo)")) }
      sightings.append(session)
    }
    // One packet of each in turn.
    return try Self.file((0...echoes).flatMap { turn in sightings.map { $0[turn] } })
  }

  static func file(_ packets: [Sighting], everyMicroseconds step: Int64? = 100) throws -> URL {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pcap")
    try Data(packets.pcap(everyMicroseconds: step)).write(to: path)
    return path
  }

  @Test func `conversations keep the numbers of their first frames`() throws {
    let path = try file(connections: 300, echoes: 3)
    defer { try? FileManager.default.removeItem(at: path) }
    let alone = try summary(of: path.path, engines: nil)
    #expect(alone.conversations.count == 600)
    for engines in 1...3 {
      let shared = try summary(of: path.path, engines: engines, blockLength: 10_000)
      #expect(shared == alone)
      #expect(shared.conversations.map(\.index) == Array(0..<600))
    }
  }

  @Test func `ports and hosts select as ever, and streams too`() throws {
    let path = try file(connections: 50, echoes: 2)
    defer { try? FileManager.default.removeItem(at: path) }
    let changes: [(inout AnalysisOptions) -> Void] = [
      { $0.selection.ports = [40_007] },
      { $0.selection.hosts = [IPAddress("10.0.0.9")!] },
      { $0.selection.streams = [Selection.Stream(.udp, 11)] },
      { $0.filter = "udp" },
    ]
    for change in changes {
      let alone = try summary(of: path.path, engines: nil, change)
      #expect(!alone.conversations.isEmpty)
      #expect(try summary(of: path.path, engines: 2, change) == alone)
    }
  }

  @Test func `a file that breaks off gives what it has, whoever reads it`() throws {
    let path = try file(connections: 40, echoes: 4)
    defer { try? FileManager.default.removeItem(at: path) }
    let whole = try Data(contentsOf: path)
    for missing in [1, 7, 20, 61, 1_000] {
      try whole.dropLast(missing).write(to: path)
      let alone = try summary(of: path.path, engines: nil)
      #expect(alone.captures[0].cut != nil)
      #expect(try summary(of: path.path, engines: 2, blockLength: 500) == alone)
    }
  }

  @Test func `what there is room for does not depend on how many engines there are`() throws {
    let path = try file(connections: 60, echoes: 20)
    defer { try? FileManager.default.removeItem(at: path) }
    func limited(_ engines: Int) throws -> Summary {
      try summary(of: path.path, engines: engines) { $0.capacity.details = 400 }
    }
    let two = try limited(2)
    #expect(!two.hasAllDetails)
    #expect(two.conversations.map(\.exchanges.count).reduce(0, +) <= 400)
    for engines in [3, 4, 8] { #expect(try limited(engines) == two) }
  }
}
