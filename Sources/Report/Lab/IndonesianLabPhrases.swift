import Analyzer
import Conversations
import Wire

struct IndonesianLabPhrases: LabPhrases {
  private let base = IndonesianPhrases()
  private var numbers: NumberText { base.numbers }

  func text(_ text: LabText) -> String {
    switch text {
    case .title: "Laporan praktikum: echo TCP dan UDP"
    case .course: "Mata kuliah"
    case .courseName: "Praktikum Jaringan Komputer"
    case .name: "Nama"
    case .id: "NRP"
    case .className: "Kelas"
    case .group: "Kelompok"
    case .lecturer: "Dosen"
    case .date: "Tanggal"
    case .captureFile: "Berkas tangkapan"
    case .digest: "SHA-256"
    case .digestUnknown: "tidak diketahui: berkas tidak dapat dibaca dua kali"
    case .packets: "Paket"
    case .trust: "Keandalan tangkapan"
    case .program: "Dibuat dengan"
    case .contents: "Daftar isi"
    case .objectives: "1. Tujuan"
    case .theory: "2. Dasar teori (ringkas)"
    case .setup: "3. Alat, topologi, dan prosedur"
    case .results: "4. Hasil percobaan"
    case .tcpAnalysis: "5. Analisis TCP"
    case .udpAnalysis: "6. Analisis UDP"
    case .anatomy: "7. Bedah header paket"
    case .comparison: "8. Perbandingan TCP dan UDP"
    case .findings: "9. Temuan dan peringatan"
    case .answers: "10. Jawaban tugas modul"
    case .conclusion: "11. Kesimpulan"
    case .appendix: "12. Lampiran"
    case .objectiveProgram: "Memahami bagaimana program client dan server saling berkomunikasi."
    case .objectiveTCP: "Mampu memprogram dengan socket TCP."
    case .objectiveUDP: "Mampu memprogram dengan socket UDP."
    case .objectiveTCPEcho: "Melihat paket demi paket bagaimana echo TCP bekerja."
    case .objectiveUDPEcho: "Melihat paket demi paket bagaimana echo UDP bekerja."
    case .theoryTCP:
      "TCP adalah aliran byte antara dua socket. Koneksi dibuka oleh tiga segmen (SYN, SYN-ACK, ACK), setiap byte memiliki "
        + "nomor urut dan diakui, dan tiap sisi menutup arahnya dengan FIN."
    case .theoryUDP:
      "UDP mengirim datagram. Setiap datagram berdiri sendiri: tidak ada yang dibuka, diberi nomor, diakui, atau ditutup. "
        + "Satu sendto adalah satu datagram, dan satu recvfrom mengambil satu datagram."
    case .theoryKernel:
      "Kernel pada host yang sedang listen menjawab SYN dan menyelesaikan jabat tangan tiga arah sendiri; accept() hanya "
        + "mengambil koneksi yang sudah lengkap dari antrean. Angka pada listen() adalah jumlah koneksi yang boleh menunggu "
        + "di antrean itu, bukan jumlah client yang dapat terhubung."
    case .theoryDatagram:
      "Pada TCP satu send() tidak harus sama dengan satu recv(): recv() mengambil apa yang sudah tiba, paling banyak sebesar "
        + "yang diminta, bagaimanapun data itu dikirim."
    case .theoryHeaders:
      "Kedua header membawa port dan checksum; hanya header TCP yang memiliki nomor urut, nomor pengakuan, flag, dan jendela."
    case .tcpCalls: "TCP: panggilan socket dan akibatnya di jaringan"
    case .udpCalls: "UDP: panggilan socket dan akibatnya di jaringan"
    case .call: "panggilan"
    case .onTheWire: "akibatnya"
    case .inThisCapture: "dalam tangkapan ini"
    case .experiment: "percobaan"
    case .client: "client"
    case .server: "server"
    case .address: "alamat"
    case .card: "kartu jaringan (MAC)"
    case .system: "sistem (dugaan)"
    case .port: "port"
    case .linkType: "Jenis tautan"
    case .point: "Titik penangkapan"
    case .started: "Paket pertama"
    case .notSeen: "tidak ada dalam tangkapan"
    case .console: "Konsol"
    case .packetList: "Daftar paket dengan kolom Wireshark"
    case .times:
      "Waktu dihitung dalam detik sejak paket pertama tangkapan; dalam diagram sejak paket pertama percakapan."
    case .ladder: "Diagram urutan"
    case .messages: "Pesan dan echo-nya"
    case .otherConversations: "Juga ada dalam tangkapan ini"
    case .number: "No."
    case .time: "Waktu"
    case .source: "Sumber"
    case .destination: "Tujuan"
    case .protocolName: "Protokol"
    case .length: "Panjang"
    case .info: "Info"
    case .message: "pesan"
    case .from: "dari"
    case .bytes: "byte"
    case .roundTrip: "echo setelah"
    case .socketCalls: "Panggilan socket dan bingkainya"
    case .handshake: "Pembentukan koneksi"
    case .segments: "Segmen demi segmen"
    case .flags: "flag"
    case .flagsBinary: "flag (biner)"
    case .next: "nomor berikutnya"
    case .range: "byte yang dibawa"
    case .window: "jendela"
    case .acknowledgment: "nomor pengakuan"
    case .sequence: "nomor urut"
    case .arithmetic: "Hitungan nomor urut dan nomor pengakuan"
    case .roundTrips: "Waktu tempuh bolak-balik, EstimatedRTT, dan batas waktu"
    case .acknowledgments: "Pengakuan (ACK)"
    case .covers: "mengakui"
    case .flow: "Jendela dan pengendalian aliran"
    case .losses: "Kehilangan, pengiriman ulang, urutan"
    case .noLosses: "Tidak ada yang dikirim ulang, tidak ada yang tidak berurutan, dan tidak ada ACK yang berulang."
    case .teardown: "Penutupan koneksi"
    case .throughput: "Laju data (throughput) menurut tiap definisi"
    case .definition: "definisi"
    case .plots: "Grafik"
    case .noTCP: "Tidak ada percakapan TCP dalam tangkapan."
    case .datagrams: "Permintaan dan balasan"
    case .lengthCheck: "Pemeriksaan panjang"
    case .latencies: "Waktu tempuh bolak-balik, jitter, kehilangan"
    case .noUDP: "Tidak ada percakapan UDP dalam tangkapan."
    case .unreachable: "Pesan kesalahan ICMP"
    case .oneTrace:
      "Hanya ada satu percakapan: perbandingan memerlukan tangkapan dari tiap protokol, atau dari tiap jaringan."
    case .noConversation: "Tidak ada percakapan TCP atau UDP dalam tangkapan."
    case .noFindings: "Tidak ada hal yang perlu diperhatikan."
    case .taskStrengthsTCP: "a. Keunggulan TCP: buktinya"
    case .taskCalls: "b. Panggilan socket pada server dan client"
    case .taskHandshake: "c. Jabat tangan tiga arah dalam angka"
    case .taskStrengthsUDP: "d. Keunggulan UDP: buktinya"
    case .taskUses: "e. Penerapan UDP dalam tangkapan sendiri"
    case .taskDifferences: "f. Perbedaan TCP dan UDP"
    case .seeComparison: "Delapan aspek dengan nilai terukur ada di bagian 8."
    case .temporaryReport: "Laporan sementara"
    case .signature: "Paraf asisten, tanggal"
    case .memberNames: "Anggota kelompok beserta NRP"
    case .programs: "Program"
    case .logs: "Log sesi"
    case .noLogs: "tidak ada: --log menggabungkan apa yang dilakukan socket dengan bingkainya"
    case .reproduce: "Cara memperoleh angka yang sama"
    case .tsharkNote: "Paket pada bagian 4 dapat dicetak dengan tshark, alat dari Wireshark:"
    case .draft: "Draf berdasarkan angka saja:"
    case .ownObjectives: "isi tujuan Anda, jika modul meminta yang lain"
    case .ownTheory: "isi rangkuman teori Anda beserta sumbernya"
    case .ownSetup: "isi perangkat, topologi, dan perintah yang Anda jalankan"
    case .ownConsole: "tempel gambar kedua konsol dan jelaskan isinya"
    case .ownAnalysis: "isi analisis Anda: apa yang ditunjukkan angka-angka ini, dan mengapa?"
    case .ownComparison: "isi kesimpulan Anda dari tabel: kapan Anda memakai yang mana?"
    case .ownAnswer: "isi jawaban dengan kata-kata Anda sendiri"
    case .ownConclusion: "isi kesimpulan Anda"
    case .ownProgram: "lampirkan program Anda"
    }
  }

  func date(year: Int, month: Int, day: Int) -> String {
    let months = [
      "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
      "Desember",
    ]
    return "\(day) \(months[month - 1]) \(year)"
  }

  func placeholder(_ about: LabText) -> String { "[\(text(about))]" }

  func experiment(_ record: ConversationRecord, capture: String) -> String {
    "\(base.title(of: record)) (\(capture))"
  }

  func frames(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }

  func system(hops: UInt8, frame: Int) -> String {
    let usual =
      hops <= 64
      ? "64 lazim pada Linux, macOS, dan ponsel"
      : hops <= 128 ? "128 lazim pada Windows" : "255 lazim pada perangkat jaringan"
    return "TTL \(hops) (bingkai \(frame)): \(usual)"
  }

  func capturePoint(_ point: VantagePoint?) -> String {
    switch point {
    case .originator?: "di sisi client, menurut waktu jabat tangan"
    case .responder?: "di sisi server, menurut waktu jabat tangan"
    case .between(let percent)?: "di antara keduanya: \(percent) % dari jalur ada di sisi server"
    case .nearBoth?: "dekat kedua ujung: satu mesin, atau satu kabel"
    case nil: "tidak diketahui: tidak ada jabat tangan yang menunjukkannya"
    }
  }

  func rows(_ shown: Int, of total: Int) -> String {
    "… \(total - shown) dari \(total) baris tidak ditampilkan di sini …"
  }

  func arithmetic(syn: Handshake.SYN, synAck: Handshake.SYN, acknowledgment: UInt32?) -> String {
    let (client, server) = (syn.initialSequenceNumber.rawValue, synAck.initialSequenceNumber.rawValue)
    return "SYN (bingkai \(syn.frame)): ISN \(client). SYN-ACK (bingkai \(synAck.frame)): Ack = \(client) + 1 = "
      + "\(client &+ 1), karena SYN memakai satu nomor urut; ISN-nya sendiri \(server). ACK terakhir: Ack = \(server) + 1 "
      + "= \(server &+ 1). Nomor relatif dimulai dari 0 pada tiap ISN."
  }

  func arithmetic(_ segment: DataSegment) -> String {
    let next = segment.sequence &+ UInt32(truncatingIfNeeded: segment.length)
    let answer =
      segment.acknowledgedBy.map { "; diakui oleh bingkai \($0.frame)" } ?? "; tidak ada ACK untuknya dalam tangkapan"
    return
      "bingkai \(segment.frame): Seq \(segment.sequence) + \(segment.length) byte = \(next), yaitu Ack yang mengakuinya"
      + answer
  }

  func coverage(one: Int, several: Int, kept: Int, of total: Int) -> String {
    let part = kept < total ? "Dari \(kept) segmen pertama di antara \(total) segmen: " : ""
    return part + "\(one) bingkai mengakui satu segmen, \(several) bingkai mengakui dua atau lebih."
  }

  func datagramLength(frame: Int, payload: Int) -> String {
    "bingkai \(frame): Length \(payload + 8) = 8 (header) + \(payload) (muatan)"
  }

  var closeOrShutdown: String { "close() atau shutdown()" }
  var effectOfEither: String {
    "FIN dari salah satunya: paket tidak membedakannya, log membedakannya (--log); close() mengirim RST jika ada data yang "
      + "belum dibaca"
  }

  func effect(of call: LabCall, _ transport: TransportProtocol) -> String {
    switch call {
    case .socket, .bind: "tidak ada"
    case .listen: "tidak ada: sejak saat itu kernel menjawab SYN"
    case .connect: "SYN, SYN-ACK, ACK"
    case .accept: "tidak ada: mengambil koneksi dari antrean"
    case .send: "segmen dengan muatan, jika jendela mengizinkan"
    case .recv: "tidak ada: kernel yang mengakui data yang tiba"
    case .sendto: "satu datagram"
    case .recvfrom: "tidak ada: mengambil satu datagram"
    case .shutdown: "FIN: arah ini berakhir, arah lain boleh berlanjut"
    case .close:
      transport == .tcp
        ? "FIN, kecuali jika sudah dikirim oleh shutdown() (RST jika ada data yang belum dibaca)" : "tidak ada"
    }
  }

  var noFrame: String { "tanpa bingkai" }
  func effect(_ frames: [Int]?, of total: Int) -> String {
    frames.map { $0.isEmpty ? text(.notSeen) : base.frames($0, of: total) } ?? noFrame
  }

  func strengths(_ name: String) -> String { "Dari \(name):" }

  func conclusion(_ trace: EchoTrace, name: String) -> String {
    let record = trace.record
    let overhead = numbers.percent(record.bytes - trace.payloadBytes, of: record.bytes) ?? "tidak diketahui"
    let echo =
      trace.timeToFirstEcho.flatMap { time in
        trace.firstEcho.map { ", echo pertama setelah \(numbers.duration(time)) (bingkai \($0.reply))" }
      } ?? ""
    return
      "\(name): \(record.packets) bingkai (\(record.first.frame) sampai \(record.last.frame)) dan \(record.bytes) byte "
      + "untuk \(trace.payloadBytes) byte muatan (overhead \(overhead))\(echo)."
  }

  func conclusion(_ names: (tcp: String, udp: String), bytes: String, time: String?) -> String {
    "Untuk setiap byte muatan \(names.tcp) memerlukan \(bytes) kali byte di jaringan dibandingkan \(names.udp)"
      + (time.map { "; jabat tangan dan echo pertama memerlukan \($0) kali waktu." } ?? ".")
  }

  func moreArithmetic(_ count: Int) -> String { "… dan \(count) segmen lagi dengan cara yang sama" }

  func arithmetic(_ fin: Teardown.FIN, sequence: UInt32) -> String {
    "bingkai \(fin.frame): FIN memakai satu nomor urut: Seq \(sequence) + 1 = \(sequence &+ 1)"
      + (fin.acknowledgedBy.map { "; diakui oleh bingkai \($0.frame)" } ?? "; tidak ada ACK untuknya dalam tangkapan")
  }
}
