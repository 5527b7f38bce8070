import PacketBuilding
import Testing
import Wire

@testable import Conversations

/// The usual segment is taken in by fewer steps than any segment: what is concluded must be the same.
struct SteadyConnectionTests {
  /// A seeded sequence of numbers (xorshift), so that a failure can be had again.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: UInt64) -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state % sides
    }
  }

  private func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }

  /// A session with echoes of all sizes and pauses, in which packets are lost, doubled, late, sent again, or odd.
  private func session(seed: UInt64, trouble: UInt64) -> [Sighting] {
    var dice = Dice(state: seed &* 0x9e37_79b9_7f4a_7c15 | 1)
    let hasTimestamps = dice.roll(2) == 0, isScaled = dice.roll(3) > 0, isNumbered = dice.roll(2) == 0
    let isn: UInt32 = dice.roll(3) == 0 ? .max - 300 : 1_000
    let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: isn, peerISN: .max - 900)
    var clock: UInt32 = 1_000, time = 0.0
    func options(_ isSYN: Bool) -> [UInt8] {
      let times: [UInt8] = hasTimestamps ? [1, 1, 8, 10] + big(clock) + big(clock - 1) : []
      return isSYN ? [2, 4, 5, 180] + (isScaled ? [1, 3, 3, 7] : []) + times : times
    }
    var packets: [Sighting] = []
    func send(_ sighting: Sighting) {
      time += Double(dice.roll(dice.roll(20) == 0 ? 300 : 4)) + 0.25
      clock += 1
      let number = isNumbered ? UInt16(truncatingIfNeeded: packets.count + 1) : 0
      var packet = sighting.numbered(number).at(time)
      if dice.roll(trouble) == 0 { packet = packet.corrupted }
      switch dice.roll(trouble) {
      case 0: break
      case 1: packets += [packet, packet.at(time + 0.001)]
      case 2: packets += [packet, sighting.numbered(number &+ 40_000).at(time + 210)]
      case 3: packets.insert(packet, at: max(packets.count - 1, 0))
      default: packets.append(packet)
      }
    }
    send(client.segment(.syn, options: options(true)))
    send(client.other.segment([.syn, .ack], ack: 1, options: options(true)))
    send(client.segment(.ack, seq: 1, ack: 1, options: options(false)))
    var (sent, returned) = (UInt32(1), UInt32(1))
    for _ in 0..<12 {
      let text = String(repeating: "x", count: Int(dice.roll(dice.roll(6) == 0 ? 3 : 700)) + 1)
      let length = UInt32(text.utf8.count)
      let window: UInt16 = dice.roll(trouble) == 0 ? 0 : 500
      send(client.segment([.psh, .ack], seq: sent, ack: returned, text, options: options(false)))
      sent &+= length
      if dice.roll(3) > 0 {
        send(client.other.segment(.ack, seq: returned, ack: sent, window: window, options: options(false)))
      }
      let flags: TCPFlags = dice.roll(trouble) == 0 ? [.psh, .ack, .ece] : [.psh, .ack]
      send(client.other.segment(flags, seq: returned, ack: sent, text, window: 500, options: options(false)))
      returned &+= length
      if dice.roll(3) > 0 { send(client.segment(.ack, seq: sent, ack: returned, options: options(false))) }
    }
    send(client.segment([.fin, .ack], seq: sent, ack: returned, options: options(false)))
    if dice.roll(4) == 0 {
      send(client.other.segment([.rst, .ack], seq: returned, ack: sent &+ 1))
    } else {
      send(client.other.segment([.fin, .ack], seq: returned, ack: sent &+ 1, options: options(false)))
      send(client.segment(.ack, seq: sent &+ 1, ack: returned &+ 1, options: options(false)))
    }
    return packets
  }

  private func connection() -> TCPConnection {
    TCPConnection(
      head: ConversationHead(
        stream: 0, originator: client.endpoint, responder: client.peer, rolesInferred: false, encapsulation: nil,
        index: 0))
  }

  /// What is told of a connection, Zeek's summary apart.
  private struct Told: Equatable {
    let sides: [DirectionCounts]
    let handshake: Handshake?
    let times: [DurationStatistics]
    let events: TCPEvents?
    let data: [DataSegment]
    let dataTotal: Int
    let teardown: Teardown?
    let outcome: Outcome
    let copies: Evidence
    let echo: EchoResult

    init(_ record: ConversationRecord) {
      sides = [record.toResponder, record.toOriginator]
      handshake = record.handshake
      times = [record.turnaround, record.thinkTime]
      events = record.events
      (data, dataTotal) = (record.data, record.dataTotal)
      teardown = record.teardown
      outcome = record.outcome
      copies = record.copies
      echo = record.echo
    }
  }

  /// Whether it is the same, and how often the short way was taken.
  private func compare(_ packets: [Sighting]) -> (isSame: Bool, shortcuts: Int) {
    var (usual, any) = (connection(), connection())
    var (budget, otherBudget) = (DetailBudget(Capacity()), DetailBudget(Capacity()))
    var frame = 0, shortcuts = 0
    packets.forEachPacket { packet, _ in
      frame += 1
      let decoded = Frame(packet)
      guard let network = decoded.network, case .tcp(let segment)? = decoded.transport,
        case .ipv4(let header) = network
      else { return }
      let arrival = Arrival(
        moment: FrameMoment(frame: frame, time: packet.timestamp), source: header.source,
        destination: header.destination, frameBytes: packet.originalLength,
        checksum: network.checksumStatus(of: .tcp(segment)), identification: header.identification)
      let side: Side = segment.sourcePort == client.endpoint.port ? .originator : .responder
      if usual.isSteady { shortcuts += 1 }
      usual.observe(segment, from: side, arrival, budget: &budget)
      any.observeAny(segment, from: side, arrival, &otherBudget)
    }
    let records = (
      usual.record(completeness: [], isCapturedTwice: false), any.record(completeness: [], isCapturedTwice: false)
    )
    guard let first = records.0, let second = records.1 else { return (false, 0) }
    return (Told(first) == Told(second), shortcuts)
  }

  @Test func `a session without trouble is steady from the handshake to the first FIN`() {
    var shortcuts = 0
    for seed in 1...50 {
      let outcome = compare(session(seed: UInt64(seed), trouble: 1_000_000))
      #expect(outcome.isSame, "seed \(seed)")
      shortcuts += outcome.shortcuts
    }
    // Of some 40 segments each; a probe of one byte now and then makes the rest of a session unusual.
    #expect(shortcuts > 50 * 20)
  }

  @Test(arguments: [200, 60, 20, 8] as [UInt64])
  func `trouble is seen as ever, and so is what comes after it`(trouble: UInt64) {
    var shortcuts = 0
    for seed in 1...400 {
      let outcome = compare(session(seed: UInt64(seed), trouble: trouble))
      #expect(outcome.isSame, "seed \(seed)")
      shortcuts += outcome.shortcuts
    }
    #expect(shortcuts > 100)
  }
}
