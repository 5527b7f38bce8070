import Conversations
import PacketBuilding
import Testing
import Wire

/// Conversations that are told and forgotten when they are over.
struct ConversationExpiryTests {
  /// What a table gives: each record with the number of packets that it had seen by then; those left at the end have nil.
  private func told(
    _ packets: [Sighting], lifetime: ConversationLifetime = .idle
  ) -> [(after: Int?, record: ConversationRecord)] {
    var table = ConversationTable(lifetime: lifetime)
    var told: [(after: Int?, record: ConversationRecord)] = []
    table.observe(packets) { table, observation in told += table.takeFinished().map { (observation.frame, $0) } }
    table.takeRest { told.append((nil, $0)) }
    return told
  }

  private func closed(at time: Double) -> [Sighting] {
    [
      client.segment(.syn).at(time), server.segment([.syn, .ack], ack: 1).at(time + 1),
      client.segment(.ack, seq: 1, ack: 1).at(time + 2), client.segment([.fin, .ack], seq: 1, ack: 1).at(time + 3),
      server.segment([.fin, .ack], seq: 1, ack: 2).at(time + 4), client.segment(.ack, seq: 2, ack: 2).at(time + 5),
    ]
  }

  private let other = Party("192.0.2.9", 40_000, to: "192.0.2.2", 12_345)
  private func tick(_ time: Double) -> Sighting { other.datagram("tick").at(time) }

  @Test func `a closed connection is over ten seconds after its last packet`() {
    let early = told(closed(at: 0) + [tick(10_004)])
    #expect(early.map(\.after) == [nil, nil])
    let late = told(closed(at: 0) + [tick(10_005)])
    #expect(late.map(\.after) == [7, nil])
    #expect(late[0].record.outcome == .complete)
    #expect(late[0].record.packets == 6)
  }

  @Test func `an open connection is over after an hour, a datagram after three minutes`() {
    let opening = Array(closed(at: 0).prefix(3))
    #expect(told(opening + [tick(3_600_001)]).map(\.after) == [nil, nil])
    #expect(told(opening + [tick(3_600_002)]).map(\.after) == [4, nil])
    let ask = client.datagram("ask").at(0)
    #expect(told([ask, tick(179_999)]).map(\.after) == [nil, nil])
    #expect(told([ask, tick(180_000)]).map(\.after) == [2, nil])
  }

  @Test func `they are told in the order in which they end`() {
    let second = Party("192.0.2.5", 40_001, to: "192.0.2.2", 12_345)
    // The later one is refused, the earlier one stays silent.
    let packets = [
      client.datagram("ask").at(0), second.segment(.syn).at(1), second.other.segment([.rst, .ack], ack: 1).at(2),
      tick(200_000),
    ]
    #expect(told(packets).map(\.record.protocol) == [.tcp, .udp, .udp])
    #expect(told(packets).map(\.record.index) == [1, 0, 2])
  }

  @Test func `what comes later opens a new conversation with the stream's number, and says so`() {
    let late = server.segment([.fin, .ack], seq: 1, ack: 2).at(20_000)
    let all = told(closed(at: 0) + [late])
    #expect(all.map(\.record.stream) == [0, 0])
    #expect(all.map(\.record.index) == [0, 1])
    #expect(all.map(\.record.isResumed) == [false, true])
    // A SYN is not that, but the next connection on the same ports.
    let again = told(closed(at: 0) + closed(at: 20_000))
    #expect(again.map(\.record.stream) == [0, 1])
    #expect(again.map(\.record.isResumed) == [false, false])
    let datagrams = told([client.datagram("a").at(0), client.datagram("b").at(300_000)])
    #expect(datagrams.map(\.record.stream) == [0, 0])
    #expect(datagrams.map(\.record.isResumed) == [false, true])
  }

  @Test func `the next connection on the same ports does not end the one before it`() {
    var next = client
    next.initialSequenceNumber = 90_000
    let packets = closed(at: 0) + [next.segment(.syn).at(1_000), tick(12_000), next.segment(.syn).at(13_000)]
    let all = told(packets)
    #expect(all.map(\.after) == [8, nil, nil])
    #expect(all[1].record.stream == 1)
    #expect(all[1].record.packets == 2)
  }

  @Test func `time that runs backwards ends nothing`() {
    let packets = closed(at: 100_000) + [tick(0), tick(50_000)]
    #expect(told(packets).allSatisfy { $0.after == nil })
  }

  @Test func `one wrong time ends nothing, in the future or the past`() {
    let century = 3_155_760_000_000.0
    var packets = closed(at: 0).prefix(3) + (1...50).map { client.segment(.ack, seq: 1, ack: 1).at(3 + Double($0)) }
    packets.insert(client.segment(.ack, seq: 1, ack: 1).at(century), at: 20)
    packets.insert(client.segment(.ack, seq: 1, ack: 1).at(-century / 100), at: 30)
    #expect(told(Array(packets)).count == 1)
    #expect(told(Array(packets), lifetime: .zeek).count == 1)
    // Nor does a first one.
    #expect(told([tick(century)] + closed(at: 0) + [tick(6)]).count == 2)
  }

  @Test func `a clock that was set is believed when the next packet says the same`() {
    let hours = 50_000_000.0
    let all = told(closed(at: 0) + [tick(hours), tick(hours + 1), tick(hours + 2)])
    #expect(all.map(\.after) == [8, nil])
    // And backwards.
    let back = told(closed(at: hours) + [tick(0), tick(1), tick(2)])
    #expect(back.map(\.record.packets) == [6, 3])
  }

  @Test func `a clock that was set back keeps nothing for ever`() {
    let hours = 50_000_000.0
    // Eleven seconds of the new time are enough for what was closed in the old one.
    let back = told(closed(at: hours) + (0...11).map { tick(Double($0) * 1_000) })
    #expect(back.first?.record.outcome == .complete)
    #expect(back.first?.after != nil)
    #expect(back.map(\.record.packets) == [6, 12])
    #expect(back.allSatisfy { $0.record.durationNanoseconds.map { $0 >= 0 } ?? true })
  }

  @Test func `a clock that goes wrong and is set right ends nothing`() {
    let hours = 50_000_000.0
    let opening = closed(at: hours).prefix(3)
    let packets = opening + [tick(0), tick(1), tick(hours + 10), tick(hours + 11), tick(hours + 12)]
    #expect(told(Array(packets)).allSatisfy { $0.after == nil })
  }

  @Test func `a step of the clock that is known takes no time`() {
    let hour = 3_600_000_000_000 as Int64
    for step in [hour * 24, -hour * 24] {
      var table = ConversationTable(lifetime: .idle)
      table.observe(Array(closed(at: 90_000_000).prefix(3))) { _, _ in }
      table.clockWasSet(by: step)
      let later = 90_000_000 + Double(step / 1_000_000)
      table.observe([tick(later), tick(later + 1), tick(later + 3_599_000)]) { _, _ in }
      #expect(table.takeFinished().allSatisfy { $0.protocol == .udp })
      // Its hour is over as if the clock had not been set.
      table.observe([tick(later + 3_600_003)]) { _, _ in }
      #expect(table.takeFinished().filter { $0.protocol == .tcp }.map(\.packets) == [3])
    }
  }

  @Test func `a stream that ends twice keeps its number as long as one that ends once`() {
    // It is remembered, resumed, remembered again, and others fill the room of the first time.
    var packets = [client.datagram("a").at(0), client.datagram("b").at(200_000)]
    for number in 0..<16_380 {
      let party = Party("10.1.\(number >> 8).\(number & 255)", 40_000, to: "192.0.2.2", 12_345)
      packets.append(party.datagram("x").at(210_000 + Double(number)))
    }
    packets += [tick(700_000), client.datagram("c").at(700_001)]
    let mine = told(packets).map(\.record).filter { $0.originator == client.endpoint }
    #expect(mine.map(\.stream) == [0, 0, 0])
    #expect(mine.map(\.isResumed) == [false, true, true])
  }

  @Test func `one pair of endpoints in very many VLANs costs no more for each`() {
    let packets = (0..<3_000).map { client.segment(.ack, seq: 1, ack: 1).tagged(UInt16($0)).at(Double($0)) }
    let all = told(packets + packets.map { $0.at(($0.milliseconds ?? 0) + 10_000) })
    #expect(all.count == 3_000)
    #expect(all.allSatisfy { $0.record.packets == 2 && $0.record.stream == 0 })
  }

  @Test func `a table for a whole capture gives all of them in the end`() {
    let all = told(closed(at: 0) + [tick(20_000)], lifetime: .capture)
    #expect(all.map(\.after) == [nil, nil])
    #expect(all.map(\.record.isEndedBySilence) == [false, false])
  }

  @Test func `what ended by silence says so`() {
    let all = told(Array(closed(at: 0).prefix(3)) + [tick(3_600_002)])
    #expect(all.map(\.record.isEndedBySilence) == [true, false])
  }

  @Test func `Zeek's timers tell when Zeek would write it down`() {
    // An attempt is over five seconds after it began, however often it was repeated.
    let attempt = [
      client.segment(.syn).at(0), client.segment(.syn).at(1_000), client.segment(.syn).at(3_000), tick(5_000),
    ]
    #expect(told(attempt, lifetime: .zeek).map(\.after) == [4, nil])
    #expect(told(attempt).map(\.after) == [nil, nil])
    let again = told(attempt + [client.segment(.syn).at(7_000)], lifetime: .zeek)
    #expect(again.map(\.record.zeek?.state) == [.s0, .s0, .s0])
    #expect(again.map(\.record.protocol) == [.tcp, .udp, .tcp])
    // A closed one after five.
    #expect(told(closed(at: 0) + [tick(5_005)], lifetime: .zeek).map(\.after) == [7, nil])
    // Datagrams after a minute.
    #expect(told([client.datagram("a").at(0), tick(60_000)], lifetime: .zeek).map(\.after) == [2, nil])
  }

  @Test func `streams that no packet of their own opened are forgotten too`() {
    let quoted = client.segment(.syn)
    let packets = [
      server.icmpError(quoting: quoted, transportBytes: 20).at(0), tick(3_600_001),
      client.segment(.ack, seq: 1, ack: 1).at(3_600_002),
    ]
    let all = told(packets)
    #expect(all.count == 2)
    #expect(all.last?.record.stream == 0)
  }

  @Test func `what is told one by one is what is told at once`() {
    var packets: [Sighting] = []
    for number in 0..<300 {
      let party = Party("198.51.100.\(number % 250)", UInt16(30_000 + number), to: "192.0.2.2", 12_345)
      packets += [
        party.segment(.syn), party.other.segment([.syn, .ack], ack: 1), party.segment(.ack, seq: 1, ack: 1),
        party.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
        party.other.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
        party.segment([.fin, .ack], seq: 6, ack: 6), party.other.segment([.fin, .ack], seq: 6, ack: 7),
        party.segment(.ack, seq: 7, ack: 7),
      ].enumerated().map { step, packet in packet.at(Double(number) * 1_000 + Double(step)) }
    }
    packets = packets.sorted { $0.milliseconds ?? 0 < $1.milliseconds ?? 0 }
    let oneByOne = told(packets)
    #expect(oneByOne.count { $0.after != nil } > 280)
    let sorted = oneByOne.map(\.record).sorted { $0.index < $1.index }
    let atOnce = observe(packets).records
    #expect(sorted.count == atOnce.count)
    for (one, other) in zip(sorted, atOnce) { #expect(one == other) }
  }

  @Test func `places are used again, and numbers are not`() {
    // Far more than the numbers that are kept of what is over.
    var table = ConversationTable(lifetime: .idle)
    var count = 0
    for number in 0..<40_000 {
      let party = Party("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)", 40_000, to: "192.0.2.2", 12_345)
      [party.segment(.syn), party.other.segment([.rst, .ack], ack: 1)].forEachPacket { packet, _ in
        let decoded = Frame(packet)
        guard let network = decoded.network, case .tcp(let segment)? = decoded.transport else { return }
        var observation = Observation(frame: number + 1)
        let time = Timestamp(nanoseconds: Int64(number) * 1_000_000_000)
        table.observe(
          segment,
          Arrival(
            moment: FrameMoment(frame: number + 1, time: time), source: network.source!,
            destination: network.destination!, frameBytes: 54, checksum: .correct, identification: nil),
          into: &observation)
        #expect(observation.tcpStream == number)
      }
      for record in table.takeFinished() {
        #expect(record.index == count)
        count += 1
      }
    }
    #expect(count == 40_000 - 10)
    var rest = 0
    table.takeRest { _ in rest += 1 }
    #expect(rest == 10)
  }
}
