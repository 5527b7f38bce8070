import Analyzer
import Conversations
import Wire

// What happened on a TCP connection, and why it was so.
extension IndonesianPhrases {
  /// Of a SYN that was sent again: how often, and how long it waited each time.
  func attempts(_ handshake: Handshake?) -> String {
    guard let handshake, let syn = handshake.syn, !handshake.synRetries.isEmpty else { return "" }
    let waits = waits(from: syn.time, handshake.synRetries)
    return ": satu percobaan dengan \(handshake.synRetries.count + 1) SYN, dikirim ulang setelah \(waits): disaring "
      + "firewall, atau host mati"
  }

  // Where a comma marks decimals, a word has to stand between the numbers.
  private func waits(from start: Timestamp, _ retries: [FrameMoment]) -> String {
    zip([start] + retries.map(\.time), retries.map(\.time)).map { duration($1.nanoseconds(since: $0)) }
      .joined(separator: ", lalu ")
  }

  /// How long windows were closed.
  func closedFor(_ events: TCPEvents?) -> String {
    let closures = (events?.closedWindows ?? []).compactMap { closed in
      closed.opened.map { (nanoseconds: $0.time.nanoseconds(since: closed.closed.time), until: $0.frame) }
    }
    let isLeftClosed = closures.count < events?.closedWindows.count ?? 0
    let end = isLeftClosed ? ", dan tangkapan tidak melihatnya terbuka lagi" : ""
    guard let longest = closures.max(by: { $0.nanoseconds < $1.nanoseconds }) else { return end }
    let wait = "\(duration(longest.nanoseconds)), sampai bingkai \(longest.until)"
    return (closures.count == 1 ? " \(wait)" : " \(closures.count) kali, yang terlama \(wait)") + end
  }

  /// Keep-alives: how far apart, and whether they were answered.
  func keepAlives(_ number: Int, _ events: TCPEvents?) -> String {
    var text = "\(number) keep-alive"
    let probes = events?.keepAlives ?? []
    let intervals = [Side.originator, .responder].flatMap { side in
      let own = probes.filter { $0.from == side }.map(\.sent.time)
      return zip(own, own.dropFirst()).map { $1.nanoseconds(since: $0) }
    }
    if let least = intervals.min(), let most = intervals.max(), least > 0 {
      let isEven = most - least <= least / 10
      text += isEven ? ", setiap \(duration(least))," : ", berselang \(duration(least)) sampai \(duration(most)),"
    }
    text += " menanyakan apakah sisi lain masih menjawab: "
    let answered = events?.keepAliveAnsweredTotal ?? 0
    switch answered {
    case 0: return text + "tidak ada yang dijawab"
    case number: return text + (number == 1 ? "dijawab" : "semuanya dijawab")
    default: return text + "\(answered) di antaranya dijawab"
    }
  }

  /// What a program may have done that its host sent a RST.
  func abortCauses(_ reset: Teardown.RST, _ conversation: ConversationRecord) -> String {
    let received = reset.from == .originator ? conversation.toOriginator : conversation.toResponder
    let unread = received.payloadBytes > 0 ? "menutup padahal ada data yang belum dibaca, " : ""
    return unread + "meminta RST (SO_LINGER 0) atau, di Windows, dihentikan paksa"
  }

  /// Both sides take SACK blocks, or nothing tells that they do not.
  private func hasSACK(_ handshake: Handshake?) -> Bool {
    handshake?.syn?.isSACKPermitted != false && handshake?.synAck?.isSACKPermitted != false
  }

  private func fastOpen(_ handshake: Handshake?) -> String {
    if let syn = handshake?.syn, syn.payloadLength > 0 { return "SYN sudah membawa data (TCP Fast Open)" }
    if let length = handshake?.syn?.fastOpenCookieLength, length > 0 {
      return "SYN membawa cookie TCP Fast Open sepanjang \(length) byte, tanpa data"
    }
    guard let given = handshake?.synAck?.fastOpenCookieLength, given > 0 else {
      return "SYN meminta cookie TCP Fast Open, dan tidak mendapatkannya"
    }
    return "SYN meminta cookie TCP Fast Open, dan SYN-ACK memberikannya sepanjang \(given) byte"
  }

  /// What the receiver says of bytes that it got twice.
  private func reported(_ events: TCPEvents?) -> String {
    guard let reports = events?.duplicateSACKs, !reports.isEmpty else { return "" }
    return "; penerima melaporkan byte yang datang dua kali (D-SACK) pada \(frames(reports.frames, of: reports.total))"
  }

  /// What was sent again after a timeout: how often, after which waits, and where its ACK was.
  private func timeouts(_ number: Int, in conversation: ConversationRecord?) -> String {
    let timeouts = conversation?.events?.retransmissions.filter { $0.cause == .timeout } ?? []
    let different = Set(timeouts.map { [$0.from == .originator ? 0 : 1, $0.start] }).count
    var text =
      timeouts.count == number && different < number
      ? "\(different) segmen dikirim ulang setelah timeout, seluruhnya \(number) kali"
      : "\(number) segmen dikirim ulang setelah timeout"
    // Of a series, whose waits grow; else of the first ones.
    let longest = timeouts.max { $0.timeoutNumber < $1.timeoutNumber }
    let isSeries = (longest?.timeoutNumber ?? 0) > 1
    let told = isSeries ? timeouts.filter { $0.from == longest?.from && $0.start == longest?.start } : timeouts
    let waits = told.prefix(4).compactMap(\.waited).map(duration)
    let acknowledged = timeouts.filter(\.wasAcknowledged).count
    let isHeard = (conversation?.toResponder.packets ?? 0) > 0 && (conversation?.toOriginator.packets ?? 0) > 0
    if !waits.isEmpty {
      text += isHeard && acknowledged == 0 ? ": tidak ada yang kembali selama " : ": pengirim menunggu "
      text += waits.joined(separator: ", lalu ")
    }
    if number == 1, let only = timeouts.first, let waited = only.waited, let original = only.original {
      let sinceFirst = only.time.nanoseconds(since: original.time)
      if sinceFirst > waited { text += " (\(duration(sinceFirst)) setelah salinan pertamanya)" }
    }
    if isSeries { text += " (back-off: waktu tunggu digandakan)" }
    guard acknowledged > 0 else { return text }
    return text
      + "; \(acknowledged == timeouts.count ? "" : "\(acknowledged) di antaranya ")setelah ACK-nya lewat di sini, "
      + "sehingga ACK itu hilang atau terlambat di jalan menuju pengirim"
  }

  func repetition(_ finding: Finding, in conversation: ConversationRecord?) -> String {
    let number = finding.count
    switch finding.code {
    case .networkDuplicate:
      let isIPv6 = conversation?.originator.address.isIPv6 == true
      let proof =
        isIPv6 ? "byte sama pada waktu yang sama, atau dengan timestamp sama" : "identifikasi IP sama, byte sama"
      return "\(number) paket datang dua kali (\(proof)): jaringan menggandakannya, tidak ada yang mengirimnya ulang"
        + reported(conversation?.events)
    case .tcpTimeout: return timeouts(number, in: conversation)
    case .tcpFastRetransmission:
      let request = hasSACK(conversation?.handshake) ? "duplikat ACK atau blok SACK" : "duplikat ACK"
      return "\(number) segmen dikirim ulang tanpa menunggu timeout, karena \(request) menunjukkan bahwa segmen itu "
        + "belum sampai (fast retransmit)"
    case .tcpTailLossProbe:
      return "\(number) segmen dikirim ulang sebelum timeout untuk mengetahui apakah sudah sampai (tail loss probe)"
    case .tcpRetransmissionAfterError:
      return "\(number) segmen dikirim ulang setelah pesan kesalahan ICMP, atau RST yang tidak mengubah apa pun"
    case .tcpSpuriousRetransmission:
      let isAll = conversation.map { $0.events?.retransmissions.count == $0.events?.retransmissionTotal } ?? true
      return (isAll ? "" : "sedikitnya ")
        + "\(number) segmen dikirim ulang tanpa perlu: D-SACK menunjukkan bahwa kedua salinannya sampai"
    case .tcpLateSegment:
      return "\(number) segmen datang terlambat: dikirim sebelum segmen lain yang mendahuluinya, bukan pengiriman ulang"
    case .tcpUnseen:
      return "\(number) ACK mengakui byte yang tidak ada dalam tangkapan: tangkapan kehilangan paket"
    default:
      let pause = conversation?.events?.pauseBeforeLoss.map { " " + duration($0) } ?? ""
      return "sebelum \(number) segmen ada paket yang hilang dari pengirim yang sama (identifikasi IP-nya melompat, "
        + "setelah jeda\(number == 1 ? pause : "")): paket itu hilang sebelum tangkapan, dan segmen ini mungkin "
        + "pengulangannya"
    }
  }

  func openingOrEnd(_ finding: Finding, in conversation: ConversationRecord?) -> String {
    let number = finding.count
    let handshake = conversation?.handshake
    /// After which waits the SYN was sent again.
    let afterWaits = handshake.flatMap { handshake in
      handshake.syn.map { " setelah " + waits(from: $0.time, handshake.synRetries) }
    }
    switch finding.code {
    case .tcpSYNRetried:
      if let syn = handshake?.syn, let retries = handshake?.synRetries, !retries.isEmpty {
        return "SYN baru dijawab ketika dikirim ulang, setelah \(waits(from: syn.time, retries)): SYN itu, atau "
          + "jawabannya, telah hilang"
      }
      let again = handshake.flatMap { handshake in
        handshake.synAck.map { " setelah " + waits(from: $0.time, handshake.synAckRetries) }
      }
      return "SYN-ACK dikirim ulang\(again ?? ""): ACK dari jabat tangan belum sampai"
    case .tcpSYNACKLost:
      return "SYN dikirim ulang\(afterWaits ?? ""), dan dua jawaban datang: SYN pertama sampai, tetapi SYN-ACK-nya "
        + "hilang atau terlambat"
    case .tcpRefusedAtFirst:
      return "SYN semula ditolak, lalu diterima ketika dikirim ulang\(afterWaits ?? "")"
    case .tcpOtherAnswer:
      return
        "\(number) SYN-ACK dengan nomor urut awal lain datang di samping yang diterima: ada host kedua yang menjawab "
        + "dengan alamat ini, atau proxy atau firewall di jalan"
    case .tcpOlderConnection:
      return "sebuah host masih mengenal koneksi lama pada port yang sama: \(number) paket termasuk koneksi itu"
    case .tcpFINRetried:
      let fin = conversation?.teardown?.fins.first { $0.frame == finding.frames.first }
      let again = fin.map { " setelah " + waits(from: $0.time, $0.retries) } ?? ""
      if let proof = fin?.duplicatedBy {
        return "FIN dikirim ulang\(again): keduanya sampai, menurut D-SACK (bingkai \(proof)), sehingga ACK untuk yang "
          + "pertama terlambat atau hilang"
      }
      // A side of which no packet is missing had not acknowledged it.
      let isFINLost = fin.map { conversation?.events?.gaplessSides.contains($0.from.other) == true } ?? false
      return "FIN dikirim ulang\(again): FIN itu\(isFINLost ? "" : ", atau ACK-nya,") hilang"
    case .tcpSimultaneousOpen:
      return "dibuka bersamaan: kedua sisi mengirim SYN sebelum menerima SYN dari sisi lain, dan masing-masing "
        + "menjawab dengan SYN-ACK, yang bukan pengiriman ulang"
    case .tcpSimultaneousClose: return "kedua sisi mengirim FIN sebelum menerima FIN dari sisi lain"
    case .tcpHalfOpen:
      return "setengah terbuka: data dijawab dengan RST tanpa ACK, seperti yang dilakukan host yang tidak mengenal "
        + "koneksi itu lagi (host dinyalakan ulang, atau programnya sudah berakhir)"
    case .tcpAbort:
      guard let conversation, let reset = conversation.teardown?.resets.first else {
        return "diputus paksa: RST, tanpa FIN"
      }
      if reset.isAfterSilence {
        return "diputus paksa: RST dengan ACK sebagai ganti FIN, oleh sisi yang keep-alive-nya tidak dijawab: sisi itu "
          + "menyerah"
      }
      return
        "diputus paksa: RST dengan ACK sebagai ganti FIN, seperti bila sebuah program "
        + "\(abortCauses(reset, conversation)); paket-paketnya tidak menunjukkan yang mana"
    case .tcpAbortUnread:
      let bytes = conversation?.teardown?.resets.first?.unansweredBytes ?? 0
      return "diputus paksa: RST dengan ACK sebagai ganti FIN, oleh sisi yang telah menerima \(bytes) byte tanpa "
        + "menjawab: kemungkinan besar programnya menutup padahal ada data yang belum dibaca"
    case .tcpDataAfterClose:
      return "data datang untuk program yang sudah menutup (FIN): \(number) segmen tidak sampai ke siapa pun, dan "
        + "host-nya menjawab dengan RST"
    case .tcpResetIgnored:
      let wentOn = conversation?.events?.wentOnAfterReset == true
      return "\(number) RST berada di luar jendela penerima, yang mengabaikan segmen seperti itu"
        + (wentOn ? ": koneksi berjalan terus" : "")
    case .tcpFastOpen: return fastOpen(handshake)
    case .tcpMidstream:
      return "SYN tidak tertangkap: nomor relatif dianggap mulai di sini, dan skala jendela tidak diketahui"
    case .tcpOneDirection:
      return "tangkapan hanya memuat paket dari satu sisi: kiriman sisi lain hanya diketahui dari ACK"
    default:
      return "snapshot length memotong opsi dari \(number) SYN: yang tidak ada berarti tidak diketahui, bukan tidak "
        + "dipakai"
    }
  }
}
