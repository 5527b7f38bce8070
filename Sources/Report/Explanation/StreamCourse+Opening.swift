import Analyzer
import Conversations
import Wire

// How a TCP connection opened.
extension StreamCourse {
  var opening: [[StreamStatement]] {
    guard let handshake = record.handshake, handshake.syn != nil || handshake.synAck != nil else {
      return [[.opening(.notCaptured(first: record.first.frame))] + found(.tcpOneDirection)]
    }
    if handshake.isSimultaneous, let syn = handshake.syn, let synAck = handshake.synAck {
      return [
        [.opening(.syn(syn, isEphemeral: false)), .opening(.options(syn, of: .originator))],
        [
          .opening(
            .simultaneous(
              syn: syn.frame, other: handshake.crossingSYN?.frame, synAck: synAck.frame,
              otherSYNACK: handshake.crossingSYNACK?.frame))
        ], found(.tcpOptionsCut),
      ]
    }
    return [synParagraph(handshake), repeats(handshake)] + answer(handshake) + [found(.tcpOneDirection, .tcpOptionsCut)]
  }

  private func synParagraph(_ handshake: Handshake) -> [StreamStatement] {
    guard let syn = handshake.syn else {
      return handshake.synAck.map { [.opening(.synMissing(synAck: $0.frame))] } ?? []
    }
    let ephemeral: UInt16 = 32_768
    let isEphemeral = record.originator.port >= ephemeral && record.responder.port < ephemeral
    return [.opening(.syn(syn, isEphemeral: isEphemeral)), .opening(.options(syn, of: .originator))]
      + found(.tcpFastOpen)
  }

  /// SYNs that were sent again.
  private func repeats(_ handshake: Handshake) -> [StreamStatement] {
    guard let syn = handshake.syn, !handshake.synRetries.isEmpty else { return [] }
    let told = found(.tcpSYNRetried, .tcpSYNACKLost)
    guard told.isEmpty else { return told }
    let times = [syn.time] + handshake.synRetries.map(\.time)
    let waits = zip(times, times.dropFirst()).map { $1.nanoseconds(since: $0) }
    return [.opening(.synAgain(handshake.synRetries, waits: waits))]
  }

  private func answer(_ handshake: Handshake) -> [[StreamStatement]] {
    guard let synAck = handshake.synAck else { return [withoutAnswer(handshake)] }
    let isFirst = handshake.syn == nil || handshake.synRetries.isEmpty
    let number = row(synAck.frame)?.segment?.rawAcknowledgment.rawValue
    let sum = handshake.syn.flatMap { syn in
      number.flatMap { number in
        AcknowledgmentSum(syn.initialSequenceNumber.rawValue, bytes: syn.payloadLength, controls: 1, is: number)
          ?? AcknowledgmentSum(syn.initialSequenceNumber.rawValue, controls: 1, is: number)
      }
    }
    var paragraphs: [[StreamStatement]] = [
      [
        .opening(
          .synAck(
            synAck, answers: handshake.synRetries.isEmpty ? handshake.syn?.frame : nil, sum,
            nanoseconds: handshake.synToSynAckNanoseconds)),
        .opening(.options(synAck, of: .responder)),
      ] + found(.tcpOtherAnswer)
    ]
    if isFirst, !handshake.synAckRetries.isEmpty { paragraphs.append(found(.tcpSYNRetried)) }
    guard let ack = handshake.ack else {
      return paragraphs + [[.opening(.ackMissing(synAck: synAck.frame))]]
    }
    let segment = row(ack.frame)?.segment
    let established = OpeningStatement.ACK(
      frame: ack.frame,
      sum: segment.flatMap {
        AcknowledgmentSum(
          synAck.initialSequenceNumber.rawValue, controls: 1, is: $0.rawAcknowledgment.rawValue)
      }, payloadLength: segment?.payloadLength ?? 0, nanoseconds: handshake.synAckToAckNanoseconds,
      total: handshake.nanoseconds, since: handshake.answeredSYN?.frame, isAmbiguous: !handshake.synRetries.isEmpty)
    paragraphs.append([.opening(.established(established)), .opening(.accepted(frame: ack.frame))])
    if let syn = handshake.syn { paragraphs.append(agreements(syn, synAck, handshake)) }
    return paragraphs + [place(handshake)]
  }

  private func agreements(_ syn: Handshake.SYN, _ synAck: Handshake.SYN, _ handshake: Handshake) -> [StreamStatement] {
    func both(_ first: Bool?, _ second: Bool?) -> Bool? {
      if first == false || second == false { return false }
      return first == nil || second == nil ? nil : true
    }
    func isScaled(_ syn: Handshake.SYN) -> Bool? { syn.windowScale != nil ? true : syn.areOptionsCut ? nil : false }
    let hasTimestamps = both(syn.hasTimestamps, synAck.hasTimestamps)
    func most(_ size: UInt16?) -> Int? { size.map { max(Int($0) - (hasTimestamps == true ? 12 : 0), 0) } }
    let agreement = OpeningStatement.Agreement(
      syn: syn.frame, synAck: synAck.frame, mostOfOriginator: most(synAck.maximumSegmentSize),
      mostOfResponder: most(syn.maximumSegmentSize), scalesWindows: both(isScaled(syn), isScaled(synAck)),
      hasSACK: both(syn.isSACKPermitted, synAck.isSACKPermitted), hasTimestamps: hasTimestamps)
    var statements: [StreamStatement] = [.opening(.agreed(agreement))]
    if handshake.isECNNegotiated { statements.append(.opening(.ecnAgreed(syn: syn.frame, synAck: synAck.frame))) }
    return statements
  }

  private func place(_ handshake: Handshake) -> [StreamStatement] {
    guard isClockSound, let point = record.vantagePoint, let first = handshake.synToSynAckNanoseconds,
      let second = handshake.synAckToAckNanoseconds
    else { return [] }
    let frames = [handshake.syn?.frame, handshake.synAck?.frame, handshake.ack?.frame].compactMap(\.self)
    return [.opening(.capturedAt(point, synToSYNACK: first, synACKToACK: second, frames: frames))]
  }

  /// No SYN-ACK was seen.
  private func withoutAnswer(_ handshake: Handshake) -> [StreamStatement] {
    guard let syn = handshake.syn else { return [] }
    let syns = [syn.frame] + handshake.synRetries.map(\.frame)
    let verdict = Verdict(record, captureEnd: capture.lastTime)
    switch verdict {
    case .refusedByReset(_, _, let reset, let nanoseconds):
      let number = row(reset)?.segment?.rawAcknowledgment.rawValue
      let sum = number.flatMap {
        AcknowledgmentSum(syn.initialSequenceNumber.rawValue, bytes: syn.payloadLength, controls: 1, is: $0)
      }
      let answered = syns.last { $0 < reset } ?? syn.frame
      return [.opening(.refused(reset: reset, syn: answered, sum, nanoseconds: nanoseconds))]
    case .refusedByICMP(let request, let error, let nanoseconds):
      return [.opening(.icmp(error, request: request, nanoseconds: nanoseconds))]
    case .oneDirection: return []
    default:
      let last = handshake.synRetries.last?.time ?? syn.time
      let waited = isClockSound ? capture.lastTime?.elapsed(since: last) : nil
      return [.opening(.noAnswer(frames: syns, nanoseconds: waited))]
    }
  }
}
