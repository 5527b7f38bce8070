import Fixtures
import Foundation
import PacketBuilding
import Testing
import Wire

@testable import Analyzer
@testable import Conversations

/// The sessions of the practicum, as they were recorded and as somebody might have changed them: exactly the points that the
/// change concerns are lost.
struct GraderTests {
  private let specification: GradingSpecification
  private let tcp: RecordedPackets
  private let udp: RecordedPackets

  init() throws {
    specification = try GradingSpecification(
      json: [UInt8](Data(contentsOf: Fixtures.specification("practicum.json"))))
    tcp = try RecordedPackets("tcp-ethernet")
    udp = try RecordedPackets("udp-ethernet")
  }

  private func grade(_ captures: RecordedPackets..., cut: String? = nil) -> Grade {
    var submission = Submission(path: "sari")
    for (place, capture) in captures.enumerated() {
      capture.add(to: &submission, "\(place).pcap", specification.payloads, cut)
    }
    return Grader(specification).grade(submission)
  }

  private func lost(_ grade: Grade) -> [String] { grade.items.filter { !$0.isMet }.map(\.requirement.id) }
  private func item(_ id: String, _ grade: Grade) throws -> Grade.Item {
    try #require(grade.items.first { $0.requirement.id == id })
  }

  @Test func `both sessions have all that is demanded`() throws {
    let grade = grade(tcp, udp)
    #expect(lost(grade) == [])
    #expect(grade.points == grade.maximum)
    #expect(grade.isPassed)
    // The refused attempt before is not what is graded.
    let handshake = try item("handshake", grade)
    #expect(handshake.reason == .handshake)
    #expect(handshake.evidence == [Grade.Evidence(capture: 0, frames: [3, 4, 5])])
    #expect(handshake.conversation?.stream == 1)
    #expect(try item("tcp-echo", grade).evidence == [Grade.Evidence(capture: 0, frames: [6, 8])])
    #expect(try item("udp-echo", grade).evidence == [Grade.Evidence(capture: 1, frames: [1, 2])])
    #expect(try item("close", grade).reason == .closed(by: .responder))
    #expect(try item("captured", grade).evidence.map(\.capture) == [0, 1])
  }

  @Test func `of one session alone the other's points are missing`() {
    #expect(
      lost(grade(tcp)) == ["tcp-and-udp", "udp-echo", "replies", "udp-endpoints"])
    #expect(
      lost(grade(udp)) == [
        "tcp-and-udp", "handshake", "tcp-echo", "close", "tcp-endpoints", "no-retransmissions",
      ])
  }

  @Test func `a SYN-ACK that is not there costs the handshake`() throws {
    let grade = grade(tcp.without(4), udp)
    #expect(lost(grade) == ["handshake"])
    #expect(try item("handshake", grade).reason == .handshakeIncomplete(missing: [.synAck]))
  }

  @Test func `a request that is not there costs the echo, and the ACK tells that the capture lost it`() throws {
    let grade = grade(tcp.without(6), udp)
    #expect(lost(grade) == ["tcp-echo", "no-loss"])
    #expect(try item("tcp-echo", grade).reason == .textAbsent(onlyFrom: .responder))
    guard case .loss(0, let unseen) = try item("no-loss", grade).reason else { throw Unexpected() }
    #expect(unseen > 0)
    #expect(try item("no-loss", grade).evidence.first?.frames.first == 6)
  }

  @Test func `a reply with another byte costs the echo`() throws {
    let grade = grade(tcp.changingPayload(of: 8), udp.changingPayload(of: 2))
    #expect(lost(grade) == ["tcp-echo", "udp-echo"])
    #expect(try item("tcp-echo", grade).reason == .textAbsent(onlyFrom: .originator))
    #expect(try item("udp-echo", grade).reason == .textAbsent(onlyFrom: .originator))
  }

  @Test func `exchanged ports cost the endpoints, and are told to be exchanged`() throws {
    let grade = grade(tcp.exchanging(ports: 12_345, 50_892), udp)
    #expect(lost(grade) == ["tcp-endpoints"])
    guard case .otherEndpoints(let mismatches) = try item("tcp-endpoints", grade).reason else { throw Unexpected() }
    #expect(mismatches.map(\.field) == [.serverPort, .clientPort])
    #expect(mismatches.map(\.isSwapped) == [true, true])
    #expect(mismatches.map(\.found) == ["50892", "12345"])
  }

  @Test func `packets from before the day cost that`() throws {
    let grade = grade(tcp.later(by: -800 * 86_400_000_000_000), udp)
    #expect(lost(grade) == ["captured"])
    guard case .capturedTooEarly(let first, _, 9) = try item("captured", grade).reason else { throw Unexpected() }
    #expect(first.nanoseconds == tcp.packets[0].time - 800 * 86_400_000_000_000)
    #expect(try item("captured", grade).evidence == [Grade.Evidence(capture: 0, frames: [1])])
  }

  @Test func `RST instead of FIN costs the close`() throws {
    // RST, ACK for the server's FIN; what answered it is gone.
    let grade = grade(tcp.settingFlags(0x14, of: 10).without(12).without(11), udp)
    #expect(lost(grade) == ["close"])
    #expect(try item("close", grade).reason == .reset(by: .responder, frame: 10, afterFIN: false))
  }

  @Test func `who closed first is told where the other was demanded`() throws {
    let (client, server) = (try close("client"), try close("server"))
    #expect(client.reason == .closedByOther(.responder))
    #expect(!client.isMet)
    #expect(server.isMet)
    #expect(try close("either").isMet)
  }

  private func close(_ by: String) throws -> Grade.Item {
    let specification = try GradingSpecification(
      json: Array(#"{"schema":1,"requirements":[{"require":"close","by":"\#(by)","points":1}]}"#.utf8))
    return Grader(specification).grade(tcp.submission()).items[0]
  }

  @Test func `a close without its last ACK, without a FIN, and with one alone`() throws {
    #expect(try item("close", grade(tcp.without(12), udp)).reason == .unacknowledgedFIN(frame: 11))
    #expect(
      try item("close", grade(tcp.without(12).without(11), udp)).reason == .halfClosed(by: .responder))
    #expect(
      try item("close", grade(tcp.without(12).without(11).without(10), udp)).reason == .notClosed)
  }

  @Test func `a conversation that says the text very often hides it in no other`() throws {
    func found(_ side: Side, _ conversation: Int, _ offset: Int) -> PayloadOccurrence {
      PayloadOccurrence(
        pattern: 0, protocol: .tcp, stream: conversation, conversation: conversation, side: side, offset: offset,
        frames: [offset + 1])
    }
    var occurrences = TextOccurrences()
    for conversation in 0..<40 { occurrences.add((0..<5_000).map { found(.originator, conversation, $0) }) }
    occurrences.add([found(.originator, 40, 0), found(.responder, 40, 0)])
    #expect(occurrences.all(of: 0, in: 40).found.count == 2)
    #expect(occurrences.all(of: 0, in: 40).areAll)
    #expect(occurrences.all(of: 0, in: 0).found.count == 4_096)
    #expect(!occurrences.all(of: 0, in: 0).areAll)
    #expect(occurrences.all(of: 0, in: 39).found.count == 16)
    let submission = tcp.submission()
    let record = try #require(submission.summary.conversations.first)
    let finding = Grader.textEchoes(record, ([found(.originator, 0, 0)], false), atLeast: 1)
    #expect(finding.reason == .textUncounted(0, demanded: 1))
  }

  @Test func `a file that breaks off is not whole`() throws {
    let grade = grade(tcp, udp, cut: "it ends in the middle of a packet")
    #expect(lost(grade) == ["uncut"])
    #expect(try item("uncut", grade).reason == .cut(frames: 0, file: true))
  }

  @Test func `k of n give k of n points only where that was said`() throws {
    func points(_ partial: Bool) throws -> Points {
      let text =
        #"{"schema":1,"requirements":[{"require":"echo","atLeast":3,"points":10,"partial":\#(partial)}]}"#
      let specification = try GradingSpecification(json: Array(text.utf8))
      return Grader(specification).grade(tcp.submission()).points
    }
    #expect(try points(true).text == "3.33")
    #expect(try points(false) == .zero)
  }

  @Test func `a payload that is cut in two segments is found in both streams`() throws {
    let packets: [Sighting] =
      .handshake() + [
        client.segment([.psh, .ack], seq: 1, ack: 1, "Hello "), client.segment([.psh, .ack], seq: 7, ack: 1, "World"),
        server.segment([.psh, .ack], seq: 1, ack: 12, "Hello World"), client.segment(.ack, seq: 12, ack: 12),
      ]
    let item = try graded(packets, #"{"require":"echo","payload":"lo Wo","points":1}"#)
    #expect(item.reason == .counted(.textEchoes, 1, demanded: 1, requests: nil))
    #expect(item.evidence.first?.frames == [4, 5, 6])
  }

  private func graded(_ packets: [Sighting], _ requirement: String) throws -> Grade.Item {
    let specification = try GradingSpecification(
      json: Array(#"{"schema":1,"requirements":[\#(requirement)]}"#.utf8))
    let record = CaptureRecord(path: "test.pcap", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6)
    var engine = Engine(record: record)
    var evidence = CaptureEvidence(specification.payloads)
    packets.forEachPacket { packet, _ in
      engine.observe(packet) { evidence.add($0, $1, $2, $3) }
    }
    engine.finish(cut: nil)
    var submission = Submission(path: "test.pcap")
    submission.add(engine.summary(), evidence, sha256: nil)
    return Grader(specification).grade(submission).items[0]
  }

  @Test func `segments sent again cost the requirement that there be none`() throws {
    let data = client.segment([.psh, .ack], seq: 1, ack: 1, "halo")
    let item = try graded(
      .handshake() + [data, data.at(400), server.segment(.ack, seq: 1, ack: 5)],
      #"{"require":"no-retransmissions","points":1}"#)
    #expect(item.reason == .retransmissions(1))
    #expect(item.evidence.first?.frames == [5])
  }

  @Test func `UDP requests, messages and bytes are counted`() throws {
    let (client, server) = (PacketBuilding.client, PacketBuilding.server)
    let packets = [client.datagram("a"), server.datagram("A"), client.datagram("bc"), client.datagram("d")]
    let replies = try graded(packets, #"{"require":"replies","atLeast":2,"points":1}"#)
    #expect(replies.reason == .counted(.replies, 1, demanded: 2, requests: 3))
    #expect(replies.evidence.first?.frames == [1, 2])
    #expect(
      try graded(packets, #"{"require":"messages","atLeast":3,"points":1}"#).reason
        == .messages(3, demanded: 3, .udp, areAll: true))
    #expect(
      try graded(packets, #"{"require":"bytes","atLeast":6,"points":1}"#).reason
        == .counted(.bytes, 5, demanded: 6, requests: nil))
    let echo = try graded(packets, #"{"require":"echo","points":1}"#)
    #expect(echo.reason == .mismatched(1, firstDifference: 0))
    #expect(try graded([], #"{"require":"echo","points":1}"#).reason == .noPackets)
    #expect(
      try graded(.handshake(), #"{"require":"echo","protocol":"udp","points":1}"#).reason
        == .noConversation(.udp, port: nil))
  }

  @Test func `what is sent in one go is one message, however many segments it takes`() throws {
    var packets: [Sighting] = .handshake()
    for place in 0..<20 {
      packets.append(client.segment(.ack, seq: 1 + UInt32(place) * 100, ack: 1, bytes: .init(repeating: 7, count: 100)))
      if place % 2 == 1 { packets.append(server.segment(.ack, seq: 1, ack: 101 + UInt32(place) * 100)) }
    }
    let item = try graded(packets, #"{"require":"messages","atLeast":4,"points":1}"#)
    #expect(item.reason == .messages(1, demanded: 4, .tcp, areAll: true))
    #expect(!item.isMet)
    #expect(item.evidence.map(\.frames.count) == [16])
    #expect(item.evidence.map(\.total) == [20])
  }

  @Test func `an echo that comes while the upload goes on does not end the message`() throws {
    var packets: [Sighting] = .handshake() + [client.segment(.ack, seq: 1, ack: 1, "halo")]
    for place in 0..<8 as Range<UInt32> {
      packets.append(client.segment(.ack, seq: 5 + place * 4, ack: 1 + place * 4, "halo"))
      packets.append(server.segment(.ack, seq: 1 + place * 4, ack: 5 + place * 4, "halo"))
    }
    #expect(
      try graded(packets, #"{"require":"messages","points":1}"#).reason
        == .messages(1, demanded: 1, .tcp, areAll: true))
  }

  @Test func `a reply, or silence after the ACK, ends a message`() throws {
    let packets: [Sighting] =
      .handshake() + [
        client.segment([.psh, .ack], seq: 1, ack: 1, "ha"), server.segment([.psh, .ack], seq: 1, ack: 3, "ha"),
        client.segment([.psh, .ack], seq: 3, ack: 3, "lo").at(10), server.segment(.ack, seq: 3, ack: 5).at(150),
        // Since the ACK of what was before, 190 ms and 200 ms.
        client.segment([.psh, .ack], seq: 5, ack: 3, "a").at(340), server.segment(.ack, seq: 3, ack: 6).at(341),
        client.segment([.psh, .ack], seq: 6, ack: 3, "pa").at(541),
      ]
    #expect(
      try graded(packets, #"{"require":"messages","atLeast":2,"points":1}"#).reason
        == .messages(3, demanded: 2, .tcp, areAll: true))
    // Of one side alone the pauses tell.
    let oneSided = packets.filter { $0.bytes[34] == packets[0].bytes[34] && $0.bytes[35] == packets[0].bytes[35] }
    let item = try graded(oneSided, #"{"require":"messages","atLeast":2,"points":1}"#)
    #expect(item.reason == .messages(3, demanded: 2, .tcp, areAll: true))
  }

  @Test(arguments: [
    #""require":"no-loss""#, #""require":"uncut""#, #""require":"link-type","is":"Ethernet""#,
    #""require":"captured","after":"2020-01-01""#, #""require":"handshake""#,
  ])
  func `a capture without packets gets no points for that`(requirement: String) throws {
    let item = try graded([], "{\(requirement),\"points\":1}")
    #expect(item.reason == .noPackets)
    #expect(item.points == .zero)
  }

  @Test func `that nothing is lost, one side alone does not show`() throws {
    let session: [Sighting] =
      .handshake() + [client.segment([.psh, .ack], seq: 1, ack: 1, "halo"), server.segment(.ack, seq: 1, ack: 5)]
    let both = try graded(session, #"{"require":"no-loss","points":1}"#)
    #expect(both.reason == .noLoss(hasACKs: true, areDropsKnown: false))
    let item = try graded([session[0], session[2], session[3]], #"{"require":"no-loss","points":1}"#)
    #expect(item.reason == .sideAbsent(.responder))
    #expect(!item.isMet)
    #expect(item.evidence.map(\.frames) == [[1]])
  }

  @Test func `a UDP request without a reply is no loss of the capture`() throws {
    let item = try graded([PacketBuilding.client.datagram("a")], #"{"require":"no-loss","points":1}"#)
    #expect(item.reason == .noLoss(hasACKs: false, areDropsKnown: false))
    #expect(item.isMet)
  }

  @Test func `only conversations on the named port count`() throws {
    let item = try graded(.handshake(), #"{"require":"handshake","port":80,"points":1}"#)
    #expect(item.reason == .noConversation(.tcp, port: 80))
    #expect(try graded(.handshake(), #"{"require":"handshake","port":12345,"points":1}"#).isMet)
  }

  private struct Unexpected: Error {}
}
