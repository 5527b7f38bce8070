import Analyzer
import Conversations
import Wire

extension IndonesianStreamPhrases {
  func sentences(_ statement: DatagramStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .first(let frame, let length, let isFragment):
      let size: Prose = length.map { ", dengan \($0) byte \(.payload)" } ?? ""
      let what: Prose =
        isFragment ? "adalah \(.fragment) pertama dari \(.datagram)" : "sudah berupa \(.datagram)\(size)"
      return """
        UDP tidak membuka koneksi: tidak ada \(.handshake), dan paket pertama, \(self.frame(frame)), \(what).
        """
    case .exchange(let exchange): return sentence(of: exchange)
    case .exchangesLeftOut(let number, let from, let to):
      let end: Prose = to.map { " sampai \(frame($0))" } ?? ""
      return
        "Demikian seterusnya dengan \(number) pertukaran lagi, mulai \(frame(from))\(end)."
    case .totals(let echo, let first, let last):
      let text = base.exchanges(record)
      let isEcho: Prose = echo.requests > 0 ? " Apakah ini \(.echo)? \(sentence(base.echo(record, [])))" : ""
      return """
        Seluruhnya: \(glossary.marked(text)) (\(frame(first)) sampai \(frame(last))). UDP sendiri tidak mengakui \
        \(.datagram): balasan adalah datagram dari program pihak lain.\(isEcho)
        """
    case .fragments(let frame, let pieces, let isReply):
      return """
        \(isReply ? "Balasan" : "Permintaan") yang lengkap pada \(self.frame(frame)) terlalu besar untuk satu paket: \
        datangnya dalam \(pieces.count) potongan, masing-masing sebuah \(.fragment) (\(frames(pieces))).
        """
    case .unanswered(let frames, let number, let isDamaged):
      let start: Prose = "\(number) \(.datagram) tidak mendapat balasan (\(self.frames(frames, of: number)))."
      guard !isDamaged else { return start }
      return """
        \(start) Datagram itu atau balasannya hilang, \
        atau program pihak lain tidak membalas: paket tidak menunjukkan yang mana, dan UDP tidak mengirim ulang.
        """
    case .duplicated(let request, let reply, let copies):
      let to: Prose = request.map { " atas \(frame($0))" } ?? ""
      return """
        Balasan\(to) datang lebih dari sekali: mula-mula pada \(frame(reply)), dan byte yang sama lagi pada \
        \(frames(copies)); UDP tidak membuang salinan.
        """
    case .reordered(let reply, let request):
      return """
        Balasan atas \(frame(request)), yaitu \(frame(reply)), datang setelah balasan atas permintaan yang lebih baru: \
        \(.outOfOrder), dan UDP tidak memperbaikinya.
        """
    case .shortened(let reply, let request, let from, let to):
      return """
        Balasan pada \(frame(reply)) hanya memuat \(to) byte pertama dari \(from) byte pada \(frame(request)), seperti \
        bila buffer program penerima terlalu kecil untuk \(.datagram) itu.
        """
    case .icmp(let error, let request, let nanoseconds): return icmp(error, request, nanoseconds)
    case .ends(let last, let rest):
      let after =
        rest.map { $0 > 0 ? ", dan tangkapan masih berlanjut \(duration($0)) tanpa paket lain darinya" : "" } ?? ""
      return """
        UDP tidak menutup apa pun: tidak ada \(.fin) maupun \(.rst). Paket terakhirnya \(frame(last))\(after).
        """
    }
  }

  private func sentence(of exchange: Exchange) -> Prose {
    guard let request = exchange.request else {
      return exchange.reply.map {
        """
        Pada \(frame($0.frame)) \(who(.responder)) mengirim \
        \(exchange.replyLength.map { "\($0) byte" } ?? "datagram"), \
        \(quoted(exchange.preview, of: exchange.replyLength ?? 0)), yang tidak diminta siapa pun dalam tangkapan.
        """
      } ?? ""
    }
    let what: Prose =
      exchange.requestLength.map { length in
        length == 0
          ? "\(.datagram) kosong" : "\(length) byte \(.payload), \(quoted(exchange.preview, of: length))"
      } ?? "\(.datagram)"
    let start: Prose = "Pada \(frame(request.frame)) \(who(.originator)) mengirim \(what)"
    guard let reply = exchange.reply else {
      if let error = exchange.icmpError {
        return "\(start); jawabannya pesan galat ICMP (\(frame(error.frame)))."
      }
      return "\(start); balasannya tidak ada dalam tangkapan."
    }
    let time = exchange.nanoseconds.map { ", \(duration($0)) kemudian" } ?? ""
    let result: Prose =
      switch exchange.isIdentical {
      case true?: "byte yang sama kembali (\(.echo))"
      case false?:
        """
        byte lain kembali: \(exchange.replyLength.map { "\($0) byte" } ?? ""), \
        \(quoted(exchange.replyPreview, of: exchange.replyLength ?? 0))
        """
      case nil: "balasan datang, tetapi isinya dalam tangkapan terlalu sedikit untuk dibandingkan"
      }
    return "\(start); pada \(frame(reply.frame))\(time), \(result)."
  }
}
