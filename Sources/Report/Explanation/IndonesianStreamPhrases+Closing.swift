import Analyzer
import Conversations
import Wire

extension IndonesianStreamPhrases {
  func sentences(_ statement: ClosingStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .fin(let fin, let sequence, let payload, let isFirst, let sum, let acknowledgesOther):
      return finSentence(fin, sequence, payload, isFirst, sum, acknowledgesOther, record)
    case .segments(let frames, let isCombined, let halfClosed):
      let reason: Prose =
        frames.count == 3 && isCombined
        ? ", karena \(.fin) kedua sekaligus menjadi \(.ack) untuk yang pertama"
        : frames.count == 4 ? ": \(.fin) dari tiap sisi, dan \(.ack) untuk masing-masing" : ""
      let half: Prose =
        halfClosed.map { " Di antara kedua FIN koneksi \(.halfClosed), selama \(duration($0))." } ?? ""
      return "Jadi penutupannya memakai \(segments(frames.count)) (\(self.frames(frames)))\(reason).\(half)"
    case .timeWait(let sides, let frame):
      let side: Prose = sides.count == 2 ? "kedua sisi" : who(sides[0])
      return """
        Setelah \(self.frame(frame)) \(side) berada dalam \(.timeWait): tidak ada paket yang menyatakannya, ini \
        mengikuti aturan keadaan TCP.
        """
    case .reset(let reset, let number, let answered): return resetSentence(reset, number, answered)
    case .resetsLeftOut(let number):
      return "Masih ada \(number) RST lagi sampai \(frame(record.last.frame))."
    case .oneFIN(let fin, let last):
      return """
        \(.fin) dari \(who(fin.from.other)) tidak ada dalam tangkapan, sampai \(frame(last)): arahnya masih terbuka, \
        dan koneksi \(.halfClosed).
        """
    case .none(let last, let seen) where seen.count == 1:
      return """
        Paket dari \(who(seen[0])) tidak memuat \(.fin) maupun \(.rst) sampai \(frame(last)); apakah pihak lain \
        menutup tidak diketahui.
        """
    case .none(let last, _):
      return "Tangkapan tidak memuat \(.fin) maupun \(.rst): sampai \(frame(last)) koneksi belum ditutup."
    case .unknownCloser(let frame):
      return """
        Paket salah satu sisi tidak ada: apakah sisi itu sudah menutup sebelum \(self.frame(frame)) tidak diketahui, \
        begitu pula siapa \(.activeCloser).
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
      ? "" : isFirst ? ", dan menjadi \(.activeCloser)" : ", dan menjadi \(.passiveCloser)"
    let with: Prose = payload > 0 ? ", bersama \(payload) byte \(.payload)" : ""
    let number: Prose = sequence.map { "; \(.sequenceNumber, "nomor urutnya") \($0)" } ?? ""
    let own: Prose = acknowledgesOther ? " Segmen yang sama mengakui FIN pihak lain." : ""
    let start: Prose = """
      Pada \(frame(fin.frame)) \(who(fin.from)) menyatakan dengan \(.fin) bahwa ia tidak mengirim data \
      lagi\(with)\(role)\(number).\(own)
      """
    guard let ack = fin.acknowledgedBy else { return "\(start) \(.ack) untuk FIN itu tidak ada dalam tangkapan." }
    let time = ack.time.elapsed(since: fin.time).map { ", \(duration($0)) kemudian" } ?? ""
    let arithmetic: Prose =
      sum.map { ", dengan \(.acknowledgmentNumber) \($0.text), sebab FIN dihitung satu" } ?? ""
    return "\(start) \(leading(fin.from.other)) mengakuinya pada \(frame(ack.frame))\(time)\(arithmetic)."
  }

  private func resetSentence(_ reset: Teardown.RST, _ number: UInt32?, _ answered: Int?) -> Prose {
    let bits: Prose = reset.hasACK ? "\(.rst) dengan ACK" : "\(.rst) tanpa ACK, yang tidak mengakui apa pun"
    let start: Prose = "Pada \(frame(reset.frame)) \(who(reset.from)) mengirim \(bits)"
    guard let number else { return "\(start)." }
    guard let answered else { return "\(start); \(.sequenceNumber, "nomor urutnya") \(number)." }
    return """
      \(start); \(.sequenceNumber, "nomor urutnya") \(number) adalah \(.acknowledgmentNumber) pada \(frame(answered)), \
      yang dijawabnya.
      """
  }
}
