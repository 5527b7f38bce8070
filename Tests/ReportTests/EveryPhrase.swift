import SessionLog
import Wire

@testable import Analyzer
@testable import Conversations
@testable import Report

/// Phrases of a language of which many stand in no capture that comes with the tests.
struct EveryPhrase {
  private static let time = Timestamp(nanoseconds: 1_740_618_765_000_000_000)
  private static let later = FrameMoment(frame: 2, time: Timestamp(nanoseconds: time.nanoseconds + 1_020_000_000))
  private static let reporter = IPAddress(v4: Situation.responder)

  let language: Language
  let phrases: any Phrases
  private let session = Situation.echoSession()
  /// A datagram of whose reply only the beginning came back.
  private var shortened: ConversationRecord {
    var situation = Situation()
    situation.udp(.originator, Situation.hello)
    situation.udp(.responder, "Hello")
    return situation.summary().conversations[0]
  }
  private var conversation: ConversationRecord { session.conversations[0] }
  private var capture: CaptureRecord { session.captures[0] }

  init(_ language: Language) {
    self.language = language
    phrases = language.phrases
  }

  var all: [String] { words + findings + verdicts + icmp + trust + counted + numbers + follow + sockets + vantage }

  var words: [String] {
    Label.allCases.map(phrases.label) + Measure.allCases.map(phrases.measure)
      + [.info, .note, .warning, .error].map(phrases.severity)
      + [.complete, .reset, .refused, .unanswered, .open, .midstream].map(phrases.outcome)
      + [.pureACK, .piggybackedACK, .closing, .ambiguous, .echo, .turnaround, .thinkTime].map(phrases.roundTrip)
  }

  private var findings: [String] {
    Finding.Code.allCases.flatMap { code in
      [1, 3].flatMap { count in
        [nil, conversation].map { phrases.finding(Finding(code, .note, frames: [4], count: count, of: 9), in: $0) }
      }
    }
  }

  private var verdicts: [String] {
    let (data, error) = (conversation.data, error(type: 3, code: 3))
    let causes: [Verdict.ResetCause] = [
      .ownFIN(frame: 1, undelivered: []), .ownFIN(frame: 1, undelivered: data), .otherFIN(frame: 1), .data(data),
      .forgotten([data[0]]), .unread(bytes: 2), .silence, .handshake, .none,
    ]
    let fin = Teardown.FIN(from: .responder, frame: 3, time: Self.time)
    let verdicts: [Verdict] =
      [
        .closed(by: .originator, fin: 8), .closed(by: .responder, fin: 8), .closedAtOnce(fins: [8, 9]),
        .refusedByReset(syn: 1, retries: [Self.later], reset: 3, nanoseconds: 100),
        .unansweredSYN(syn: 1, retries: [], nanoseconds: nil),
        .unansweredSYN(syn: 1, retries: [Self.later], nanoseconds: nil), .handshakeUnfinished,
        .established(silent: 1), .halfClosed(by: .originator, fin: 3, silent: nil), .oneDirection(.originator),
        .midstream(fins: [], silent: nil), .midstream(fins: [fin], silent: nil), .answered(requests: 1),
        .answered(requests: 2), .answered(requests: 3), .partlyAnswered(requests: 3, replies: 1),
        .unansweredRequests(1), .unansweredRequests(3), .refusedByICMP(request: nil, error, nanoseconds: nil),
        .refusedByICMP(request: 1, self.error(type: 3, code: 1), nanoseconds: 5), .bare(.complete),
      ] + causes.map { .reset(by: .responder, frames: [7, 8], total: 3, $0) }
    return verdicts.flatMap { verdict in
      [conversation, shortened].map { phrases.verdict(verdict, of: $0) }
    }
  }

  private func error(version6 isVersion6: Bool = false, type: UInt8, code: UInt8) -> ICMPError {
    ICMPError(frame: 4, time: Self.time, isVersion6: isVersion6, type: type, code: code, reporter: Self.reporter)
  }

  private var icmp: [String] {
    (0..<14).flatMap { type in
      (0..<14).flatMap { code in
        [false, true].map { phrases.icmp(error(version6: $0, type: type, code: code)) }
      }
    } + [phrases.moreICMP(1), phrases.moreICMP(2)]
  }

  private var trust: [String] {
    let reasons = Finding.Code.allCases.map { code in
      CaptureTrust.Reason(code: code, weight: .poor, count: 2, population: 9, conversations: 3, frames: [1, 2])
    }
    let caveats: [Caveat] = [
      .drops(kernel: 1, interface: 0), .drops(kernel: 0, interface: 2), .drops(kernel: 1, interface: 2),
      .loss(acknowledgments: 1), .cut, .files, .fragments(datagrams: 2), .clock(frames: [1, 2], count: 2),
      .outage,
    ]
    var outages = Outages()
    outages.begin(at: Self.time, after: 0)
    outages.end(at: Self.later.time)
    outages.note(1)
    outages.begin(at: Self.later.time, after: 2)
    return reasons.map { reason in
      // What is no reason for a verdict has no words for it.
      let text = phrases.reason(reason, of: capture)
      return text == reason.code.rawValue ? "" : text
    } + [phrases.qualified("", by: caveats), phrases.dropsUnknown(), phrases.captureDrops(kernel: 1, interface: nil)]
      + outages.first.map { phrases.outage($0, start: "") } + [phrases.moreOutages(2)]
  }

  private var counted: [String] {
    let kinds: [OtherTraffic.Kind] =
      [.arp, .icmp, .icmpv6, .igmp, .llc, .neighborDiscovery, .multicastListenerDiscovery, .deepTunnel, .fragments]
      + [.management, .control, .data, .extension].map { .wlan($0) }
      + [.protected, .fragment, .aggregate, .empty].map { .wlanData($0) }
      + [
        .gre(0x2001), .linkType(.noPacket), .linkType(.wlanPrism), .linkType(.wlanAVS), .undecoded(.tcp),
        .undecoded(.radio), .ipProtocol(200),
      ]
    let file = CaptureComposition.File(path: "", format: "pcap", packets: 2, firstFrame: 1, lastFrame: 2, cut: "")
    let orders: [CaptureComposition.Order] = [.joined, .merged, .sorted]
    let compositions = orders.flatMap { order in
      [nil, 2].map { CaptureComposition(order: order, files: [file, file], outOfOrder: $0) }
    }
    return kinds.map(phrases.other) + compositions.map(phrases.composition)
      + orders.map { phrases.file(file, $0) }
      + [
        phrases.captureCut(""), phrases.filesIncomplete(""), phrases.moreFiles(2), phrases.moreComments(2),
        phrases.noConversations(hasBackground: true), phrases.detailsRanOut(), phrases.rolesInferred(),
        phrases.largestTold(2, of: 9, hasMoreThanListed: 3, hasEchoes: true), phrases.findingsLeftOut(3),
        phrases.rowsLeftOut(3, from: 1, to: 9, of: conversation), phrases.rowsNotKept(kept: 1, of: 9),
        phrases.echoes([conversation], of: 1), phrases.echoes([conversation, conversation], of: 9),
        phrases.copies(1), phrases.copies(2),
      ]
  }

  private var numbers: [String] {
    let points: [VantagePoint?] = [.originator, .responder, .between(percentToResponder: 40), .nearBoth, nil]
    let worths: [RoundTrip] = [.pureACK, .piggybackedACK, .ambiguous, .postLoss, .cumulative, .untimed]
    return points.map(phrases.roundTripsSeen) + worths.map(phrases.worth)
      + RoundTripEstimate.all(of: .originator, in: conversation.data).flatMap(phrases.formulas)
      + [
        phrases.withoutSample(postLoss: 1, cumulative: 2), phrases.pairsRemark(), phrases.latencies(jitter: 1),
        phrases.numbersRemark(), phrases.estimatesRemark(), phrases.estimatesLegend(), phrases.formulasLeftOut(2),
        phrases.fleetsRemark(), phrases.overTimeRemark(), phrases.shortenedRemark(), phrases.fragmentsRemark(),
        phrases.noTrouble(uncheckedChecksums: 1, of: 1), phrases.noTrouble(uncheckedChecksums: 1, of: 2),
      ]
  }

  private var follow: [String] {
    let causes: [StreamChunk.Gap.Cause] = [.notCaptured, .notAwaited, .snapshotLength, .acknowledged]
    return causes.flatMap { cause in
      [nil, 3].flatMap { before in
        let gap = StreamChunk.Gap(bytes: 2, cause: cause, before: before)
        let chunk = StreamChunk(side: .responder, offset: 7, frame: 9, gap: gap)
        return [phrases.missing(gap, chunk, arrow: true), phrases.missingAtOffset(gap, chunk)]
      }
    } + [phrases.totals(.tcp, StreamFollower()), phrases.totals(.udp, StreamFollower()), phrases.moreGaps(3)]
  }

  private var sockets: [String] {
    /// A call was made so many milliseconds before the frame it caused, and one returned so many before the frame whose
    /// bytes it took.
    func clock(caused: Int64?, took: Int64?) -> String {
      var bounds = ClockAlignment.Bounds()
      if let caused { bounds.caused(caused * 1_000_000, calledAt: 0) }
      if let took { bounds.took(took * 1_000_000, returnedAt: 0) }
      return phrases.clock(ClockAlignment(bounds), of: "") ?? ""
    }
    let clocks = [
      clock(caused: nil, took: nil), clock(caused: 9, took: 5), clock(caused: -5, took: -9), clock(caused: 5, took: 9),
      clock(caused: nil, took: 5),
    ]
    let effects: [SocketTimeline.Effect] = [
      .none, .handshake(syns: [1, 2], synAcks: [], ack: nil), .handshake(syns: [1, 2], synAcks: [3], ack: nil),
      .handshake(syns: [1], synAcks: [2], ack: 3), .refused([1], answer: 2), .refused([1], answer: nil),
      .dequeued(3), .sent([1, 2, 3], again: [4], acknowledgedBy: 5, afterNanoseconds: 6), .received([3]), .end(3),
      .closed(fin: nil, resets: []), .closed(fin: 1, resets: [2]), .failed([1]), .notSeen, .notPlaced, .notKept,
    ]
    let info = TCPInfo(
      rttMicroseconds: 1, rttVariationMicroseconds: 2, retransmissions: 0, congestionWindow: 10, sendMSS: 1_460)
    var log = RecordedSession(path: nil)
    log.add(line: Array("junk".utf8))
    var record = LogRecord(log)
    record.unmatchedTotal = 1
    return clocks
      + effects.flatMap { effect in
        [SessionEvent.Kind.listen, .connectEstablished, .send].map { kind in
          phrases.frames(
            of: SocketTimeline.Step(
              program: 0, call: SessionEvent(kind, socket: 1, calledAt: 0), further: [2], time: Self.time,
              effect: effect))
        }
      }
      + [SessionEvent.Kind.close, .accept, .connectEstablished].map { phrases.kernel(info, at: $0, of: "") }
      + [
        phrases.took(1), phrases.fault("", bytes: 3), phrases.closeUnconnected(), phrases.uncaptured(.tcp),
        phrases.uncaptured(nil), phrases.callsLeftOut(3, shown: 3), phrases.callsLeftOut(3, shown: 1),
        phrases.callsLeftOut(3, shown: 0), phrases.program(nil, .originator), phrases.program(nil, .responder),
        phrases.log(record) ?? "",
      ]
  }
}
