import Analyzer
import Conversations
import Wire

extension IndonesianAnswerPhrases {
  private func list(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }
  private func side(_ side: Side) -> String { side == .originator ? "client" : "server" }

  func text(_ fact: ClaimFact) -> String {
    switch fact {
    case .about(let record, let capture): "\(base.title(of: record)) dari \(capture):"
    case .evidence(let evidence, let trace): sentence(evidence, trace)
    case .aspect(let aspect, let trace):
      "\(comparison.name(of: aspect)), \(trace.trace.record.protocol.name): "
        + ComparisonStory(phrases: comparison, numbers: numbers).cell(aspect, trace)
    case .calls(let traces):
      "Panggilan, bingkainya, dan akibatnya di jaringan, dalam "
        + traces.map { "\(base.title(of: $0.trace.record)) dari \($0.capture)" }.joined(separator: " dan ") + "."
    case .layers(let headers, let frame):
      "Isi bingkai \(frame) dari luar ke dalam: "
        + headers.map { "\($0.name) (byte \($0.start), \($0.length) byte)" }.joined(separator: ", ")
        + ". Menurut penomoran OSI itulah lapisan 2, 3, dan 4; lapisan 1 tidak ada dalam tangkapan."
    case .backlog:
      "Angka itu adalah jumlah koneksi selesai yang boleh menunggu sampai diambil accept(), bukan jumlah client yang dapat "
        + "terhubung: yang sudah diambil tidak dihitung."
    case .concurrent(let count, let frames, let isLeast):
      "Paling \(isLeast ? "sedikit" : "banyak") \(count) koneksi ke server ini terbuka sekaligus dalam tangkapan ini"
        + (frames.isEmpty ? "." : " (dimulai di \(base.frames(frames, of: frames.count))).")
    case .readLimit:
      "Angka itu adalah yang paling banyak dikembalikan satu recv(). TCP tidak mengenal pesan: sisanya datang dengan panggilan "
        + "berikutnya, jika program memanggilnya."
    case .shortEcho(let returned, let total, let frames):
      "Dari \(total) byte, \(returned) kembali sebelum server menutup (\(list(frames))): ia membaca sekali lalu selesai."
    case .longMessage(let bytes, let frame):
      "\(bytes) byte kembali utuh (bingkai \(frame)): ia membaca lebih dari sekali."
    case .received(let calls, let owner):
      "Log \(side(owner)) memuat \(calls.count) panggilan recv() yang mengembalikan byte: "
        + calls.prefix(12).map { "\($0)" }.joined(separator: ", ") + (calls.count > 12 ? ", …" : "") + "."
    case .closer(let closer, let frame, let isReset):
      (isReset ? "Yang memutus lebih dulu dengan RST adalah " : "FIN pertama dikirim oleh ")
        + "\(side(closer)) (bingkai \(frame))."
    case .closing(let segments, let frames, let halfClosed):
      "Penutupan memakai \(segments) bingkai (\(list(frames)))"
        + (halfClosed.map { ", setengah tertutup selama \(numbers.duration($0))." } ?? ".")
    case .lastACK(let frame): "ACK terakhir (bingkai \(frame)) termasuk di dalamnya."
    case .noLastACK: "ACK untuk FIN kedua tidak ada dalam tangkapan."
    case .closedTogether: "Kedua sisi menutup sebelum menerima FIN sisi lain."
    case .delivered(let bytes, let frames): "Seluruh \(bytes) byte diakui (\(list(frames)))."
    case .undelivered(let bytes, let total, let frames, let isLeast):
      "\(isLeast ? "Paling sedikit " : "")\(bytes) dari \(total) byte tidak diakui oleh apa pun dalam tangkapan (\(list(frames)))."
    case .deliveredOfFirst(let count, let total, let bytes, let frames):
      "\(bytes) byte dari \(count) segmen data pertama di antara \(total) diakui (\(list(frames)))."
    case .toTheKernel:
      "sendall() selesai ketika kernel mengambil semua byte; bahwa byte itu sampai hanya dapat diketahui dari ACK."
    case .segments(let requests, let replies, let requestBytes, let replyBytes, let isWhole):
      "Kiriman client terdiri atas \(requests.count) segmen (\(list(requests)), \(requestBytes) byte), yang kembali "
        + "\(replies.count) segmen (\(list(replies)), \(replyBytes) byte)" + (isWhole ? "." : ", dari yang disimpan.")
    case .callsAreNoPackets:
      "Panggilan recv() bukan paket: recv(16) mengambil apa yang sudah tiba dalam potongan sampai 16 byte, dan tidak mengirim apa pun."
    case .handshake(let syn, let synAck, let ack, let nanoseconds):
      "SYN (bingkai \(syn)), SYN-ACK (bingkai \(synAck)), ACK (bingkai \(ack))"
        + (nanoseconds.map { " dalam \(numbers.duration($0))." } ?? ".")
    case .pushed(let count, let total, let frames):
      "\(count) dari \(total) segmen data memiliki PSH" + (frames.isEmpty ? "." : " (\(list(frames))).")
    case .arithmetic(let frame, let sequence, let length, let acknowledgment, let answer):
      sequence &+ UInt32(truncatingIfNeeded: length) == acknowledgment
        ? "Bingkai \(frame): \(sequence) + \(length) = \(acknowledgment), yaitu Ack bingkai \(answer)."
        : "Bingkai \(frame) memiliki Seq \(sequence) dan \(length) byte; bingkai \(answer) dengan Ack \(acknowledgment) mengakuinya dan lebih."
    case .passedOnIsARule:
      "Sejauh itu yang ditunjukkan paket. Bahwa data dengan PSH langsung diteruskan ke program adalah aturan protokol tentang "
        + "apa yang dilakukan kernel penerima: tidak ada paket yang dapat menunjukkannya."
    case .chat(let messages, let idle, let frame):
      "\(messages) pesan client dalam satu koneksi"
        + (idle.flatMap { idle in frame.map { ", jeda terpanjang \(numbers.duration(idle)) (sebelum bingkai \($0))." } }
          ?? ".")
    case .chatEnds(let resets, let undelivered, let frames, let isLeast):
      (resets.isEmpty ? "Tidak diakhiri dengan bersih" : "Diakhiri dengan RST (\(list(resets)))")
        + (undelivered > 0
          ? "; \(isLeast ? "paling sedikit " : "")\(undelivered) byte dari server tidak diakui oleh apa pun (\(list(frames)))."
          : ".")
    case .simpleSession(let messages): "Sesi sederhana memuat \(messages) pesan client."
    case .noControl(let frames, let total):
      "Tidak ada paket yang membuka atau menutup apa pun; semua \(total) paket percakapan ini membawa datagram program "
        + "(\(base.frames(frames, of: total)))."
    case .clients(let count, let isLeast):
      "\(isLeast ? "Paling sedikit " : "")\(count) client berbicara dengan server ini dalam tangkapan ini."
    case .manyClientsAreARule:
      "Sejauh itu yang ditunjukkan paket. Bahwa accept() tidak ada, dan jumlah client tidak dibatasi, adalah aturan protokol: "
        + "tidak ada paket yang dapat menunjukkannya."
    case .noACKs(let datagrams):
      "Dari \(datagrams) paket tidak ada yang hanya mengakui: sampai di sini benar. Namun ACK pada TCP menghitung byte, bukan paket, dan datang "
        + "dari kernel, bukan dari program."
    case .wholeDatagrams:
      "Satu datagram adalah satu pesan: satu sendto() menjadi satu recvfrom(), sedangkan TCP adalah aliran byte."
    case .exchanges(let packets, let requests, let replies, let returned):
      "\(packets) paket: \(requests) permintaan, \(replies) balasan"
        + (returned < replies ? ", \(returned) di antaranya diketahui berisi byte yang sama." : ".")
    case .applicationReply(let request, let reply, let isIdentical):
      "Bingkai \(reply) adalah balasan program untuk bingkai \(request)"
        + (isIdentical ? ", dengan byte yang sama" : "") + ": UDP sendiri tidak mengonfirmasi apa pun."
    case .unanswered(let count):
      "\(count) permintaan tidak berbalas, dan UDP tidak memberitahukan maupun mengulanginya."
    case .checksums(let sums):
      "Dari \(sums.total) checksum, \(sums.right) benar, \(sums.wrong) salah, \(sums.partial) diserahkan ke kartu jaringan (offload), "
        + "\(sums.absent) tidak dipakai, \(sums.unchecked) tidak dapat diperiksa."
    case .discards: "UDP mendeteksi kesalahan dengan checksum dan membuang yang rusak; ia tidak memperbaikinya."
    case .numbers(let syn, let synAck):
      "SYN (bingkai \(syn.frame)): ISN \(syn.initialSequenceNumber.rawValue); SYN-ACK (bingkai \(synAck.frame)): ISN "
        + "\(synAck.initialSequenceNumber.rawValue)."
    }
  }

  private func sentence(_ evidence: EchoEvidence, _ column: Comparison.Trace) -> String {
    let trace = column.trace
    return switch evidence {
    case .order: comparison.order(trace)
    case .acknowledgments: comparison.acknowledgments(trace)
    case .reliability: comparison.reliability(trace)
    case .windows: comparison.windows(trace)
    case .opening: comparison.opening(trace)
    case .overhead: comparison.overhead(trace)
    case .firstEcho: comparison.firstEcho(trace)
    case .use: comparison.use(trace, column.others, conversations: column.otherConversations)
    }
  }
}
