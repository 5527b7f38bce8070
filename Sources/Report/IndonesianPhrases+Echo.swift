import Analyzer
import Conversations
import Wire

// Requests and their replies: datagrams, and echoes of either protocol.
extension IndonesianPhrases {
  func exchanges(_ conversation: ConversationRecord) -> String {
    let echo = conversation.echo
    var text = "\(echo.requests) permintaan, \(echo.replies) balasan"
    if echo.duplicated > 0 { text += ", \(echo.duplicated) ganda" }
    if echo.reordered > 0 { text += ", \(echo.reordered) tidak berurutan" }
    return text
  }

  func shortenedRemark() -> String {
    "sebuah balasan hanya memuat awal permintaannya, seperti bila buffer penerima terlalu kecil untuk datagram itu"
  }

  func fragmentsRemark() -> String { "beberapa bingkai di satu tempat: satu datagram dalam beberapa fragmen IP" }

  func result(of exchange: Exchange) -> String {
    if exchange.request == nil { return "tanpa permintaan" }
    if exchange.reply == nil {
      guard let error = exchange.icmpError else { return "tanpa balasan" }
      return "ICMP, bingkai \(error.frame)"
    }
    switch exchange.isIdentical {
    case true?: return "sama"
    case false?: return "berbeda"
    case nil: return label(.unknown)
    }
  }

  func exchangeRemarks(_ exchange: Exchange) -> [String] {
    var remarks: [String] = []
    if !exchange.duplicates.isEmpty {
      remarks.append("balasannya datang lagi: \(frames(exchange.duplicates, of: exchange.duplicates.count))")
    }
    if exchange.isReordered { remarks.append("balasannya datang setelah balasan untuk permintaan sesudahnya") }
    return remarks
  }

  func echo(_ conversation: ConversationRecord, _ caveats: [Caveat]) -> String {
    let echo = conversation.echo
    var parts: [String] = []
    switch echo.isEcho {
    case true? where conversation.protocol == .tcp && (echo.lost ?? 0) > 0:
      parts.append("sebagian: yang dikembalikan penjawab sama dengan yang dikirim kepadanya, tetapi tidak semuanya")
    case true?: parts.append("ya: penjawab mengembalikan tepat apa yang dikirim kepadanya")
    case false?:
      if conversation.protocol == .tcp, let difference = echo.firstDifference, let offset = difference.offset {
        parts.append(
          "tidak: mulai byte \(offset) dalam stream, dihitung dari 0, penjawab mengirim data yang berbeda (bingkai "
            + "\(difference.frame)" + (difference.requestFrame.map { ", jawaban untuk bingkai \($0)" } ?? "") + ")")
      } else if echo.mismatched > 0 {
        parts.append(
          "tidak: \(echo.mismatched) balasan berbeda dari permintaannya"
            + (echo.firstDifference.map { ", " + difference($0) } ?? ""))
      } else {
        parts.append("tidak: penjawab mengembalikan data yang berbeda")
      }
    case nil:
      let isOneSided =
        conversation.protocol == .tcp
        && (conversation.toOriginator.packets == 0 || conversation.toResponder.packets == 0)
      let isSilent = conversation.toOriginator.payloadBytes == 0
      parts.append(
        isOneSided
          ? "tidak diketahui: tangkapan hanya memuat paket dari satu sisi"
          : isSilent
            ? "tidak diketahui: tidak ada yang dikembalikan" : "tidak diketahui: tidak semua byte dapat dibandingkan")
    }
    if conversation.protocol == .tcp, echo.replies > 0, echo.isEcho == false {
      parts.append("\(echo.replies) permintaan dikembalikan sebelum itu")
    } else if conversation.protocol == .tcp, echo.replies > 0, echo.isEcho == true {
      parts.append(
        echo.replies == echo.requests
          ? "\(echo.requests) permintaan dikembalikan"
          : "\(echo.replies) dari \(echo.requests) permintaan dikembalikan")
      if let lost = echo.lost, lost > 0 { parts.append("\(lost) byte tidak pernah dikembalikan") }
    }
    if conversation.protocol == .udp, echo.replies > 0, echo.replies < echo.requests {
      parts.append("\(echo.replies) dari \(echo.requests) permintaan dijawab")
    }
    let text = qualified(parts.joined(separator: "; "), by: caveats)
    guard let rtt = echo.rtt, !rtt.isEmpty else { return text }
    return text + "; RTT " + statistics(rtt)
  }

  private func statistics(_ values: DurationStatistics) -> String {
    func part(_ value: Int64?) -> String { value.map(duration) ?? label(.unknown) }
    guard values.count > 1 else { return part(values.minimum) }
    let sign = values.isApproximate ? "≈ " : ""
    return "min \(part(values.minimum)), median \(sign)\(part(values.median)), maks \(part(values.maximum))"
  }

  /// Where a datagram's reply first differs.
  private func difference(_ difference: EchoResult.Difference) -> String {
    let place = difference.offset.map { "mulai byte \($0), dihitung dari 0" } ?? "setelah bagian yang disimpan"
    let request = difference.requestFrame.map { ", jawaban untuk bingkai \($0)" } ?? ""
    return "yang pertama \(place) (bingkai \(difference.frame)\(request))"
  }
}
