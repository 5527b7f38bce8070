import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// Whatever the network sends, and whatever a file claims, the engine goes on.
struct RobustnessTests {
  private static let seeds: [Sighting] = {
    let text = String(repeating: "0123456789", count: 8)
    let scale: [UInt8] = [3, 3, 7, 0]
    let request = client.datagram(text), request6 = client6.datagram(text)
    var packets = [
      client.segment(.syn, options: scale), server.segment([.syn, .ack], ack: 1, options: scale),
      client.segment(.ack, seq: 1, ack: 1), client.segment([.psh, .ack], seq: 1, ack: 1, text),
      server.segment([.psh, .ack], seq: 1, ack: 81, text), client.segment([.psh, .ack], seq: 81, ack: 81, "x"),
    ]
    packets += .close(seq: 82, ack: 81)
    packets += [client.segment(.rst, seq: 83), request, server.datagram(text), server.icmpError(quoting: request)]
    packets += request.fragments(of: 32) + request6.fragments(of: 32)
    let carried = [client.segment(.syn), request, server.icmpError(quoting: request)] + request.fragments(of: 40)
    packets += carried.map { $0.inIP(of: carrier) } + carried.map { $0.inVXLAN(of: carrier6) }
    packets += carried.map { $0.inGRE(of: carrier, key: 1).inIP(of: carrier) }
    packets += request.inGRE(of: carrier).fragments(of: 48) + [request.authenticated, request.labelled(9)]
    packets += [request6, server6.icmpError(quoting: request6), client6.segment(.syn).tagged(10)]
    return packets
  }()

  private static func isOne(in count: Int, _ random: inout Seeded) -> Bool {
    Int.random(in: 0..<count, using: &random) == 0
  }

  private static func pick<Value>(_ values: [Value], _ random: inout Seeded) -> Value {
    values.randomElement(using: &random)!
  }

  @Test(arguments: 0..<10)
  func `no mutation of an exchange traps`(seed: Int) {
    var random = Seeded(seed)
    let record = CaptureRecord(path: "-", format: "pcap", linkTypes: [.ethernet], timestampDigits: 9)
    var capacity = Capacity()
    capacity.details = 500
    capacity.echoBytes = 20_000
    capacity.echoBytesPerConversation = 5_000
    capacity.fragmentBytes = 20_000
    var selection = Selection()
    if seed % 2 == 1 { selection.ports = [12_345] }
    var engine = Engine(record: record, selection: selection, capacity: capacity)
    var heard = 0
    for _ in 0..<10_000 {
      var packet = Self.seeds.randomElement(using: &random)!
      // Mostly beyond the addresses, so that the packets meet in the same conversations.
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let start = Bool.random(using: &random) ? 34 : 0
        let position = Int.random(in: start..<packet.bytes.count, using: &random)
        packet.bytes[position] = Self.pick([0, 1, 0x7f, 0x80, 0xff, .random(in: 0...255, using: &random)], &random)
      }
      if Self.isOne(in: 8, &random) { packet.bytes.removeLast(Int.random(in: 0...packet.bytes.count, using: &random)) }
      if Self.isOne(in: 16, &random) {
        packet.originalLength = Self.pick(
          [-1, 0, 14, 65_549, 0xffff_ffff, .random(in: 0...2_000, using: &random)], &random)
      }
      let time = Self.isOne(in: 16, &random) ? Self.pick([.min, .max, 0, -1], &random) : Int64(heard) * 1_000
      let isAnalysed = !Self.isOne(in: 16, &random)
      packet.bytes.withBytes {
        engine.observe(
          Packet(
            timestamp: Timestamp(nanoseconds: time), originalLength: packet.originalLength, linkType: .ethernet,
            bytes: $0), isAnalysed: isAnalysed
        ) { _, _, _, _ in heard += 1 }
      }
    }
    #expect(heard == 10_000)
    let summary = engine.summary()
    #expect(summary.conversations.reduce(0) { $0 + $1.data.count + $1.exchanges.count } <= 500)
    #expect(summary.conversations.allSatisfy { ($0.durationNanoseconds ?? 0) >= 0 })
    #expect(summary.conversations.allSatisfy { ($0.echo.rtt?.minimum ?? 0) >= 0 })
    #expect(summary.conversations.allSatisfy { $0.toResponder.uniquePayloadBytes <= $0.toResponder.payloadBytes })
    #expect(summary.conversations.map(\.index) == summary.conversations.map(\.index).sorted())
  }

  /// A segment near where the connection has got to, or far from it, with options that claim anything.
  private static func segment(_ random: inout Seeded) -> Sighting {
    let party = Bool.random(using: &random) ? client : server
    let flags: [TCPFlags] = [
      .syn, [.syn, .ack], .ack, .ack, .ack, [.psh, .ack], [.psh, .ack], [.fin, .ack], .rst, [.rst, .ack], [],
      [.syn, .fin, .rst], [.ack, .urg, .ece, .cwr],
    ]
    func number() -> UInt32 {
      pick([.random(in: 0...400, using: &random), 0, .max, 1 << 31, .random(in: 0 ... .max, using: &random)], &random)
    }
    func numbers(_ count: Int) -> [UInt8] {
      (0..<count).flatMap { _ in
        let value = number()
        return (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
      }
    }
    let options: [[UInt8]] = [
      [], [], [2, 4, 5, 0xb4, 3, 3, 14, 4, 2], [1, 1, 8, 10] + numbers(2), [1, 1, 5, 18] + numbers(4), [34, 2],
    ]
    let length = pick([0, 0, 1, 100, 1_400], &random)
    return party.segment(
      pick(flags, &random), seq: number(), ack: number(), bytes: [UInt8](repeating: 0x61, count: length),
      window: pick([0, 1, 64_240, .max], &random), options: pick(options, &random))
  }

  @Test(arguments: 0..<40)
  func `no connection traps, whatever its numbers and its times`(seed: Int) {
    var random = Seeded(1_000 + seed)
    let record = CaptureRecord(path: "-", format: "pcap", linkTypes: [.ethernet], timestampDigits: 9)
    var engine = Engine(record: record)
    var time: Int64 = 1_700_000_000_000_000_000
    // The beginning of a connection, so that what follows has something to contradict.
    var packets: [Sighting] = .handshake()
    for _ in 0..<500 { packets.append(Self.segment(&random)) }
    for packet in packets {
      time = Self.isOne(in: 8, &random) ? Self.pick([.min, .max, 0, time], &random) : time &+ 1_000_000
      let identification = Self.pick([0, 7, UInt16.random(in: 0 ... .max, using: &random)], &random)
      packet.setting(identification, at: 18).bytes.withBytes {
        engine.observe(
          Packet(
            timestamp: Timestamp(nanoseconds: time), originalLength: packet.originalLength, linkType: .ethernet,
            bytes: $0))
      }
    }
    let summary = engine.summary()
    #expect(summary.captures[0].packets == packets.count)
    #expect(summary.conversations.allSatisfy { ($0.durationNanoseconds ?? 0) >= 0 })
    #expect(summary.conversations.allSatisfy { $0.toResponder.payloadBytes >= 0 && $0.toOriginator.payloadBytes >= 0 })
  }

  @Test func `every packet is counted once: in a conversation, as an ICMP error, or as other traffic`() {
    let summary = analyse(Self.seeds, Self.seeds.map { $0.cut(to: 40) }, Self.seeds.map(\.corrupted)).summary
    let followed = summary.conversations.reduce(0) { $0 + $1.packets + $1.icmpErrorTotal }
    #expect(followed + summary.otherTraffic.reduce(0) { $0 + $1.packets } == summary.captures[0].packets)
  }
}

/// A generator that gives the same numbers every time (SplitMix64).
private struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
