import Conversations
import PacketBuilding
import Wire

@testable import Analyzer
@testable import Report

// What two vantage points may show.
extension EveryPhrase {
  /// Handshake and one segment, with all that may happen to packets on their way.
  static var troubledPoints: TwoPoints {
    var points = TwoPoints()
    points.there = { $0.setting(63 << 8 | 6, at: 22).setting(0x45 << 8 | 0x2b, at: 14).setting(0x4000, at: 20) }
    points.there(client.segment(.syn, options: [2, 4, 5, 180, 4, 2, 1, 1]).numbered(1), at: 0)
    points.back = { _ in server.segment([.syn, .ack], ack: 1, options: [2, 4, 5, 100, 1, 1, 1, 1]).numbered(51) }
    points.back(server.segment([.syn, .ack], ack: 1, options: [2, 4, 5, 180, 4, 2, 1, 1]).numbered(51), at: 6)
    points.back = { $0 }
    points.there(client.segment([.psh, .ack], seq: 1, ack: 1, "one").numbered(2), at: 12, delay: 9)
    points.there(client.segment([.psh, .ack], seq: 4, ack: 1, "two").numbered(3), at: 13, .doubled(after: 1))
    points.there(client.segment([.psh, .ack], seq: 7, ack: 1, "three").numbered(4), at: 14, .lost)
    points.there(client.segment([.psh, .ack], seq: 12, ack: 1, "four").numbered(5), at: 15, .missed)
    points.back = { $0.corrupted }
    points.back(server.segment([.psh, .ack], seq: 1, ack: 7, "five").numbered(52), at: 30)
    return points
  }

  private func clock(_ samples: [(time: Int64, difference: Int64, isOutward: Bool)]) -> ClockOffset {
    ClockOffset(
      samples.enumerated().map { number, sample in
        ClockSample(
          time: sample.time * 1_000_000, difference: sample.difference * 1_000_000, isOutward: sample.isOutward,
          frames: PointPair(number + 1, number + 2))
      })
  }

  /// One of each kind.
  var clocks: [ClockOffset] {
    let seconds = Int64(0)..<60
    func wandering(_ rate: Int64, _ room: Int64) -> ClockOffset {
      clock(
        seconds.flatMap { second in
          let gain = second * rate
          return [(second * 10_000, gain + room, true), (second * 10_000 + 50, gain - room, false)]
        })
    }
    return [
      clock([]), clock([(0, 5, true)]), clock([(0, 5, false)]), clock([(0, 5, true), (1, -5, false)]),
      clock([(0, 5_005, true), (600_000, 4_995, false)]), wandering(1, 5), wandering(1, 40),
      clock([(0, 5, true), (1, -5, false), (9_000, 90_005, true), (9_001, 89_995, false)]),
      clock(
        seconds.flatMap { second in
          let base: Int64 = second % 2 == 0 ? 0 : 90_000
          return [(second * 100, base + 5, true), (second * 100 + 1, base - 5, false)]
        }),
    ]
  }

  var vantage: [String] {
    let phrases = language.vantagePhrases
    let choices =
      ComparisonChoice.allCases.map(language.comparisonPhrases.choice)
      + [0, 1, 2].map { language.comparisonPhrases.shared(("a.pcap", "b.pcap"), more: $0) }
      + [[5], [5, 6]].map(language.comparisonPhrases.sentAgain)
    let points = Self.troubledPoints
    let comparison = VantageComparison(Self.trace(points.clientSide), Self.trace(points.serverSide), isAsked: true)
    guard let record = comparison.conversations.first else { return [] }
    var way = record.toResponder
    way.regrouped = PointPair(2, 3)
    way.missingBytes = 7
    way.regroupedExample = VantageWay.RegroupedFrames(first: [1], second: [2, 3])
    var evidence = Evidence()
    evidence.add(4)
    let fates = PacketFate.allCases.flatMap { fate in
      CapturePoint.allCases.flatMap { point in
        [phrases.fate(fate, way, at: point, evidence), phrases.fate(fate, at: point)]
      }
    }
    let effects: [PathChange.Effect] = [
      .hops(1), .hops(2), .removed, .added, .lowered, .raised, .congestionMarked, .damaged, .finishedByCard, .other,
    ]
    let changes = PathChange.Kind.allCases.flatMap { kind in
      [nil, 0, 1, 2, 3, 4].flatMap { value in
        effects.map { effect in
          phrases.change(
            PathChange(
              kind: kind, sender: .originator, first: value, second: value.map { $0 + 1 }, count: 2,
              frames: PointPair(1, 2)), effect)
        }
      }
    }
    var orders = [record.order]
    for evidence in [VantageOrder.Evidence.sameHosts, .contradictory, .tooClose, .oneDirection] {
      var order = VantageOrder()
      order.evidence = [evidence]
      order.nearOriginator = evidence == .sameHosts ? .second : nil
      orders.append(order)
    }
    let alone = VantageComparison.Alone(
      protocol: .udp, stream: 1, originator: client.endpoint, responder: server.endpoint, packets: 2, firstFrame: 9,
      hasPartnersInOther: true)
    let others = [
      phrases.title, phrases.capture(comparison.captures[0]), phrases.full(.first), phrases.titleOfOneRecording,
      phrases.told(2, of: 9), phrases.told(2, of: 900), phrases.roundTripRemark(), phrases.asRecorded(),
      phrases.title(of: record),
      phrases.translated(record), phrases.renamed(record), phrases.ambiguous(1), phrases.ambiguous(3),
      phrases.overtaken(way),
      phrases.regrouped(way), phrases.regroupedCell, phrases.unchanged(), phrases.payloadsCut(2),
      phrases.rowsLeftOut(3), phrases.timesRemark(), phrases.alone(alone, in: .first),
      phrases.moreAlone(2, in: .second), phrases.aloneRemark(),
    ]
    let differences = record.toResponder.differences.map { [phrases.negativeDifferences($0)] } ?? []
    return choices + VantageLabel.allCases.map(phrases.label) + clocks.flatMap(phrases.clock)
      + clocks.map { phrases.assumption($0, room: nil) } + PairEvidence.allCases.map(phrases.evidence)
      + orders.map(phrases.order) + fates + changes + others + differences
  }

  /// What an engine's listener keeps of packets to compare them with those of another capture.
  static func trace(_ packets: [Sighting]) -> VantageTrace {
    var engine = Engine(
      record: CaptureRecord(path: "test.pcap", format: "pcap", linkTypes: [.ethernet], timestampDigits: 9))
    var trace = VantageTrace()
    packets.forEachPacket { packet, _ in engine.observe(packet) { trace.observe($0, $1, $2, $3) } }
    return trace
  }
}
