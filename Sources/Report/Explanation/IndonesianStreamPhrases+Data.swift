import Analyzer
import Conversations
import Wire

extension IndonesianStreamPhrases {
  func sentences(_ statement: DataStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .none:
      return """
        Tidak ada sisi yang mengirim \(.payload) dari \(frame(record.first.frame)) sampai \(frame(record.last.frame)).
        """
    case .sent(let side, let number, let sent, let unique, let first, let last, let pushed):
      let place: Prose = number == 1 ? frame(first) : "dari \(frame(first)) sampai \(frame(last))"
      let again = sent > unique ? ", \(unique) byte di antaranya untuk pertama kali" : ""
      let push: Prose =
        pushed > 0
        ? "; \(.psh) terpasang pada \(pushed == number ? (number == 1 ? "segmen itu" : "semuanya") : "\(pushed)")" : ""
      return "\(leading(side)) mengirim \(sent) byte \(.payload) dalam \(segments(number))\(again) (\(place)\(push))."
    case .manySegments(let side, let smallest, let largest, let pureACKs):
      let size =
        smallest == largest ? "masing-masing \(largest) byte" : "masing-masing \(smallest) sampai \(largest) byte"
      return """
        Segmen dari \(who(side)) membawa \(size); \(who(side.other)) mengirim \(pureACKs) segmen yang hanya berisi \
        pengakuan (\(frame(record.first.frame)) sampai \(frame(record.last.frame))).
        """
    case .message(let segment, let acknowledgment): return message(segment, acknowledgment)
    case .messagesLeftOut(let number, let from, let to):
      let end: Prose = to.map { " sampai \(frame($0))" } ?? ""
      return
        "Demikian seterusnya dengan \(segments(number)) ber\(.payload) lagi, mulai \(frame(from))\(end)."
    case .cumulative(let side, let number, let example, let ack):
      return """
        \(segments(number)) dari \(who(side)) tidak mendapat \(.ack) sendiri: \(.cumulativeACK) untuk segmen yang \
        kemudian mencakupnya, seperti \(frame(ack)) mencakup \(frame(example)).
        """
    case .delayedACK(let segment, let ack, let nanoseconds, let handshake):
      return """
        ACK itu (\(frame(ack))) datang \(duration(nanoseconds)) setelah \(frame(segment)), padahal jabat tangan hanya \
        memakan \(duration(handshake)): ini cocok dengan \(.delayedACK).
        """
    case .echoed(let pairs, let total):
      let items = pairs.map { pair -> Prose in
        "\(pair.request) → \(pair.reply)\(pair.nanoseconds.map { " setelah \(duration($0))" } ?? "")"
      }
      let more = total > pairs.count ? ", dan \(total - pairs.count) lagi" : ""
      return """
        Penjawab mengirim kembali apa yang diterimanya: \(.frame) permintaan → \(.frame) yang membawa kembali byte terakhirnya: \
        \(Prose(items, separator: "; "))\(more).
        """
    case .echo(let caveats, let first, let last):
      return """
        Apakah ini \(.echo)? \
        \(sentence(base.echo(record, caveats), first == last ? frame(first) : "\(frame(first)) sampai \(frame(last))"))
        """
    case .roundTrips(let side, let number, let least, let most):
      return """
        Dari segmen \(who(side)) sampai ACK-nya perlu antara \(duration(least.sample)) (\(frame(least.segment.frame)), \
        ACK pada \(frame(least.acknowledgment.frame))) dan \(duration(most.sample)) (\(frame(most.segment.frame)), ACK \
        pada \(frame(most.acknowledgment.frame))), pada \(number) pengukuran: itulah \(.roundTrip) antara \
        \(.capturePoint) dan \(who(side.other)), ditambah lamanya sisi itu menunggu sebelum mengakui.
        """
    case .pause(let from, let to, let nanoseconds):
      return
        "Antara \(frame(from)) dan \(frame(to)) tidak ada sisi yang mengirim apa pun selama \(duration(nanoseconds))."
    case .pausesLeftOut(let number, let longest):
      return """
        Masih ada \(number) jeda lain selama satu detik atau lebih sebelum \(frame(record.last.frame)); yang terlama \
        dari semuanya \(duration(longest)).
        """
    }
  }

  private func message(_ segment: DataSegment, _ acknowledgment: DataStatement.Acknowledgment?) -> Prose {
    let last = segment.sequence &+ UInt32(truncatingIfNeeded: segment.length - 1)
    let range = segment.length == 1 ? "byte \(segment.sequence)" : "byte \(segment.sequence) sampai \(last)"
    var bits: [Prose] = []
    if segment.flags.contains(.urg) { bits.append("\(.urgent, "URG")") }
    if segment.flags.contains(.psh) { bits.append("\(.psh)") }
    if segment.flags.contains(.fin) { bits.append("\(.fin)") }
    let with: Prose = bits.isEmpty ? "" : " dengan \(Prose(bits, separator: " dan "))"
    let start: Prose = """
      Pada \(frame(segment.frame)) \(who(segment.from)) mengirim \(segment.length) byte \(.payload)\(with), \
      \(quoted(segment.preview, of: segment.length)): \(.sequenceNumber) \(segment.sequence), yaitu \(range) dari \
      alirannya.
      """
    guard let acknowledgment else { return "\(start) \(.ack) untuk segmen itu tidak ada dalam tangkapan." }
    let time = acknowledgment.nanoseconds.map { ", \(duration($0)) kemudian" } ?? ""
    let again: Prose = segment.roundTrip == .ambiguous ? "; sebelum itu segmen sudah dikirim ulang" : ""
    let also: Prose =
      acknowledgment.carries > 0
      ? ", dalam segmen yang membawa \(acknowledgment.carries) byte miliknya sendiri"
      : acknowledgment.hasFIN ? ", dalam segmen yang juga \(.fin)-nya" : ""
    let number: Prose =
      acknowledgment.sum.map { ", dengan \(.acknowledgmentNumber) \($0.text), yaitu nomor berikutnya yang ditunggu" }
      ?? acknowledgment.beyond.map {
        ", dengan \(.acknowledgmentNumber) \($0), yang juga mencakup segmen sesudahnya"
      } ?? ""
    return """
      \(start) \(leading(segment.from.other)) mengakuinya pada \
      \(frame(acknowledgment.frame))\(time)\(number)\(also)\(again).
      """
  }
}
