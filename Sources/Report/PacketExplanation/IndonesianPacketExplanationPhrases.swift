import Conversations
import Wire

struct IndonesianPacketExplanationPhrases: PacketExplanationPhrases {
  let base = IndonesianPhrases()
  var numbers: NumberText { base.numbers }

  func title(frame: Int) -> String { "Penjelasan bingkai \(frame)" }
  func title(frame: Int, against other: Int) -> String { "Bingkai \(frame) dibandingkan dengan bingkai \(other)" }

  func text(_ text: PacketExplanationText) -> String {
    switch text {
    case .meaning: "Artinya di sini"
    case .whyLabel: "Mengapa Wireshark menamainya demikian"
    case .noSegment:
      "Label tcp.analysis dari Wireshark hanya untuk segmen TCP yang utuh, sedangkan paket ini bukan: tidak ada label."
    case .otherLabels: "Label lain, dan apa yang kurang pada masing-masing"
    case .runnerUpTitle: "Label lain yang terdekat"
    case .condition: "syarat"
    case .values: "di sini"
    case .holds: "terpenuhi"
    case .yes: "ya"
    case .no: "tidak"
    case .label: "label"
    case .missing: "tidak terpenuhi"
    case .remembered: "Yang diketahui sebelum paket ini"
    case .ofItsSender: "dari pengirimnya"
    case .ofTheOther: "dari sisi lain"
    case .nothingYet: "belum ada"
    case .unknown: "tidak diketahui"
    case .header: "header"
    case .field: "field"
    case .why: "sebab"
    case .same: "sama"
    case .noDifference: "Tidak ada field header yang berbeda."
    case .absent: "–"
    case .wireshark: "Wireshark"
    }
  }

  // What it means.

  func fact(_ fact: PacketFact) -> String {
    switch fact {
    case .stranger: "Paket ini bukan bagian percakapan TCP atau UDP mana pun: dihitung, tetapi tidak diikuti."
    case .belongs(let record, let place, let side): belongs(record, place, side)
    case .pause(let nanoseconds, let frame):
      nanoseconds < 0
        ? "Waktunya lebih awal daripada paket sebelumnya dalam percakapan (bingkai \(frame)): jam berjalan mundur."
        : "Datang \(numbers.duration(nanoseconds)) setelah paket sebelumnya dalam percakapan (bingkai \(frame))."
    case .fragment(let frame):
      frame.map {
        "Ini fragmen datagram IP, yang dilengkapi bingkai \($0): hanya datagram utuh yang punya port dan muatan."
      }
        ?? "Ini fragmen datagram IP yang tidak pernah lengkap dalam tangkapan ini: tidak ada yang diketahui tentang datagram utuhnya."
    case .completes(let frames):
      "Paket ini melengkapi datagram IP yang datang dalam fragmen (\(base.frames(frames, of: frames.count)))."
    case .opens(let isn, let again): opens(isn, again)
    case .answersSYN(let isn, let number, let syn, let again): answers(isn, number, syn, again)
    case .completesHandshake(let number, let frame):
      "Paket ini menyelesaikan jabat tangan tiga arah: nomor pengakuannya \(number) adalah ISN penjawab \(number &- 1) ditambah 1"
        + (frame.map { ", sebagai balasan SYN-ACK pada bingkai \($0)" } ?? "") + "."
    case .carries(let first, let length, let isPushed, let text):
      "Membawa \(length) byte muatan, \(range(first, length)) dari aliran pengirimnya"
        + (isPushed ? ", dengan PSH: agar segera diserahkan kepada program" : ", tanpa PSH") + ": \(text)."
    case .acknowledged(let frame, let after):
      "Seluruhnya diakui oleh bingkai \(frame)" + (after.map { ", \(numbers.duration($0)) kemudian" } ?? "") + "."
    case .notAcknowledged: "Tidak ada bingkai dalam tangkapan ini yang mengakuinya."
    case .acknowledges(let number, let new, let before, let segment): acknowledges(number, new, before, segment)
    case .acknowledgesNothingNew(let number, let frame):
      "Nomor pengakuannya \(number) sama dengan yang sudah diakui pengirimnya (sejak bingkai \(frame)): tidak ada yang baru tiba."
    case .finishes(let isFirst, let next, let again): finishes(isFirst, next, again)
    case .resets(let hasACK):
      "RST: pengirimnya memutus koneksi seketika. Yang masih di jalan hilang, dan RST tidak dikonfirmasi siapa pun"
        + (hasACK ? "." : "; tanpa ACK: pengirimnya tidak mengenal koneksi ini (RFC 9293, bagian 3.5.2).")
    case .window(let raw, let shift, let isSYN): window(raw, shift, isSYN)
    case .states(let side, let before, let after):
      "Jika paket ini tiba, \(base.side(side)) beralih dari \(before?.rawValue ?? "keadaan yang tidak diketahui") ke \(after?.rawValue ?? "keadaan yang tidak diketahui")."
    case .sentAgain(let retransmission): sentAgain(retransmission)
    case .overtaken: "Paket ini terlambat dan bukan salinan: paket lain yang dikirim sesudahnya terekam lebih dulu."
    case .asks(let exchange): asks(exchange)
    case .replies(let exchange): replies(exchange)
    case .repliesAgain(let exchange):
      "Ini balasan yang sama sekali lagi (yang pertama bingkai \(exchange.reply?.frame ?? 0)): digandakan jaringan, atau server menjawab dua kali."
    case .datagram(let length):
      length.map { "Ini datagram UDP dengan \($0) byte muatan." }
        ?? "Ini datagram UDP dengan field panjang yang tidak mungkin benar."
    case .reports(let error): capitalized(base.icmp(error)) + "."
    case .found(let finding, let record):
      "\(capitalized(base.severity(finding.severity))): \(base.finding(finding, in: record)) (\(base.frames(finding.frames, of: finding.framesTotal)))."
    }
  }

  private func belongs(_ record: ConversationRecord, _ place: Int, _ side: Side?) -> String {
    let title = "\(base.title(of: record)), \(record.originator) → \(record.responder)"
    let sender = side.map {
      "; dikirim oleh \(base.side($0)), \($0 == .originator ? record.originator : record.responder)"
    }
    return "Ini paket ke-\(place) dari \(record.packets) paket \(title)\(sender ?? "")."
  }

  private func opens(_ isn: UInt32, _ again: Int?) -> String {
    let number = "nomor urut awalnya \(isn) (relatif: 0), dan SYN sendiri memakai nomor itu"
    return again.map { "Ini SYN bingkai \($0) sekali lagi, karena belum ada jawaban: \(number)." }
      ?? "SYN tanpa ACK: pengirimnya meminta koneksi; \(number)."
  }

  private func answers(_ isn: UInt32, _ number: UInt32, _ syn: Int?, _ again: Int?) -> String {
    "SYN dengan ACK: pengirimnya menerima koneksi"
      + (syn.map { " yang diminta SYN pada bingkai \($0)" } ?? "")
      + "; nomor urut awalnya sendiri \(isn), dan nomor pengakuannya \(number) adalah milik sisi lain \(number &- 1) ditambah 1."
      + (again.map { " Paket ini mengulang bingkai \($0)." } ?? "")
  }

  private func range(_ first: UInt32, _ length: Int) -> String {
    length == 1 ? "byte \(first)" : "byte \(first) sampai \(first &+ UInt32(truncatingIfNeeded: length - 1))"
  }

  private func acknowledges(_ number: UInt32, _ new: UInt32, _ before: Int?, _ segment: Int?) -> String {
    var text =
      "Nomor pengakuannya \(number) berarti: semua nomor sampai \(number &- 1) sudah tiba, dan \(number) ditunggu berikutnya"
    if let before { text += "; itu \(new) lebih banyak daripada pada bingkai \(before)" }
    if let segment { text += "; yang terakhir datang pada bingkai \(segment)" }
    return text + "."
  }

  private func finishes(_ isFirst: Bool, _ next: UInt32, _ again: Int?) -> String {
    let number = "FIN memakai satu nomor, \(next &- 1), sehingga \(next) mengakuinya."
    if let again { return "Ini FIN bingkai \(again) sekali lagi. \(number)" }
    return
      (isFirst
      ? "FIN: pengirimnya menutup lebih dulu, jadi dialah penutup aktif; sisi lain masih boleh mengirim. "
      : "FIN: pengirimnya ikut menutup. ") + number
  }

  private func window(_ raw: Int, _ shift: Int?, _ isSYN: Bool) -> String {
    if isSYN { return "Jendelanya \(raw) byte: dalam SYN tidak diskalakan." }
    guard let shift else {
      return "Field jendelanya \(raw); berapa byte nilainya hanya disebut SYN, yang tidak terlihat."
    }
    return shift == 0
      ? "Pengirimnya masih punya ruang untuk \(raw) byte."
      : "Pengirimnya masih punya ruang untuk \(raw) × \(1 << shift) = \(raw << shift) byte."
  }

  private func sentAgain(_ retransmission: Retransmission) -> String {
    var text = "Paket ini mengirim ulang "
    text +=
      retransmission.original.map { "isi bingkai \($0.frame)" }
      ?? "yang pernah dikirim, tetapi tidak ada dalam tangkapan ini"
    let waited = retransmission.waited.map { ", setelah menunggu \(numbers.duration($0))" } ?? ""
    switch retransmission.cause {
    case .timeout:
      text += "\(waited), karena waktu tunggunya habis"
      if retransmission.timeoutNumber > 1 { text += ", timeout ke-\(retransmission.timeoutNumber) berturut-turut" }
    case .fast: text += ", karena diminta ACK ganda atau blok SACK (fast retransmit)"
    case .tailLossProbe: text += "\(waited), sebagai tail loss probe: untuk mengetahui apakah sudah tiba"
    case .afterTimeout: text += ", setelah timeout, ketika jendela terbuka lagi"
    case .afterError: text += ", setelah pesan kesalahan ICMP atau RST yang tidak mengubah apa-apa"
    case .unknown: text += "; sebabnya tidak terlihat dalam tangkapan ini"
    }
    if let frame = retransmission.needlessBy {
      text += ". Sebenarnya tidak perlu: D-SACK pada bingkai \(frame) memberi tahu bahwa keduanya tiba"
    }
    return text + "."
  }

  private func asks(_ exchange: Exchange) -> String {
    let length = exchange.requestLength.map { "\($0) byte" } ?? "sejumlah byte yang tidak diketahui"
    guard let reply = exchange.reply else {
      return "Ini permintaan \(length) tanpa balasan dalam tangkapan ini"
        + (exchange.icmpError.map { "; bingkai \($0.frame) adalah pesan kesalahan ICMP yang ditimbulkannya" } ?? "")
        + "."
    }
    return
      "Ini permintaan \(length), dibalas oleh bingkai \(reply.frame)\(base.after(exchange.nanoseconds)): \(same(exchange))."
  }

  private func replies(_ exchange: Exchange) -> String {
    let length = exchange.replyLength.map { "\($0) byte" } ?? "sejumlah byte yang tidak diketahui"
    guard let request = exchange.request else {
      return "Ini datagram \(length) yang tidak diminta apa pun dalam tangkapan ini."
    }
    return
      "Ini balasan untuk permintaan pada bingkai \(request.frame), \(length)\(base.after(exchange.nanoseconds)): \(same(exchange))."
      + " Program yang mengirimnya: UDP sendiri tidak mengonfirmasi apa pun."
      + (exchange.isReordered ? " Datangnya setelah balasan untuk permintaan yang lebih baru." : "")
  }

  private func same(_ exchange: Exchange) -> String {
    switch exchange.isIdentical {
    case true?: "byte yang sama"
    case false?: exchange.isShortened ? "hanya bagian awal permintaan" : "byte yang lain daripada permintaan"
    case nil: "apakah byte-nya sama tidak diketahui, karena tidak semuanya terekam"
    }
  }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  // Two packets.

  func relation(_ relation: PacketRelation, _ first: Int, _ second: Int) -> String {
    switch relation {
    case .sameDirection: "Keduanya dari satu percakapan dan pengirim yang sama."
    case .oppositeDirection:
      "Keduanya dari satu percakapan; bingkai \(second) berjalan ke arah sebaliknya dari bingkai \(first)."
    case .otherConversation: "Keduanya dari dua percakapan yang berlainan."
    case .unrelated: "Tidak keduanya bagian dari suatu percakapan."
    }
  }

  func reason(_ reason: DifferenceReason) -> String {
    switch reason {
    case .swapped: "arah sebaliknya: sumber dan tujuan bertukar tempat"
    case .otherEnd: "host, kartu, atau program lain"
    case .counted(let step):
      step > 0
        ? "pengirim menomori paket IP-nya: maju \(step)"
          + (step > 1 ? "; yang dikirim di antaranya ikut dihitung" : "")
        : "pengirim menomori paket IP-nya, tetapi tidak berurutan"
    case .countedApart: "setiap host menomori paket IP-nya sendiri"
    case .length(let payload, let headers): length(payload, headers)
    case .follows: "akibat dari semua perbedaan lain"
    case .wentOn(let step):
      step > 0
        ? "aliran maju \(step) nomor: byte muatan, dan satu untuk setiap SYN dan FIN"
        : "mundur \(-step) nomor: byte yang datang lagi, atau terlambat"
    case .ownNumbers: "setiap sisi dan setiap koneksi menghitung mulai nomornya sendiri"
    case .acknowledged(let step):
      step > 0 ? "\(step) nomor lagi sudah tiba" : "dikirim sebelum \(-step) nomor tiba"
    case .notValid: "hanya berlaku jika ACK menyala"
    case .flags(let first, let second): flags(first, second)
    case .room: "ruang yang masih dimiliki pengirimnya, dalam satuan yang disebut SYN"
    case .clock(let ticks):
      ticks >= 0 ? "jam pengirim maju \(ticks) detak" : "jam pengirim \(-ticks) detak lebih awal"
    case .echo: "mengembalikan TSval terakhir yang diterima pengirimnya"
    case .hops: "pengirim lain, atau jalan lain: setiap router mengurangi satu"
    case .options: "menghitung panjang header, yang berubah karena opsi"
    }
  }

  private func length(_ payload: Int, _ headers: Int) -> String {
    func part(_ bytes: Int, _ name: String) -> String? {
      bytes == 0 ? nil : "\(name) \(abs(bytes)) byte lebih \(bytes > 0 ? "panjang" : "pendek")"
    }
    return [part(payload, "muatan"), part(headers, "header")].compactMap(\.self).joined(separator: ", ")
  }

  private func flags(_ first: [String], _ second: [String]) -> String {
    let (lost, new) = (first.filter { !second.contains($0) }, second.filter { !first.contains($0) })
    return [
      lost.isEmpty ? nil : "\(lost.joined(separator: ", ")) hanya pada yang pertama",
      new.isEmpty ? nil : "\(new.joined(separator: ", ")) hanya pada yang kedua",
    ].compactMap(\.self).joined(separator: "; ")
  }

  func sameFields(_ names: [String]) -> String { "Sama pada keduanya: " + names.joined(separator: ", ") + "." }

  func payloads(_ payloads: PayloadDifference) -> String {
    switch payloads {
    case .none: "Keduanya tidak punya muatan."
    case .same(let length): "Keduanya membawa \(length) byte muatan yang sama."
    case .different(let first, let second, let offset):
      "Muatannya (\(first) dan \(second) byte) berbeda mulai byte \(offset), dihitung dari 0."
    case .prefix(let first, let second):
      first == 0 || second == 0
        ? "Hanya satu yang membawa muatan: \(max(first, second)) byte."
        : "Muatan yang lebih pendek (\(first) dan \(second) byte) adalah awal dari yang lebih panjang."
    }
  }
}
