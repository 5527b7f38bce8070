import Conversations
import Wire

extension EnglishAnswerPhrases {
  private func list(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }
  private func side(_ side: Side) -> String { side == .originator ? "client" : "server" }
  private func fleets(_ range: ClosedRange<Int>) -> String { "fleets \(range.lowerBound) to \(range.upperBound)" }

  func text(_ fact: TCPFact) -> String {
    switch fact {
    case .client(let endpoint, let syn?): "\(endpoint): it sent the SYN (frame \(syn))."
    case .client(let endpoint, nil): "\(endpoint), as ports and flags suggest."
    case .server(let endpoint, let syn?): "\(endpoint): the SYN (frame \(syn)) went there."
    case .server(let endpoint, nil): "\(endpoint), as ports and flags suggest."
    case .bothEnds(let client, let server):
      "If this is your own trace and your machine is the client, it is \(client); the server is \(server)."
    case .ownTrace:
      "All answers of this sheet are of the capture that you gave: of your own trace they are its answers."
    case .syn(let syn):
      "Relative 0, raw \(syn.initialSequenceNumber.rawValue) (frame \(syn.frame)). The SYN bit is 1 and the ACK bit 0: that "
        + "makes it a SYN."
    case .rawNumber(let syn): "The raw number is \(syn.initialSequenceNumber.rawValue) (frame \(syn.frame))."
    case .synRetried(let frames): "It was sent again in \(list(frames)), with the same number."
    case .sack(let syn, let synAck, let used): sack(syn, synAck, used)
    case .sackIsNoFlag: "it is the option SACK-permitted in both SYNs that tells, not the SYN flag."
    case .synAck(let frame, let sequence, let acknowledgment, let isn):
      "Sequence number: relative 0, raw \(sequence). Ack: raw \(acknowledgment) (frame \(frame))"
        + (isn.map { acknowledgment == $0 &+ 1 ? " = \($0) + 1, the ISN of the client and one for its SYN." : "." }
          ?? ".")
        + " SYN and ACK bit are both 1."
    case .synAckUnexpected(let acknowledgment, let isn):
      "That Ack, \(acknowledgment), does not follow from the SYN that was captured, whose number is \(isn)."
    case .firstData(let frame, let sequence, let raw, let length, let sender):
      "The first data segment of the \(side(sender)) is frame \(frame): Seq \(sequence), raw \(raw), \(length) bytes."
    case .request(let method, let frames, let sequence, let raw, let length):
      "\(method) begins in frame \(frames.lowerBound): Seq \(sequence), raw \(raw), \(length) bytes of payload."
        + (frames.count > 1 ? " The word goes on to frame \(frames.upperBound)." : "")
    case .noRequest: "No HTTP method was found in what the client sent, across the borders of segments as well."
    case .notTheLastSegment:
      "Wireshark names the request on the frame that completes it; the method is in the segment told here, the one with "
        + "that sequence number."
    case .payloadOfFirst(let frame, let length, let total, let segments):
      "Frame \(frame) carries \(length) of \(total) bytes that the client sent; "
        + (segments == 1 ? "all fit in this one segment." : "they took \(segments) segments with payload.")
    case .timed(let sender, let segments, let total):
      (total == 1
        ? "The only data segment of the \(side(sender))."
        : segments == total
          ? "All \(total) data segments of the \(side(sender))."
          : "The first \(segments) of \(total) data segments of the \(side(sender)).")
        + " Times count from the first packet of the capture."
    case .cumulative(let frames):
      "The ACK of \(list(frames)) covers a later segment too (cumulative): the time includes the wait for that segment."
    case .piggybacked(let frames):
      "The ACK of \(list(frames)) came with data or a FIN: the time may include the work of the other program."
    case .unsampled(let frames, let reason): "No sample of \(list(frames)): " + why(reason)
    case .unacknowledged(let frames): "No ACK in the capture covers \(list(frames))."
    case .withoutCumulative(let estimate):
      "Without cumulative ACKs EstimatedRTT after the last would be \(numbers.duration(estimate))."
    case .notTheTimeOfTheACK: "the time sent is that of the segment's own frame, not that of its ACK."
    case .estimates:
      "EstimatedRTT begins with the first SampleRTT (α = 1/8, β = 1/4). A segment that was sent again gives no sample: nobody "
        + "can tell which copy was acknowledged (Karn). RFC 6298 takes RTTVAR from the SRTT before; its RTO is told before the floor of "
        + "1 s (Linux: 200 ms)."
    case .twoTimes(let first, let second):
      "RTT of frame \(first.segment.frame): \(numbers.duration(first.sample))"
        + (second.map {
          "; of frame \($0.segment.frame): \(numbers.duration($0.sample)); EstimatedRTT after it: \(numbers.duration($0.estimate))."
        } ?? "; EstimatedRTT after it: the same.")
    case .lengths(let sender): "Lengths of the first data segments of the \(side(sender)), in bytes:"
    case .notFrameLength(let frame, let frameLength, let segmentLength):
      "frame \(frame) has \(frameLength) bytes, but that is the frame with all its headers; its TCP segment has \(segmentLength)."
    case .sumsAreNotOne(let count, let sum): "\(sum) is the sum of \(count) segments, not the length of one."
    case .windows(let owner, let least, let leastFrame, let most, let mostFrame, let hasZeros):
      (least == most
        ? "The \(side(owner)) told a window of \(least) bytes (frame \(leastFrame)); scaled, "
        : "The \(side(owner)) told windows from \(least) (frame \(leastFrame)) to \(most) bytes (frame \(mostFrame)); scaled, ")
        + "without SYNs that are not scaled, without RSTs" + (hasZeros ? ", and without zeros." : ".")
    case .windowClosed(let owner, let total, let frames):
      "It told a window of 0 in \(base.count(total, "segment")) of the \(side(owner)) (\(base.frames(frames, of: total)))."
    case .synWindow(let owner, let syn, let isSmaller):
      "The window in the \(owner == .originator ? "SYN" : "SYN-ACK") is \(syn.window) (frame \(syn.frame)), which is never scaled"
        + (isSmaller ? "; who counts it has that as the smallest." : ".")
    case .notOwnWindow(let owner):
      "the room that holds the sender up is the \(side(owner))'s, not the window in the sender's own segments."
    case .inFlight(let sender, let bytes, let frame, let window):
      "At most \(bytes) bytes of the \(side(sender)) were in flight (frame \(frame)), with a window of "
        + (window.map { "\($0) bytes." } ?? "unknown size.")
    case .throttled(let frames, let total, let closings):
      "Yes, the window held the sender up: \(base.count(total, "segment")) left no room for another"
        + ", and the window closed \(closings == 1 ? "once" : "\(closings) times")"
        + (frames.isEmpty ? "." : " (\(base.frames(frames, of: max(total + closings, frames.count)))).")
    case .notThrottled: "No: there was always room for another segment, and the window never closed."
    case .firstWindows(let raw, let scale, let window, let frame):
      "\(window) bytes = \(raw) · \(1 << scale) (frame \(frame))"
        + (scale == 0 ? ": windows are not scaled here." : ".")
    case .noRetransmission(let segments): "No, of \(base.count(segments, "data segment")) none was sent again."
    case .retransmissions(let total, let frames):
      "Yes, \(base.count(total, "segment")) (\(base.frames(frames, of: total)))."
    case .outOfOrder(let count):
      "\(base.count(count, "segment")) came out of order: \(count == 1 ? "it was" : "they were") overtaken, not sent again."
    case .controlRepeated(let frames): "SYN, SYN-ACK or FIN were sent again in \(list(frames))."
    case .checked:
      "Checked: whether a segment carries only sequence numbers that its sender had sent before, in both directions. Keep-alives, "
        + "probes of a closed window and packets that the capture has twice do not count; segments that were overtaken are told apart."
    case .needless(let frames): "\(list(frames).capitalizedFirst): not needed, as a D-SACK tells."
    case .acknowledgments(let count, let segments, let bytes, let typical, let times):
      "\(base.count(count, "ACK of new payload covers", "ACKs of new payload cover")) \(base.count(segments, "segment")) and \(bytes) bytes; most often "
        + "\(typical) bytes (\(times == 1 ? "once" : "\(times) times"))."
    case .coversTwo(let frames):
      "\(base.count(frames.count, "ACK covers", "ACKs cover")) two segments (\(list(frames))), as a receiver does that acknowledges every "
        + "other one (delayed ACKs)."
    case .coversMany(let frames):
      "\(base.count(frames.count, "ACK covers", "ACKs cover")) more than two (\(list(frames))): a hole was filled, segments were joined on "
        + "their way up, or ACKs in between are missing."
    case .coversOne: "Each covers one segment: none waits for every other segment."
    case .throughput(let sender):
      "Of what the \(side(sender)) sent, by four definitions, the last in two forms. They differ: always name yours."
    case .nameTheDefinition:
      "a number without its definition and unit cannot be compared; the unit here is bytes per second."
    case .fleets(let count, let sender):
      "The \(side(sender)) sent \(count) fleets: what goes out within one round trip, until its first segment is acknowledged."
    case .doubling(let range):
      "\(fleets(range).capitalizedFirst) grow by half or more each, as in slow start."
    case .noDoubling: "No three fleets from the beginning of the connection grow as in slow start."
    case .linear(let range):
      "\(fleets(range).capitalizedFirst) grow by at most two segments each, as in congestion avoidance."
    case .level(let range):
      "\(fleets(range).capitalizedFirst) stay of one size: something else than congestion sets it."
    case .firstLoss(let number):
      "Fleet \(number) has the first segment that was sent again; the growth behind it is not judged."
    case .windowIsNotInPackets:
      "This is an inference with limits: no packet tells the congestion window. The window of the receiver, a program that has no "
        + "more to send, and where the capture was made shape fleets as well."
    case .period(let median, let least, let most, let roundTrip):
      "From fleet to fleet \(numbers.duration(median)) (median; \(numbers.duration(least)) to \(numbers.duration(most)))"
        + (roundTrip.map { "; the median round trip is \(numbers.duration($0))." } ?? ".")
    case .periodLimits:
      "Fleets follow each other about once a round trip as long as a window is what the sender waits for; pauses of the "
        + "program and losses lengthen single gaps."
    }
  }

  private func why(_ reason: RoundTrip) -> String {
    switch reason {
    case .ambiguous: "sent more than once (Karn)."
    case .postLoss: "the ACK waited for an earlier segment that was sent again or overtaken."
    case .untimed: "the clock ran backwards."
    case .cumulative, .pureACK, .piggybackedACK: base.worth(reason) + "."
    }
  }

  private func sack(_ syn: Handshake.SYN, _ synAck: Handshake.SYN, _ used: Int) -> String {
    let permitted = [syn.isSACKPermitted, synAck.isSACKPermitted]
    let frames = "frames \(syn.frame) and \(synAck.frame)"
    let times = used == 1 ? "once" : "in \(used) segments"
    if permitted.contains(false) { return "SACK cannot be used: not both SYNs permit it (\(frames))." }
    if permitted.contains(nil) { return "Whether SACK can be used is not known: the options were cut (\(frames))." }
    return "SACK can be used: both SYNs permit it (\(frames)); it was \(used == 0 ? "not used" : "used \(times)")."
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
