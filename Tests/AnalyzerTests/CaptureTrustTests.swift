import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// One weak spot of a capture each, and what it does to the verdict.
struct CaptureTrustTests {
  private func codes(_ trust: CaptureTrust) -> [Finding.Code] { trust.reasons.map(\.code) }

  private func party(_ port: UInt16) -> Party { Party("192.0.2.1", port, to: "192.0.2.2", 12_345) }

  /// A whole session with one message, echoed.
  private func session(_ client: Party = client) -> [Sighting] {
    .handshake(client) + [
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
      client.other.segment([.psh, .ack], seq: 1, ack: 6, "hello"),
      client.segment(.ack, seq: 6, ack: 6),
    ] + .close(by: client, seq: 6, ack: 6)
  }

  /// Segments of `client` alone, as far as they tell that the other side answers.
  private func oneSide(_ client: Party) -> [Sighting] {
    [
      client.segment(.syn), client.segment(.ack, seq: 1, ack: 1),
      client.segment([.psh, .ack], seq: 1, ack: 1, "hello"),
      client.segment(.ack, seq: 6, ack: 6),
    ]
  }

  @Test func `a whole session is good, and nothing is said against it`() {
    let trust = analyse(session()).trust
    #expect(trust.verdict == .good)
    #expect(trust.reasons.isEmpty)
  }

  @Test func `of nothing there is no verdict, unless it is known to be broken`() {
    #expect(analyse([]).trust.verdict == nil)
    let broken = analyse([], cut: "in the middle of frame 1").trust
    #expect(broken.verdict == .poor)
    #expect(codes(broken) == [.captureCut])
  }

  @Test func `a cut capture is limited`() {
    let trust = analyse(session(), cut: "in the middle of frame 10").trust
    #expect(trust.verdict == .limited)
    #expect(codes(trust) == [.captureCut])
    #expect(trust.reasons.first?.frames == [9])
  }

  @Test(
    arguments: [
      (nil, nil, .good, nil), (0, nil, .good, nil), (0, 0, .good, nil), (1, 0, .limited, 1), (0, 3, .limited, 3),
      (nil, 3, .limited, 3), (3, 1, .poor, 4), (.max, .max, .poor, .max), (.max, nil, .poor, .max),
    ] as [(Int?, Int?, CaptureTrust.Verdict, Int?)])
  func `one packet in a hundred dropped makes it poor, any limited, none counted nothing`(
    kernel: Int?, interface: Int?, verdict: CaptureTrust.Verdict, count: Int?
  ) {
    let packets = (0..<38).flatMap { session(party(50_000 + $0)) }
    let trust = analyse(packets, droppedByKernel: kernel, droppedByInterface: interface).trust
    #expect(trust.verdict == verdict)
    #expect(trust.reasons.first?.count == count)
    if let count { #expect(trust.reasons.first?.population == (count == .max ? .max : 342 + count)) }
  }

  @Test func `three ACKs of data that is not there make it poor, one limited`() {
    func missing(_ number: UInt16) -> [Sighting] {
      (0..<number).flatMap { number in
        session(party(50_000 + number)).filter { !$0.bytes.suffix(5).elementsEqual("hello".utf8) }
      }
    }
    let one = analyse(missing(1)).trust
    #expect(codes(one) == [.captureLoss])
    #expect(one.reasons.first?.count == 1)
    #expect(one.reasons.first?.frames == [4])
    #expect(one.reasons.first?.population == 6)
    #expect(one.verdict == .limited)
    let three = analyse(missing(3))
    #expect(three.trust.verdict == .poor)
    #expect(three.trust.reasons.first?.count == 3)
    #expect(three.trust.reasons.first?.frames == [4, 11, 18])
    #expect(three.finding(.captureLoss)?.population == 18)
    // A small share of many is no more than a limit.
    let many = analyse(missing(3), (0..<100).flatMap { session(party(51_000 + $0)) }).trust
    #expect(codes(many) == [.captureLoss])
    #expect(many.verdict == .limited)
  }

  @Test func `most conversations with one side only make it poor, some limited`() {
    let one = analyse(oneSide(party(1_025)), session()).trust
    #expect(one.verdict == .limited)
    #expect(codes(one) == [.tcpOneDirection])
    #expect(one.reasons.first?.conversations == 1)
    let most = analyse(oneSide(party(1_025)), oneSide(party(1_026)), session()).trust
    #expect(most.verdict == .poor)
    #expect(most.reasons.first?.conversations == 2)
    #expect(most.reasons.first?.frames == [1, 5])
  }

  @Test func `a SYN that nobody answers is no conversation of one side`() {
    #expect(analyse([client.segment(.syn), client.segment(.syn)]).trust.verdict == .good)
  }

  @Test func `time that runs backwards once is a limit, three times in a few frames poor`() {
    func turned(_ places: [Int]) -> CaptureTrust {
      let packets = session().enumerated().map { place, packet in
        packet.at(Double(place * 10) - (places.contains(place) ? 15 : 0))
      }
      return analyse(packets).trust
    }
    #expect(turned([4]).verdict == .limited)
    #expect(codes(turned([4])) == [.captureTimeBackwards])
    #expect(turned([4]).reasons.first?.frames == [5])
    #expect(turned([2, 4, 6]).verdict == .poor)
  }

  @Test func `a conversation that began before the capture is a limit`() {
    let trust = analyse(session(), session(party(50_893)).dropFirst(3).map(\.self)).trust
    #expect(trust.verdict == .limited)
    #expect(codes(trust) == [.tcpMidstream])
    #expect(trust.reasons.first?.conversations == 1)
    #expect(trust.reasons.first?.frames == [10])
  }

  @Test func `what the snapshot length cut is a limit`() {
    let trust = analyse(session().map { $0.cut(to: 54) }).trust
    #expect(trust.verdict == .limited)
    #expect(codes(trust) == [.captureSnapshot])
    #expect(trust.reasons.first?.frames == [4, 5])
  }

  @Test func `a fragment that is missing is a limit`() {
    let long = client.datagram(String(repeating: "x", count: 200))
    let trust = analyse(session(), Array(long.fragments(of: 64).dropLast())).trust
    #expect(trust.verdict == .limited)
    #expect(codes(trust) == [.fragmentsIncomplete])
  }

  @Test func `packets that are there twice are a limit`() {
    let trust = analyse(session().enumerated().flatMap { [$1.at(Double($0)), $1.at(Double($0))] }).trust
    #expect(trust.verdict == .limited)
    #expect(codes(trust) == [.captureDuplicates])
    #expect(trust.reasons.first?.count == 6)
  }

  @Test func `offload is told and makes nothing worse`() {
    let large = client.segment([.psh, .ack], seq: 1, ack: 1, String(repeating: "x", count: 3_000))
    let trust = analyse(
      [
        client.segment(.syn, options: TCPSituationTests.synOptions),
        server.segment([.syn, .ack], ack: 1, options: TCPSituationTests.synOptions),
        client.segment(.ack, seq: 1, ack: 1), large.setting(large.pseudoHeaderSum, at: 50),
      ]
    ).trust
    #expect(trust.verdict == .good)
    #expect(codes(trust) == [.tcpLargeSegment, .checksumPartial])
    #expect(trust.reasons.allSatisfy { $0.weight == .good && $0.frames == [4] && $0.conversations == 1 })
  }

  @Test func `link types are mixed only where packets have them`() {
    func trust(_ types: [LinkType]) -> CaptureTrust {
      // What an interface is said to be, without a packet of it, mixes nothing.
      let record = CaptureRecord(path: "x", format: "pcapng", linkTypes: [.ethernet, .raw], timestampDigits: 6)
      var engine = Engine(record: record)
      let bytes = client.segment(.syn).bytes
      for (place, type) in types.enumerated() {
        engine.observe(
          Packet(
            timestamp: Timestamp(nanoseconds: Int64(place)), originalLength: bytes.count, linkType: type,
            bytes: bytes.span.bytes))
      }
      return CaptureTrust(of: 0, in: engine.summary())
    }
    #expect(trust([.ethernet, .ethernet]).reasons.isEmpty)
    #expect(trust([.ethernet, .noPacket]).reasons.isEmpty)
    let mixed = trust([.ethernet, .ethernet, .raw, .ethernet, .raw, .linuxSLL])
    #expect(mixed.verdict == .good)
    #expect(codes(mixed) == [.captureMixedLinkTypes])
    #expect(mixed.reasons.first?.count == 3)
    #expect(mixed.reasons.first?.frames == [1, 3, 6])
  }

  @Test func `the gravest reason comes first and decides`() {
    let trust = analyse(
      oneSide(party(1_025)), session(party(50_893)).dropFirst(3).map(\.self), cut: "somewhere", droppedByKernel: 12
    ).trust
    #expect(trust.verdict == .poor)
    #expect(codes(trust) == [.captureDrops, .captureCut, .tcpOneDirection, .tcpMidstream])
  }

  @Test func `each capture of several has its own`() {
    var summary = analyse(session()).summary
    summary.append(analyse(session(), cut: "somewhere").summary)
    #expect(CaptureTrust(of: 0, in: summary).verdict == .good)
    #expect(CaptureTrust(of: 1, in: summary).verdict == .limited)
  }

  @Test func `very many conversations are counted, and few of their frames kept`() {
    let packets = (0..<20_000).map { number in
      party(UInt16(1_024 + number)).segment([.psh, .ack], seq: 1, ack: 1, "x")
    }
    let summary = analyse(packets).summary
    let clock = ContinuousClock()
    var trust: CaptureTrust?
    let elapsed = clock.measure { trust = CaptureTrust(of: 0, in: summary) }
    // More than are followed at a time, too.
    let reasons = trust?.reasons.filter { [.tcpOneDirection, .tcpMidstream].contains($0.code) } ?? []
    #expect(reasons.map(\.conversations) == [20_000, 20_000])
    #expect(reasons.allSatisfy { $0.frames.count == 16 })
    #expect(elapsed < .seconds(2))
  }
}
