import Analyzer
import Conversations
import Wire

extension EnglishStreamPhrases {
  func sentences(_ statement: ClosingStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .fin(let fin, let sequence, let payload, let isFirst, let sum, let acknowledgesOther):
      return finSentence(fin, sequence, payload, isFirst, sum, acknowledgesOther, record)
    case .segments(let frames, let isCombined, let halfClosed):
      let reason: Prose =
        frames.count == 3 && isCombined
        ? ", because the second \(.fin) is the \(.ack) of the first as well"
        : frames.count == 4 ? ": each side's \(.fin), and an \(.ack) of each" : ""
      let half: Prose =
        halfClosed.map { " Between the two FINs the connection was \(.halfClosed), for \(duration($0))." } ?? ""
      return "So it was closed in \(segments(frames.count)) (\(self.frames(frames)))\(reason).\(half)"
    case .timeWait(let sides, let frame):
      let who: Prose = sides.count == 2 ? "both sides are" : "\(the(sides[0])) is"
      return """
        After \(self.frame(frame)) \(who) in \(.timeWait): no packet says so, it follows from the states of TCP.
        """
    case .reset(let reset, let number, let answered): return resetSentence(reset, number, answered)
    case .resetsLeftOut(let number):
      return "\(count(number, "more RST", "more RSTs")) came before \(frame(record.last.frame)) or in it."
    case .oneFIN(let fin, let last):
      return """
        A \(.fin) of \(the(fin.from.other)) is not in the capture, up to \(frame(last)): its direction was still open, \
        and the connection \(.halfClosed).
        """
    case .none(let last, let seen) where seen.count == 1:
      return """
        The packets of \(the(seen[0])) have neither a \(.fin) nor a \(.rst) up to \(frame(last)); whether the other \
        side closed is not known.
        """
    case .none(let last, _):
      return "The capture has neither a \(.fin) nor a \(.rst): up to \(frame(last)) the connection was not closed."
    case .unknownCloser(let frame):
      return """
        Packets of one side are missing: whether it had closed before \(self.frame(frame)) is not known, and so not \
        who is the \(.activeCloser).
        """
    }
  }

  private func finSentence(
    _ fin: Teardown.FIN, _ sequence: UInt32?, _ payload: Int, _ isFirst: Bool, _ sum: AcknowledgmentSum?,
    _ acknowledgesOther: Bool, _ record: ConversationRecord
  ) -> Prose {
    let isCrossed = record.teardown?.areFINsCrossed == true
    let role: Prose =
      isCrossed || record.activeCloser == nil
      ? ""
      : isFirst ? ", and is the \(.activeCloser)" : ", and is the \(.passiveCloser)"
    let with: Prose = payload > 0 ? ", together with \(bytes(payload)) of \(.payload)" : ""
    let number: Prose = sequence.map { "; its \(.sequenceNumber) is \($0)" } ?? ""
    let own: Prose = acknowledgesOther ? " The same segment acknowledges the other side's FIN." : ""
    let start: Prose = """
      In \(frame(fin.frame)) \(the(fin.from)) says by a \(.fin) that it sends no more\(with)\(role)\(number).\(own)
      """
    guard let ack = fin.acknowledgedBy else { return "\(start) No \(.ack) of that FIN is in the capture." }
    let time = ack.time.elapsed(since: fin.time).map { ", \(duration($0)) later" } ?? ""
    let arithmetic: Prose =
      sum.map { ", with \(.acknowledgmentNumber) \($0.text), for the FIN counts one" } ?? ""
    return "\(start) \(leading(fin.from.other)) acknowledges it in \(frame(ack.frame))\(time)\(arithmetic)."
  }

  private func resetSentence(_ reset: Teardown.RST, _ number: UInt32?, _ answered: Int?) -> Prose {
    let bits: Prose = reset.hasACK ? "a \(.rst) with ACK" : "a \(.rst) without ACK, which acknowledges nothing"
    let start: Prose = "In \(frame(reset.frame)) \(the(reset.from)) sends \(bits)"
    guard let number else { return "\(start)." }
    guard let answered else { return "\(start); its \(.sequenceNumber) is \(number)." }
    return """
      \(start); its \(.sequenceNumber) \(number) is the \(.acknowledgmentNumber) of \(frame(answered)), which it \
      answers.
      """
  }
}
