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
    case .header: "header"
    case .field: "field"
    case .why: "sebab"
    case .noDifference: "Tidak ada field header yang berbeda."
    case .absent: "–"
    }
  }

  // What it means.

  func fact(_ fact: PacketFact) -> String {
    switch fact {
    case .stranger: "Paket ini bukan bagian percakapan TCP atau UDP mana pun: dihitung, tetapi tidak diikuti."
    case .belongs(let record, let place, let side): belongs(record, place, side)
    case .pause(let nanoseconds, let frame): pause(nanoseconds, frame)
    case .fragment(let frame):
      frame.map {
        "Ini fragmen datagram IP, yang dilengkapi bingkai \($0): hanya fragmen pertama yang memuat port, dan hanya datagram utuh yang memuat seluruh muatan."
      }
        ?? "Ini fragmen datagram IP yang tidak pernah lengkap dalam tangkapan ini: tidak ada yang diketahui tentang datagram utuhnya."
    case .completes(let frames):
      "Paket ini melengkapi datagram IP yang datang dalam fragmen (\(base.frames(frames, of: frames.count)))."
    case .opens(let isn, let again): opens(isn, again)
    case .answersSYN(let isn, let number, let sum, let syn, let again): answers(isn, number, sum, syn, again)
    case .crossesSYN(let number, let syn):
      "SYN dengan ACK sesudah SYN-nya sendiri: kedua sisi meminta koneksi pada saat yang sama (pembukaan serentak). Nomor pengakuannya \(number) adalah ISN sisi lain \(number &- 1) ditambah 1"
        + (syn.map { ", untuk SYN pada bingkai \($0)" } ?? "") + "."
    case .completesHandshake(let number, let frame):
      "Paket ini menyelesaikan jabat tangan tiga arah: nomor pengakuannya \(number) adalah ISN penjawab \(number &- 1) ditambah 1"
        + (frame.map { ", sebagai balasan SYN-ACK pada bingkai \($0)" } ?? "") + "."
    case .carries(let first, let length, let isPushed, let text):
      "Membawa \(length) byte muatan, \(range(first, length)) dari aliran pengirimnya"
        + (isPushed ? ", dengan PSH: agar segera diserahkan kepada program" : ", tanpa PSH") + ": \(text)."
    case .leavesGap(let first, let end):
      "Sebelumnya \(numbers(first, end)) dari aliran pengirimnya belum ada dalam tangkapan: hilang, atau terlambat."
    case .acknowledged(let frame, let after, let copy): acknowledged(frame, after, copy)
    case .alreadyAcknowledged(let frame):
      "Seluruhnya sudah diakui sebelumnya, oleh bingkai \(frame): tidak membawa hal baru."
    case .notAcknowledged: "Tidak ada bingkai sesudahnya dalam tangkapan ini yang mengakuinya."
    case .acknowledges(let number, let new, let before, let segment): acknowledges(number, new, before, segment)
    case .acknowledgesNothingNew(let number, let frame):
      "Nomor pengakuannya \(number) sama dengan yang sudah diakui pengirimnya (sejak bingkai \(frame)): tidak ada lagi yang tiba secara berurutan."
    case .duplicates(let count, let first, let missing):
      "Ini duplikat ACK ke-\(count) dari bingkai \(first) (\(first)#\(count)): ada segmen yang tiba, dan nomor \(missing) masih kurang."
        + (count == 3 ? " Yang ketiga meminta pengiriman ulang cepat (RFC 5681, bagian 3.2)." : "")
    case .acknowledgesLess(let number, let before, let frame):
      "Nomor pengakuannya \(number) di belakang yang sudah diakui pengirimnya pada bingkai \(frame), \(before): datang terlambat, dan tidak membawa kabar baru."
    case .acknowledgesUnseen(let first, let end):
      "Mengakui \(numbers(first, end)), yang belum terlihat dalam tangkapan: sudah tiba, tetapi tidak terekam, atau baru muncul sesudahnya."
    case .selects(let blocks):
      "SACK: \(base.list(blocks.dropLast().map(bytes), and: blocks.last.map(bytes) ?? "")) tiba melewati celah; yang kurang sebelumnya masih diminta."
    case .selectsTwice(let block): "D-SACK: \(bytes(block)) tiba dua kali (RFC 2883)."
    case .finishes(let isFirst, let next, let again): finishes(isFirst, next, again)
    case .refuses(let syn): "RST: koneksi yang diminta SYN pada bingkai \(syn) ditolak."
    case .resets(let hasACK):
      "RST: pengirimnya memutus koneksi seketika. Yang masih di jalan hilang, dan RST tidak dikonfirmasi siapa pun"
        + (hasACK
          ? "."
          : "; tanpa ACK: menjawab segmen yang tidak, atau tidak lagi, dapat diserahkan host-nya kepada koneksi mana pun (RFC 9293, bagian 3.5.2).")
    case .window(let raw, let shift, let isSYN): window(raw, shift, isSYN)
    case .states(let side, let before, let after, let isSender):
      (isSender ? "Dengan mengirimnya" : "Ketika paket ini tiba,")
        + " \(base.side(side)) beralih dari \(before.rawValue) ke \(after.rawValue)."
    case .sentAgain(let retransmission): sentAgain(retransmission)
    case .overtaken:
      "Paket ini terlambat: paket lain yang dikirim sesudahnya terekam lebih dulu, dan tangkapan ini tidak punya salinan sebelumnya."
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

  private func belongs(_ record: ConversationRecord, _ place: Int?, _ side: Side?) -> String {
    let title = "\(base.title(of: record)), \(record.originator) → \(record.responder)"
    guard let side else { return "Paket ini menyangkut \(title)." }
    let sender =
      "; dikirim oleh \(base.side(side)), \(side == .originator ? record.originator : record.responder)"
      + (record.rolesInferred ? " (siapa yang memulai tidak terlihat, dan disimpulkan dari port atau flag)" : "")
    return place.map { "Ini paket ke-\($0) dari \(record.packets) paket \(title)\(sender)." }
      ?? "Paket ini bagian dari \(title)\(sender)."
  }

  private func pause(_ nanoseconds: Int64, _ frame: Int) -> String {
    if nanoseconds == 0 { return "Waktunya sama dengan paket sebelumnya dalam percakapan (bingkai \(frame))." }
    return nanoseconds < 0
      ? "Waktunya lebih awal daripada paket sebelumnya dalam percakapan (bingkai \(frame)): jam berjalan mundur."
      : "Datang \(numbers.duration(nanoseconds)) setelah paket sebelumnya dalam percakapan (bingkai \(frame))."
  }

  /// Numbers from the first to before the second.
  private func numbers(_ first: UInt32, _ end: UInt32) -> String {
    end &- first == 1 ? "nomor \(first)" : "nomor \(first) sampai \(end &- 1)"
  }

  private func bytes(_ block: PacketRow.Segment.Block) -> String { numbers(block.left, block.right) }

  private func acknowledged(_ frame: Int, _ after: Int64?, _ copy: Int?) -> String {
    let delay = after.map { ", \(numbers.duration($0)) kemudian" } ?? ""
    if let copy, copy < frame {
      return
        "Seluruhnya diakui oleh bingkai \(frame)\(delay), sesudah bingkai \(copy) membawanya, atau sebagiannya, sekali lagi."
    }
    return "Seluruhnya diakui oleh bingkai \(frame)\(delay)."
  }

  private func opens(_ isn: UInt32, _ again: Int?) -> String {
    let number = "nomor urut awalnya \(isn) (relatif: 0), dan SYN sendiri memakai nomor itu"
    return again.map { "Ini SYN bingkai \($0) sekali lagi, karena belum ada jawaban: \(number)." }
      ?? "SYN tanpa ACK: pengirimnya meminta koneksi; \(number)."
  }

  private func answers(_ isn: UInt32, _ number: UInt32, _ sum: AcknowledgmentSum?, _ syn: Int?, _ again: Int?) -> String
  {
    var text = "SYN dengan ACK: pengirimnya menerima koneksi"
    text += syn.map { " yang diminta SYN pada bingkai \($0)" } ?? ""
    text += "; nomor urut awalnya sendiri \(isn), dan nomor pengakuannya "
    text +=
      sum.map {
        "adalah ISN sisi lain dan satu untuk SYN\($0.bytes > 0 ? ", beserta muatan yang datang di dalamnya" : ""): \($0.text)"
      }
      ?? "\(number) tidak cocok dengan ISN pada SYN itu"
    return text + "." + (again.map { " Paket ini mengulang bingkai \($0)." } ?? "")
  }

  private func range(_ first: UInt32, _ length: Int) -> String {
    length == 1 ? "byte \(first)" : "byte \(first) sampai \(first &+ UInt32(truncatingIfNeeded: length - 1))"
  }

  private func acknowledges(_ number: UInt32, _ new: UInt32, _ before: Int?, _ segment: Int?) -> String {
    var text =
      "Nomor pengakuannya \(number) berarti: semua nomor sampai \(number &- 1) sudah tiba, dan \(number) ditunggu berikutnya"
    if let before { text += "; itu \(new) lebih banyak daripada pada bingkai \(before)" }
    if let segment { text += "; yang terakhir dari nomor itu ada pada bingkai \(segment)" }
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
    if raw == 0 { return "Jendelanya 0: pengirimnya tidak punya ruang lagi." }
    guard let shift else {
      return "Field jendelanya \(raw); berapa byte nilainya hanya disebut opsi kedua SYN, yang tidak terekam."
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
      text += "\(waited): kemungkinan besar karena waktu tunggunya habis"
      if retransmission.timeoutNumber > 1 { text += ", timeout ke-\(retransmission.timeoutNumber) berturut-turut" }
    case .fast: text += ", karena diminta duplikat ACK atau blok SACK (fast retransmit)"
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

  func misleads(_ reason: MisleadingLabel) -> String {
    switch reason {
    case .late:
      "Label ini menyesatkan di sini: tidak ada yang dikirim ulang. Segmen ini terlambat, sesudah segmen lain yang dikirim belakangan."
    case .copy:
      "Label ini menyesatkan di sini: pengirimnya tidak mengulang. Ini salinan kedua dari satu paket, dengan identifikasi IP dan byte yang sama."
    case .windowProbe:
      "Label ini menyesatkan di sini: ini probe apakah jendela yang tertutup sudah terbuka, bukan keep-alive."
    case .simultaneous:
      "Label ini menyesatkan di sini: ini satu langkah pembukaan serentak, dan tidak ada yang diulang."
    case .sentAgain:
      "Label ini menyesatkan di sini: salinan sebelumnya ada dalam tangkapan, jadi segmen ini dikirim ulang dan tidak terlambat."
    }
  }

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
    case .otherEnd: "host atau kartu lain"
    case .otherPort: "socket lain"
    case .otherFragment: "bagian lain dari suatu datagram"
    case .otherProtocol: "protokol lain menyusul"
    case .counted(let step):
      "pengirim menomori paket IP-nya: \(step > 0 ? "maju" : "mundur") \(abs(step))"
        + (abs(step) > 1 ? "; yang dikirim di antaranya ikut dihitung" : "")
    case .numberedAtRandom: "pengirim menomori paket IP-nya, tetapi tidak satu per satu"
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
    case .notValid: "hanya berlaku jika ACK aktif"
    case .flags(let first, let second): flags(first, second)
    case .room: "ruang yang masih dimiliki pengirimnya"
    case .clock(let ticks):
      ticks >= 0 ? "jam pengirim maju \(ticks) detak" : "jam pengirim \(-ticks) detak lebih awal"
    case .echo: "mengembalikan TSval terakhir yang diterima pengirimnya"
    case .hops: "pengirim lain, atau jalan lain: setiap router mengurangi satu"
    case .option(let isOfSYN): isOfSYN ? "opsi yang hanya ada pada SYN" : "opsi yang hanya ada pada salah satunya"
    case .otherHeader: "hanya ada pada salah satunya"
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
    case .samePacket: "Setiap byte sama: satu paket yang terekam dua kali, atau salinan buatan jaringan."
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
