import Analyzer
import Conversations
import Wire

// How a connection opened, what it carried, how it closed.
extension IndonesianPhrases {
  func handshake(_ handshake: Handshake) -> String {
    guard let total = handshake.nanoseconds else { return "jabat tangan tidak lengkap dalam tangkapan ini" }
    var text = "jabat tangan tiga arah: " + duration(total)
    if let first = handshake.synToSynAckNanoseconds, let second = handshake.synAckToAckNanoseconds {
      text += " = SYN sampai SYN-ACK \(duration(first)) + SYN-ACK sampai ACK \(duration(second))"
    }
    return text
  }

  func synNotSeen() -> String { "jabat tangan tidak ada dalam tangkapan ini" }

  func handshakeRemarks(_ handshake: Handshake) -> [String] {
    var remarks: [String] = []
    if handshake.isSimultaneous {
      remarks.append("dibuka bersamaan: kedua sisi mengirim SYN sebelum melihat SYN dari sisi lain")
    }
    if let syn = handshake.syn, let answered = handshake.answeredSYN, answered.frame != syn.frame,
      let ack = handshake.ack
    {
      remarks.append(
        "waktu dihitung dari SYN terakhir sebelum jawaban (bingkai \(answered.frame)), yang mungkin menjawab SYN "
          + "sebelumnya; dari SYN pertama lamanya " + duration(ack.time.nanoseconds(since: syn.time)))
    }
    if handshake.isECNNegotiated {
      remarks.append("kedua sisi menerima pemberitahuan kemacetan eksplisit (ECN)")
    }
    if let syn = handshake.syn, syn.payloadLength > 0 {
      remarks.append("SYN membawa \(syn.payloadLength) byte muatan (TCP Fast Open)")
    }
    return remarks
  }

  func data(_ conversation: ConversationRecord) -> String {
    "\(conversation.dataTotal) segmen bermuatan, \(conversation.payloadBytes) byte"
  }

  func dataRemarks(_ segment: DataSegment, _ retransmission: Retransmission?) -> [String] {
    var remarks: [String] = []
    if segment.isRetransmission { remarks.append("dikirim ulang" + cause(of: retransmission)) }
    if segment.isOutOfOrder { remarks.append("tidak berurutan") }
    return remarks
  }

  private func cause(of retransmission: Retransmission?) -> String {
    guard let retransmission else { return "" }
    let needless = retransmission.needlessBy == nil ? "" : ", tidak perlu"
    return switch retransmission.cause {
    case .timeout: ": timeout" + needless
    case .fast: ": cepat" + needless
    case .tailLossProbe: ": tail loss probe" + needless
    case .afterTimeout: ": menyusul timeout" + needless
    case .afterError: ": menyusul kesalahan" + needless
    case .unknown: needless
    }
  }

  func acknowledged(by frame: Int, after duration: String) -> String { "\(frame) (\(duration))" }

  func teardown(_ teardown: Teardown, of conversation: ConversationRecord) -> String {
    guard let first = teardown.activeCloser else { return "tidak ada dalam tangkapan ini" }
    guard let closer = conversation.activeCloser else {
      return "\(side(first)) menutup; siapa yang lebih dulu menutup tidak diketahui, karena paket sisi lain tidak ada"
    }
    guard !teardown.fins.isEmpty else { return "RST dari \(side(closer)), tanpa FIN" }
    if teardown.areFINsCrossed {
      return "kedua sisi adalah penutup aktif: masing-masing mengirim FIN sebelum menerima FIN dari sisi lain"
    }
    var text = "\(side(closer)) adalah penutup aktif"
    let isRefused = teardown.resets.contains { $0.from == closer }
    if let halfClosed = teardown.halfClosedNanoseconds, !isRefused {
      text += "; setengah tertutup selama \(duration(halfClosed))"
    }
    if teardown.kind == .fin, teardown.isComplete {
      text += "; \(teardown.frames.count) segmen"
      if teardown.fins[0].acknowledgedBy?.frame == teardown.fins[1].frame {
        text += " (FIN kedua mengakui FIN pertama)"
      }
    }
    if teardown.resetTotal > 0 {
      text += "; \(teardown.resetTotal) RST" + (teardown.isClosedBeforeReset ? " setelah kedua sisi menutup" : "")
    }
    return text
  }

  func teardownRemarks(_ teardown: Teardown) -> [String] {
    var remarks = teardown.fins.filter { !$0.retries.isEmpty }.map {
      "FIN dari \(side($0.from)) dikirim ulang: \(frames($0.retries.map(\.frame), of: $0.retries.count))"
    }
    if teardown.resetTotal > teardown.resets.count {
      remarks.append("\(teardown.resetTotal - teardown.resets.count) RST lagi")
    }
    return remarks
  }

  func noTrouble(uncheckedChecksums unchecked: Int, of packets: Int) -> String {
    let checksums =
      unchecked == 0
      ? "tidak ada checksum yang salah"
      : unchecked >= packets
        ? "tidak ada checksum yang dapat diperiksa"
        : "tidak ada yang salah di antara \(packets - unchecked) checksum yang dapat diperiksa"
    return "tidak terlihat pengiriman ulang, semua berurutan, " + checksums
  }
}
