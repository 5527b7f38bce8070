import Analyzer
import Conversations
import Wire

// What became of a conversation, and why, in a sentence.
extension IndonesianPhrases {
  func verdict(_ verdict: Verdict, of conversation: ConversationRecord) -> String {
    func who(_ side: Side) -> String {
      let endpoint = side == .originator ? conversation.originator : conversation.responder
      return "\(self.side(side)) \(endpoint)"
    }
    switch verdict {
    case .closed(let closer, let fin):
      let opened = "dibuka" + opening(conversation)
      let closed = "lebih dulu ditutup (FIN, bingkai \(fin))"
      let unseen = conversation.teardown?.fins.last.flatMap { $0.acknowledgedBy == nil ? $0.frame : nil }
      let end = unseen.map { "; ACK untuk FIN terakhir (bingkai \($0)) tidak ada dalam tangkapan" } ?? ""
      return closer == .originator
        ? "lengkap: \(opened) dan \(closed) oleh \(who(.originator))\(end)"
        : "lengkap: \(opened) oleh \(who(.originator)), \(closed) oleh \(who(closer))\(end)"
    case .closedAtOnce(let fins):
      return "lengkap: dibuka\(opening(conversation)) oleh \(who(.originator)); kedua sisi menutup bersamaan, FIN "
        + "mereka bersilangan (\(frames(fins, of: fins.count)))"
    case .refusedByReset(let syn, let retries, let reset, let nanoseconds):
      return "koneksi ditolak: SYN (bingkai \(syn)\(again(retries))) dijawab RST (bingkai \(reset))"
        + after(nanoseconds) + ": tidak ada server yang mendengarkan di port \(conversation.responder.port) pada "
        + "alamat itu, atau server terikat pada alamat lain"
    case .unansweredSYN(let syn, let retries, let nanoseconds):
      guard !retries.isEmpty else {
        return "SYN tidak dijawab (bingkai \(syn)): disaring firewall, host mati, atau tangkapan berakhir terlalu cepat"
      }
      return "SYN (bingkai \(syn)) dan \(retries.count) pengulangannya "
        + "(\(frames(retries.map(\.frame), of: retries.count))) tidak dijawab dalam "
        + "\(nanoseconds.map(duration) ?? "waktu yang tidak diketahui"): disaring firewall, atau host mati"
    case .reset(let sender, let resets, let total, let cause):
      let evidence = "RST (\(frames(resets, of: resets.count)))"
      let more = total > resets.count ? "; seluruhnya \(total) RST" : ""
      return "diputus paksa: " + reset(by: sender, evidence, cause, who, conversation) + more
    case .handshakeUnfinished:
      return "terbuka: jabat tangan tidak selesai: ACK untuk SYN-ACK tidak ada dalam tangkapan"
    case .established(let silent):
      return "terbuka: belum ada sisi yang menutup \(end(of: conversation)) (bingkai terakhirnya "
        + "\(conversation.last.frame))" + silence(silent)
    case .halfClosed(let closer, let fin, let silent):
      return "terbuka: \(who(closer)) telah menutup arahnya (FIN, bingkai \(fin)); \(side(closer.other)) belum "
        + end(of: conversation) + silence(silent)
    case .midstream(let fins, let silent):
      let start =
        "tanpa awal: tangkapan dimulai setelah koneksinya, SYN tidak terlihat; nomor urut relatif dihitung dari yang "
        + "pertama terlihat"
      guard let first = fins.first else {
        guard let reset = conversation.teardown?.resets.first else {
          return start + silence(silent)
        }
        return start + "; diakhiri RST dari \(who(reset.from)) (bingkai \(reset.frame))"
      }
      return start + "; lebih dulu ditutup oleh \(who(first.from)) (FIN, bingkai \(first.frame))"
    case .answered(let requests):
      let answered =
        requests == 1
        ? "lengkap: permintaan dijawab"
        : requests == 2 ? "lengkap: kedua permintaan dijawab" : "lengkap: semua (\(requests)) permintaan dijawab"
      let shortened = conversation.echo.shortened
      guard shortened > 0 else { return answered }
      return answered + ", tetapi " + (shortened == requests ? "balasannya" : "\(shortened) balasan")
        + " hanya memuat awal dari yang dikirim"
    case .partlyAnswered(let requests, let replies):
      let share = numbers.percent(requests - replies, of: requests).map { " (\($0))" } ?? ""
      return "\(replies) dari \(requests) permintaan mendapat balasan, \(requests - replies)\(share) tidak; UDP "
        + "sendiri tidak mengetahui maupun memperbaiki kehilangan"
    case .oneDirection(let side):
      return "hanya paket dari \(who(side)) yang ada dalam tangkapan: jawaban \(self.side(side.other)) tidak diketahui"
    case .unansweredRequests(let requests)
    where conversation.toResponder.wrongChecksums == conversation.toResponder.packets:
      return requests == 1
        ? "datagram tidak dijawab: checksum-nya salah, sehingga penerima membuangnya"
        : "\(requests) datagram tidak dijawab: checksum-nya salah, sehingga penerima membuangnya"
    case .unansweredRequests(let requests):
      return (requests == 1 ? "datagram" : "\(requests) datagram") + " tidak dijawab: hilang, disaring firewall, atau "
        + "penerima memang tidak membalas; UDP sendiri tidak memberi tahu pengirim"
    case .refusedByICMP(let request, let error, let nanoseconds):
      let what = conversation.protocol == .tcp ? "SYN" : "datagram"
      let sender = request.map { "\(what) (bingkai \($0))" } ?? "sebuah \(what)"
      let start = "ditolak: \(sender) dijawab \(icmpName(error)) (bingkai \(error.frame))" + after(nanoseconds)
      guard error.isPortUnreachable else { return start + ", dikirim oleh \(error.reporter)" }
      return conversation.protocol == .tcp
        ? start + ": firewall menolaknya (host tanpa program yang mendengarkan menjawab dengan RST)"
        : start + ": tidak ada program yang terikat pada port UDP \(conversation.responder.port) di alamat itu"
    case .bare(let outcome):
      return self.outcome(outcome)
    }
  }

  private func reset(
    by sender: Side, _ evidence: String, _ cause: Verdict.ResetCause, _ who: (Side) -> String,
    _ conversation: ConversationRecord
  ) -> String {
    switch cause {
    case .ownFIN(let fin, let undelivered):
      guard !undelivered.isEmpty else {
        return "\(who(sender)) menutup (FIN, bingkai \(fin)), lalu memutus dengan \(evidence)"
      }
      return "\(who(sender)) menutup (FIN, bingkai \(fin)), lalu menjawab yang masih datang dengan \(evidence): "
        + "\(lost(undelivered)) dari \(side(sender.other)) tidak pernah sampai ke program"
    case .otherFIN(let fin):
      return "\(who(sender)) menjawab penutupan oleh \(side(sender.other)) (FIN, bingkai \(fin)) dengan \(evidence), "
        + "bukan dengan FIN-nya sendiri"
    case .data(let undelivered):
      return "\(who(sender)) menjawab data dengan \(evidence): programnya sudah berakhir, atau menutup tanpa membaca; "
        + "\(lost(undelivered)) tidak pernah diakui"
    case .forgotten(let undelivered):
      return "\(who(sender)) menjawab data dengan \(evidence), yang tidak mengakui apa pun: koneksi itu sudah tidak "
        + "dikenalnya; \(lost(undelivered)) tidak pernah diakui"
    case .unread(let bytes):
      return "\(who(sender)) memutus dengan \(evidence), tanpa FIN, ketika \(bytes) byte yang diterimanya belum "
        + "dijawab: kemungkinan besar programnya menutup padahal ada data yang belum dibaca"
    case .handshake:
      return "\(who(sender)) memutus jabat tangan dengan \(evidence)"
    case .none:
      let isUnreadPossible =
        (sender == .originator ? conversation.toOriginator : conversation.toResponder).payloadBytes > 0
      return "\(who(sender)) memutus dengan \(evidence), tanpa FIN: programnya "
        + (isUnreadPossible ? "menutup padahal ada data yang belum dibaca, " : "")
        + "meminta RST (SO_LINGER 0) atau, di Windows, dihentikan paksa"
    case .silence:
      return "\(who(sender)) menyerah dengan \(evidence), tanpa FIN: keep-alive-nya tidak dijawab"
    }
  }

  /// What ended it before anybody closed.
  private func end(of conversation: ConversationRecord) -> String {
    if conversation.isLetGo { return "ketika tidak diikuti lagi, karena terlalu banyak percakapan lain terbuka" }
    return conversation.isEndedBySilence ? "ketika sudah diam selama satu jam" : "ketika tangkapan berakhir"
  }

  private func lost(_ segments: [DataSegment]) -> String {
    segments.count == 1
      ? "\(segments[0].length) byte pada bingkai \(segments[0].frame)"
      : "data pada \(frames(segments.map(\.frame), of: segments.count))"
  }
}
