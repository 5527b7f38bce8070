import Analyzer
import Conversations
import Wire

extension EnglishStreamPhrases {
  func sentences(_ statement: DataStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .none:
      return """
        Neither side sent any \(.payload) from \(frame(record.first.frame)) to \(frame(record.last.frame)).
        """
    case .sent(let side, let number, let sent, let unique, let first, let last, let pushed):
      let place: Prose = number == 1 ? frame(first) : "from \(frame(first)) to \(frame(last))"
      let again = sent > unique ? ", \(bytes(unique)) of them for the first time" : ""
      let push: Prose =
        pushed > 0 ? "; \(.psh) is set in \(pushed == number ? (number == 1 ? "it" : "each") : "\(pushed)")" : ""
      return "\(leading(side)) sent \(bytes(sent)) of \(.payload) in \(segments(number))\(again) (\(place)\(push))."
    case .manySegments(let side, let smallest, let largest, let pureACKs):
      let size = smallest == largest ? "\(bytes(largest)) each" : "\(smallest) to \(bytes(largest)) each"
      return """
        The segments of \(the(side)) carry \(size); \(the(side.other)) sent \(count(pureACKs, "segment")) that \
        \(pureACKs == 1 ? "does" : "do") nothing but acknowledge (\(frame(record.first.frame)) to \
        \(frame(record.last.frame))).
        """
    case .message(let segment, let acknowledgment): return message(segment, acknowledgment)
    case .messagesLeftOut(let number, let from, let to):
      let end: Prose = to.map { "to \(frame($0))" } ?? "on"
      return
        "So it goes on with \(segments(number)) of \(.payload) more, from \(frame(from)) \(end)."
    case .cumulative(let side, let number, let example, let ack):
      return """
        \(segments(number).capitalised(glossary)) of \(the(side)) had no \(.ack) of \(number == 1 ? "its" : "their") \
        own: the \(.cumulativeACK) of a later one covers \(number == 1 ? "it" : "them"), as \(frame(ack)) covers \
        \(frame(example)).
        """
    case .delayedACK(let segment, let ack, let nanoseconds, let handshake):
      return """
        That ACK (\(frame(ack))) came \(duration(nanoseconds)) after \(frame(segment)), while the handshake took only \
        \(duration(handshake)): this fits a \(.delayedACK).
        """
    case .echoed(let pairs, let total):
      let items = pairs.map { pair -> Prose in
        "\(pair.request) → \(pair.reply)\(pair.nanoseconds.map { " after \(duration($0))" } ?? "")"
      }
      let more = total > pairs.count ? ", and \(total - pairs.count) more" : ""
      return """
        The responder sent back what it was sent: \(.frame) of the request → \(.frame) that brings its last byte back: \
        \(Prose(items, separator: "; "))\(more).
        """
    case .echo(let caveats, let first, let last):
      return """
        Is it an \(.echo)? \
        \(sentence(base.echo(record, caveats), first == last ? frame(first) : "\(frame(first)) to \(frame(last))"))
        """
    case .roundTrips(let side, let number, let least, let most):
      return """
        From a segment of \(the(side)) to its ACK it took between \(duration(least.sample)) \
        (\(frame(least.segment.frame)), ACK in \(frame(least.acknowledgment.frame))) and \(duration(most.sample)) \
        (\(frame(most.segment.frame)), ACK in \(frame(most.acknowledgment.frame))), in \(number) samples: the \
        \(.roundTrip) between the \(.capturePoint) and \(the(side.other)), with what that side waited before it \
        acknowledged.
        """
    case .pause(let from, let to, let nanoseconds):
      return "Between \(frame(from)) and \(frame(to)) neither side sent anything for \(duration(nanoseconds))."
    case .pausesLeftOut(let number, let longest):
      return """
        There were \(count(number, "pause")) more of a second and longer before \(frame(record.last.frame)), the \
        longest of all \(duration(longest)).
        """
    }
  }

  private func message(_ segment: DataSegment, _ acknowledgment: DataStatement.Acknowledgment?) -> Prose {
    let last = segment.sequence &+ UInt32(truncatingIfNeeded: segment.length - 1)
    let range = segment.length == 1 ? "byte \(segment.sequence)" : "bytes \(segment.sequence) to \(last)"
    var bits: [Prose] = []
    if segment.flags.contains(.urg) { bits.append("\(.urgent, "URG")") }
    if segment.flags.contains(.psh) { bits.append("\(.psh)") }
    if segment.flags.contains(.fin) { bits.append("\(.fin)") }
    let with: Prose = bits.isEmpty ? "" : " with \(Prose(bits, separator: " and "))"
    let start: Prose = """
      In \(frame(segment.frame)) \(the(segment.from)) sends \(bytes(segment.length)) of \(.payload)\(with), \
      \(quoted(segment.preview, of: segment.length)): \(.sequenceNumber) \(segment.sequence), \(range) of its stream.
      """
    guard let acknowledgment else { return "\(start) No \(.ack) of it is in the capture." }
    let time = acknowledgment.nanoseconds.map { ", \(duration($0)) later" } ?? ""
    let again: Prose = segment.roundTrip == .ambiguous ? "; by then it had been sent again" : ""
    let also: Prose =
      acknowledgment.carries > 0
      ? ", in a segment that carries \(bytes(acknowledgment.carries)) of its own"
      : acknowledgment.hasFIN ? ", in a segment that is its \(.fin) as well" : ""
    let number: Prose =
      acknowledgment.sum.map { ", with \(.acknowledgmentNumber) \($0.text), the next number that it expects" }
      ?? acknowledgment.beyond.map { ", with \(.acknowledgmentNumber) \($0), which covers what came after it too" }
      ?? ""
    return """
      \(start) \(leading(segment.from.other)) acknowledges it in \
      \(frame(acknowledgment.frame))\(time)\(number)\(also)\(again).
      """
  }
}
