import Analyzer
import Conversations
import Wire

/// The answers of a TCP connection to the questions of the TCP lab.
struct TCPAnswers {
  let source: AnswerSource

  init(_ source: AnswerSource) { self.source = source }

  var record: ConversationRecord { source.record }
  /// The sender of the transfer.
  var sender: Side { source.sender }
  var data: [DataSegment] { source.data(of: sender) }

  var answers: [Answer] {
    [
      client, server, both, syn, rawSYN, synAck, request, firstPayload, times, twoTimes, lengths, firstLengths, windows,
      firstWindows, retransmissions, firstRetransmissions, acknowledgments, firstAcknowledgments, throughput, phases,
      fleets, period, own,
    ]
  }

  /// Why there is nothing to say of payload.
  var dataObstacle: AnswerObstacle? {
    guard data.isEmpty else { return nil }
    if source.dataTotal(of: sender) > 0 { return source.noData(of: sender) }
    return source.counts(of: sender.other).packets == 0 ? .oneDirection : .noData
  }

  private var client: Answer {
    var answer = Answer(.tcp1)
    let syn = record.handshake?.syn?.frame, frames = [syn ?? record.first.frame]
    answer.say(.client(record.originator, syn: syn))
    answer.add(.clientAddress, .text("\(record.originator.address)"), frames: frames)
    answer.add(.clientPort, .integer(Int(record.originator.port)), frames: frames)
    if record.rolesInferred { answer.obstacle = .noSYN }
    return answer
  }

  private var server: Answer {
    var answer = Answer(.tcp2)
    let syn = record.handshake?.syn?.frame, frames = [syn ?? record.first.frame]
    answer.say(.server(record.responder, syn: syn))
    answer.add(.serverAddress, .text("\(record.responder.address)"), frames: frames)
    answer.add(.serverPort, .integer(Int(record.responder.port)), frames: frames)
    if record.rolesInferred { answer.obstacle = .noSYN }
    return answer
  }

  private var both: Answer {
    var answer = Answer(.tcp3)
    let frames = [record.handshake?.syn?.frame ?? record.first.frame]
    answer.say(.bothEnds(record.originator, record.responder))
    answer.add(.clientAddress, .text("\(record.originator.address)"), frames: frames)
    answer.add(.clientPort, .integer(Int(record.originator.port)), frames: frames)
    return answer
  }

  private var own: Answer {
    var answer = Answer(.tcp14)
    answer.say(.ownTrace)
    return answer
  }

  private func add(_ syn: Handshake.SYN, to answer: inout Answer) {
    let frames = [syn.frame]
    answer.add(.relativeSequence, .integer(0), frames: frames)
    answer.add(.rawSequence, .integer(Int(syn.initialSequenceNumber.rawValue)), frames: frames)
    answer.add(.flags, .hexadecimal(UInt64(syn.flags.rawValue), bits: 12), frames: frames)
    answer.add(.synBit, .integer(syn.flags.contains(.syn) ? 1 : 0), frames: frames)
    answer.add(.ackBit, .integer(syn.flags.contains(.ack) ? 1 : 0), frames: frames)
  }

  private var syn: Answer {
    guard let syn = record.handshake?.syn else { return Answer(.tcp4, cannot: .noSYN) }
    var answer = Answer(.tcp4)
    answer.say(.syn(syn))
    let retries = record.handshake?.synRetries ?? []
    if !retries.isEmpty { answer.say(.synRetried(retries.map(\.frame))) }
    add(syn, to: &answer)
    return answer
  }

  private var rawSYN: Answer {
    guard let syn = record.handshake?.syn else { return Answer(.tcpV9n3, cannot: .noSYN) }
    var answer = Answer(.tcpV9n3)
    answer.say(.rawNumber(syn))
    answer.add(.rawSequence, .integer(Int(syn.initialSequenceNumber.rawValue)), frames: [syn.frame])
    func known(_ value: Bool?) -> AnswerValue.Quantity { value.map { .truth($0) } ?? .unknown }
    answer.add(.sackPermittedBySYN, known(syn.isSACKPermitted), frames: [syn.frame])
    guard let synAck = record.handshake?.synAck else {
      answer.obstacle = .noSYNACK
      return answer
    }
    answer.add(.sackPermittedBySYNACK, known(synAck.isSACKPermitted), frames: [synAck.frame])
    let frames = [syn.frame, synAck.frame]
    let permitted = [syn.isSACKPermitted, synAck.isSACKPermitted]
    answer.add(
      .sackUsable, permitted.contains(false) ? .truth(false) : known(permitted.contains(nil) ? nil : true),
      frames: frames)
    let used = [Side.originator, .responder].reduce(0) { $0 + (source.counts(of: $1).segments?.sackPackets ?? 0) }
    answer.add(
      .sackSegments, .integer(used),
      frames: Array(source.rows.filter { $0.segment?.sackBlocks.isEmpty == false }.map(\.frame).prefix(8)))
    answer.say(.sack(syn, synAck, used: used))
    answer.warn(.sackIsNoFlag)
    return answer
  }

  private var synAck: Answer {
    guard let synAck = record.handshake?.synAck else { return Answer(.tcp5, cannot: .noSYNACK) }
    var answer = Answer(.tcp5)
    let isn = record.handshake?.syn?.initialSequenceNumber.rawValue
    // The number stands in the packet; where that was not kept it follows from the SYN that it answers.
    let raw = source.row(synAck.frame)?.segment?.rawAcknowledgment.rawValue ?? isn.map { $0 &+ 1 }
    add(synAck, to: &answer)
    guard let raw else { return answer }
    answer.say(
      .synAck(frame: synAck.frame, sequence: synAck.initialSequenceNumber.rawValue, acknowledgment: raw, isn: isn))
    if let relative = source.row(synAck.frame)?.segment?.acknowledgment {
      answer.add(.relativeAcknowledgment, .integer(Int(relative)), frames: [synAck.frame])
    }
    let taken = UInt32(truncatingIfNeeded: record.handshake?.syn?.payloadLength ?? 0)
    if let isn, let syn = record.handshake?.syn {
      if raw == isn &+ 1 {
        answer.add(
          .rawAcknowledgment, .integer(Int(raw)), .acknowledgmentOfSYN, "\(isn) + 1", frames: [syn.frame, synAck.frame])
      } else {
        answer.add(.rawAcknowledgment, .integer(Int(raw)), frames: [synAck.frame])
        if raw != isn &+ 1 &+ taken { answer.say(.synAckUnexpected(acknowledgment: raw, isn: isn)) }
      }
    } else {
      answer.add(.rawAcknowledgment, .integer(Int(raw)), frames: [synAck.frame])
      answer.obstacle = .noSYN
    }
    return answer
  }

  private var request: Answer {
    guard let first = source.data(of: .originator).first else {
      return Answer(.tcp6, cannot: source.noData(of: .originator))
    }
    var answer = Answer(.tcp6)
    let match = source.request?.match
    if match?.frames.lowerBound != first.frame || match == nil {
      answer.say(
        .firstData(
          frame: first.frame, sequence: first.sequence, raw: first.rawSequence.rawValue, length: first.length,
          side: .originator))
    }
    // Several segments may hold it.
    let segment = match.flatMap { match in source.data(of: .originator).first { $0.frame == match.frames.lowerBound } }
    if let match, let segment {
      answer.say(
        .request(
          match.method, frames: match.frames, sequence: segment.sequence, raw: segment.rawSequence.rawValue,
          length: segment.length))
      answer.add(
        .method, .text(match.method), frames: Array(Set([match.frames.lowerBound, match.frames.upperBound])).sorted())
      if source.dataTotal(of: .originator) > 1 { answer.warn(.notTheLastSegment) }
    } else if source.request == nil {
      answer.obstacle = .notLookedAt
    } else {
      answer.say(.noRequest)
      if source.request?.isCut == true {
        answer.obstacle = .payloadCut
      } else if source.request?.hasEnded == true {
        answer.obstacle = .searchEnded(bytes: RequestMethodSearch.limit)
      }
    }
    let told = segment ?? first, frames = [told.frame]
    answer.add(.requestFrame, .integer(told.frame), frames: frames)
    answer.add(.relativeSequence, .integer(Int(told.sequence)), frames: frames)
    answer.add(.rawSequence, .integer(Int(told.rawSequence.rawValue)), frames: frames)
    answer.add(.payloadLength, .bytes(told.length), frames: frames)
    return answer
  }

  private var firstPayload: Answer {
    guard let first = source.data(of: .originator).first else {
      return Answer(.tcpV9n5, cannot: source.noData(of: .originator))
    }
    var answer = Answer(.tcpV9n5)
    let counts = record.toResponder, total = counts.uniquePayloadBytes
    answer.say(
      .payloadOfFirst(
        frame: first.frame, length: first.length, total: total, segments: source.dataTotal(of: .originator)))
    answer.add(.payloadLength, .bytes(first.length), frames: [first.frame])
    let last = counts.segments?.lastData?.frame
    answer.add(.totalPayload, .bytes(total), frames: [first.frame, last].compactMap(\.self).uniqued)
    answer.add(.fitsOneSegment, .truth(first.newBytes == total), frames: [first.frame])
    return answer
  }
}

extension [Int] {
  /// Each once, in order.
  var uniqued: [Int] { Set(self).sorted() }
}
