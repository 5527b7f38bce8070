import Analyzer
import Conversations
import Wire

extension EnglishStreamPhrases {
  func sentences(_ statement: OpeningStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .syn(let syn, let isEphemeral):
      let port: Prose =
        isEphemeral
        ? " Its \(.port) \(record.originator.port) lies in the range from which systems pick an \(.ephemeralPort)." : ""
      return """
        In \(frame(syn.frame)) \(the(.originator)) asks for a connection: the control bit \(.syn) is set and ACK is \
        not, as in the first \(.segment) of a \(.handshake). Its \(.sequenceNumber), \
        \(syn.initialSequenceNumber.rawValue), is the \(.initialSequenceNumber) of \(the(.originator)), told as \
        \(.relativeNumber) 0 from here on.\(port)
        """
    case .options(let syn, let side): return options(syn, side)
    case .synAgain(let retries, let waits):
      return """
        The \(.syn) was sent again in \(frames(retries.map(\.frame))), after \
        \(waits.map(duration).joined(separator: ", "))\(waits.count > 1 ? ", each counted from the one before" : ""): \
        no answer had come.
        """
    case .synAck(let synAck, let answered, let sum, let nanoseconds):
      return synAckSentence(synAck, answered, sum, nanoseconds)
    case .established(let ack): return established(ack)
    case .agreed(let agreement): return agreed(agreement)
    case .capturedAt(let point, let first, let second, let frames):
      return place(point, duration(first), duration(second), self.frames(frames))
    case .accepted(let frame):
      return """
        All this is done by the systems of both sides: since \(self.frame(frame)) the connection may wait in the \
        \(.backlog) of the server, and no packet shows when its program takes it.
        """
    case .ecnAgreed(let syn, let synAck):
      return "Both sides take \(.ecn): their \(.syn, "SYNs") say so by the bits ECE and CWR (\(frames([syn, synAck])))."
    case .simultaneous(let syn, let other, let synAck, let otherSYNACK):
      let theirs: Prose = other.map { " and \(the(.responder)) in \(frame($0))" } ?? ""
      let answers = [otherSYNACK, synAck].compactMap(\.self).sorted()
      return """
        It is a \(.simultaneousOpen): \(the(.originator)) sent its \(.syn) in \(frame(syn))\(theirs), before either \
        had the other's. Each answered with a \(.synAck) (\(frames(answers))); none of these is a \(.retransmission), \
        and they make one connection.
        """
    case .refused(let reset, let syn, let sum, let nanoseconds):
      let time = nanoseconds.map { ", \(duration($0)) later," } ?? ""
      let proof: Prose =
        sum.map { " Its \(.acknowledgmentNumber), \($0.text), shows that it answers that SYN." } ?? ""
      return """
        \(frame(reset).capitalised(glossary))\(time) is the answer to the \(.syn) of \(frame(syn)), and it is no \
        \(.synAck): the bit \(.rst) refuses the connection.\(proof)
        """
    case .icmp(let error, let request, let nanoseconds): return icmp(error, request, nanoseconds)
    case .noAnswer(let frames, let nanoseconds):
      let time =
        nanoseconds.map {
          $0 > 0 ? ", which goes on for \(duration($0)) after the last of them" : ", which ends with the last of them"
        } ?? ""
      return "No answer to the \(.syn) (\(self.frames(frames))) is in the capture\(time)."
    case .ackMissing(let synAck):
      return """
        The \(.ack) that would complete the \(.handshake) after \(frame(synAck)) is not in the capture.
        """
    case .synMissing(let synAck):
      return """
        The \(.syn) itself is not in the capture; that there was one is told by the \(.synAck) that answers it \
        (\(frame(synAck))).
        """
    case .notCaptured(let first):
      return """
        The capture begins after the connection did: no \(.syn) is in it, and \(frame(first)) is the first \(.segment) \
        of the connection. So the \(.initialSequenceNumber, "ISNs") are not known, and each \(.relativeNumber) counts \
        from the first number seen; whether a \(.windowScale) applies is not known either, nor what else the SYNs \
        offered.
        """
    }
  }

  private func options(_ syn: Handshake.SYN, _ side: Side) -> Prose {
    var items: [Prose] = []
    if let mss = syn.maximumSegmentSize {
      items.append("\(.mss) \(mss) (the most payload that it takes in one segment)")
    }
    if let scale = syn.windowScale {
      items.append(
        "\(.windowScale) \(scale) (its later windows times \(factor(scale)), if the other side has the option too)")
    }
    if syn.isSACKPermitted == true { items.append("\(.sack) permitted") }
    if syn.hasTimestamps == true { items.append("\(.timestamps)") }
    let window: Prose = "The \(.window) in it is \(syn.window) bytes: the room in the \(.receiveBuffer) of \(the(side))"
    guard !items.isEmpty else {
      return syn.areOptionsCut
        ? "\(window); its options were not captured (\(frame(syn.frame)))."
        : "\(window). None of MSS, window scale, SACK and timestamps is among its options (\(frame(syn.frame)))."
    }
    let cut = syn.areOptionsCut ? ", and what the snapshot length cut off" : ""
    return "\(window). Its options offer \(Prose(items, separator: ", "))\(cut) (\(frame(syn.frame)))."
  }

  private func synAckSentence(
    _ synAck: Handshake.SYN, _ answered: Int?, _ sum: AcknowledgmentSum?, _ nanoseconds: Int64?
  ) -> Prose {
    let time = nanoseconds.map { ", \(duration($0)) later" } ?? ""
    let start: Prose =
      answered.map { "\(leading(.responder)) answers \(frame($0)) with a \(.synAck) in \(frame(synAck.frame))\(time)." }
      ?? "\(leading(.responder)) answers with a \(.synAck) in \(frame(synAck.frame))."
    let arithmetic: Prose =
      sum.map { sum in
        sum.bytes > 0
          ? """
           Its \(.acknowledgmentNumber) is \(sum.text): the SYN counts one, and the \(bytes(sum.bytes)) of \(.payload) \
          that came with it are taken as well.
          """
          : " Its \(.acknowledgmentNumber) is \(sum.text), the number of the SYN and one more, because the SYN counts one."
      } ?? ""
    return """
      \(start)\(arithmetic) It brings the \(.initialSequenceNumber) of \(the(.responder)), \
      \(synAck.initialSequenceNumber.rawValue) (\(.relativeNumber) 0 as well).
      """
  }

  private func established(_ ack: OpeningStatement.ACK) -> Prose {
    let time = ack.nanoseconds.map { ", \(duration($0)) later," } ?? ""
    let number: Prose = ack.sum.map { " with \(.acknowledgmentNumber) \($0.text)" } ?? ""
    let payload: Prose =
      ack.payloadLength > 0 ? "; it carries \(bytes(ack.payloadLength)) of \(.payload) already" : ""
    let total: Prose =
      ack.total.flatMap { total in
        ack.since.map { since -> Prose in
          let doubt =
            ack.isAmbiguous
            ? ", counted from the last SYN before the answer: which copy was answered no packet tells" : ""
          return "From the SYN in \(frame(since)) to this \(.ack) the \(.handshake) took \(duration(total))\(doubt)."
        }
      } ?? ""
    let sentence: Prose = """
      \(frame(ack.frame).capitalised(glossary))\(time) is the \(.ack) of \(the(.originator))\(number)\(payload): each \
      side has told its \(.initialSequenceNumber) and the other has acknowledged it, so that the \(.handshake) is \
      complete.
      """
    return Prose(sentences: [sentence, total])
  }

  private func agreed(_ agreement: OpeningStatement.Agreement) -> Prose {
    var facts: [Prose] = []
    switch agreement.scalesWindows {
    case true?: facts.append("each \(.window) told later is to be multiplied (\(.windowScale), in both SYNs)")
    case false?:
      facts.append("each \(.window) is as it stands in the segment (no \(.windowScale), for not both SYNs have it)")
    case nil: break
    }
    switch agreement.hasSACK {
    case true?: facts.append("\(.sack) may be used")
    case false?: facts.append("\(.sack) is not used")
    case nil: break
    }
    switch agreement.hasTimestamps {
    case true?: facts.append("segments may carry \(.timestamps)")
    case false?: facts.append("there are no \(.timestamps)")
    case nil: break
    }
    let less: Prose = agreement.hasTimestamps == true ? " (\(.mss) less 12 for the \(.timestamps))" : ""
    if let mss = agreement.mostOfOriginator {
      facts.append("\(the(.originator)) may put \(mss) bytes of \(.payload) into a \(.segment) on the wire\(less)")
    }
    if let mss = agreement.mostOfResponder { facts.append("\(the(.responder)) \(mss)") }
    guard !facts.isEmpty else { return "" }
    return """
      From the options of both SYNs follows (\(frames([agreement.syn, agreement.synAck]))): \
      \(Prose(facts, separator: "; ")).
      """
  }

  private func place(_ point: VantagePoint, _ first: String, _ second: String, _ frames: Prose) -> Prose {
    let times: Prose = "From SYN to SYN-ACK it took \(first), from SYN-ACK to ACK \(second) (\(frames))"
    switch point {
    case .originator:
      return """
        \(times): the way to \(the(.responder)) and back is much the longer one, which fits a \(.capturePoint) at \
        \(the(.originator)). So the first is about the \(.roundTrip).
        """
    case .responder:
      return """
        \(times): the way to \(the(.originator)) and back is much the longer one, which fits a \(.capturePoint) at \
        \(the(.responder)). So the second is about the \(.roundTrip).
        """
    case .between(let percent):
      return """
        \(times): both take their time, which fits a \(.capturePoint) between the two, with \(percent) % of the way on \
        the side of \(the(.responder)). The \(.roundTrip) is about both together.
        """
    case .nearBoth:
      return """
        \(times): both are so short that the two sides are one machine or next to each other, and the \(.capturePoint) \
        with them.
        """
    }
  }

  func icmp(_ error: ICMPError, _ request: Int?, _ nanoseconds: Int64?) -> Prose {
    let reason = ICMPReason(error)
    let name: Prose =
      reason == .portUnreachable
      ? "\(.portUnreachable)" : glossary.marked(words.icmpName(error))
    let what: Prose = request.map { ", answers \(frame($0))" } ?? ", quotes a packet of this conversation"
    let time = nanoseconds.map { " after \(duration($0))" } ?? ""
    let meaning: Prose =
      switch reason {
      case .portUnreachable: ": no program uses that \(.port) there"
      case .timeToLiveExceeded, .hopLimitExceeded: ": on the way the \(.ttl) of that packet had run out"
      default: ""
      }
    return """
      \(frame(error.frame).capitalised(glossary)), \(name) (type \(error.type), code \(error.code)) from \
      \(error.reporter.description)\(what)\(time)\(meaning).
      """
  }
}
