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

  @Test func `the fixtures have many conversations, tunnels, fragments and ICMP errors`() throws {
    var kinds: Set<String> = []
    for name in Self.captures {
      guard let found = try? summary(of: Fixtures.packets(name).path, engines: 2) else { continue }
      if found.conversations.count > 3 { kinds.insert("many") }
      if found.conversations.contains(where: { $0.encapsulation != nil }) { kinds.insert("tunnel") }
      if found.conversations.contains(where: { $0.icmpErrorTotal > 0 }) { kinds.insert("ICMP") }
      if found.conversations.contains(where: { $0.exchanges.contains { !$0.requestFragments.isEmpty } }) {
        kinds.insert("fragments")
      }
      if !found.otherTraffic.isEmpty { kinds.insert("other") }
    }
    #expect(kinds.isSuperset(of: ["tunnel", "ICMP", "fragments", "other"]), "\(kinds)")
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
    let turns = (0...echoes).flatMap { turn in sightings.map { $0[turn] } }
    var data = Data()
    func add(_ values: UInt32...) {
      for value in values { withUnsafeBytes(of: value) { data.append(contentsOf: $0) } }
    }
    add(0xa1b2_c3d4, 4 << 16 | 2, 0, 0, 65_535, 1)
    turns.forEachPacket { packet, _ in
      add(1_700_000_000, UInt32(data.count / 64), UInt32(packet.bytes.byteCount), UInt32(packet.originalLength))
      data.append(contentsOf: [UInt8](packet.bytes))
    }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pcap")
    try data.write(to: path)
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
