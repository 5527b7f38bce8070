import Conversations
import SessionLog

/// Indonesian.
struct IndonesianFigurePhrases: FigurePhrases {
  var numbers: NumberText { .withComma }

  func title(of transport: TransportProtocol, stream: Int) -> String {
    (transport == .tcp ? "Stream TCP " : "Stream UDP ") + "\(stream)"
  }

  func ladder(from originator: String, to responder: String, packets: Int, shown: Int) -> String {
    let part = shown == packets ? "" : ", \(shown) di antaranya ditampilkan"
    return
      "Diagram urutan \(packets) paket antara \(originator) dan \(responder)\(part), berupa panah menurut urutan waktu."
  }

  func party(_ side: Side, _ role: SessionHeader.Role?) -> String {
    switch role {
    case .client: "client"
    case .server: "server"
    case nil: side == .originator ? "inisiator" : "penjawab"
    }
  }

  func frameColumn() -> String { "bingkai" }
  func timeColumn() -> String { "waktu (s)" }

  func phase(_ phase: Ladder.Phase) -> String {
    switch phase {
    case .establishment: "Pembentukan koneksi"
    case .transfer: "Transfer data"
    case .termination: "Penutupan koneksi"
    }
  }

  func fragment() -> String { "fragmen" }

  func icmp(_ name: String?) -> String { name.map { "ICMP " + $0 } ?? "pesan kesalahan ICMP" }

  func reported(_ error: String, by address: String) -> String { "\(error), dikirim oleh \(address)" }

  func mark(_ mark: LadderMark) -> String {
    switch mark {
    case .repeats(let frame, let cause):
      "pengiriman ulang" + (frame.map { " bingkai \($0)" } ?? ", salinan pertama tidak ada dalam capture") + why(cause)
    case .sentAgain: "pengiriman ulang"
    case .lost(let again): "hilang: dikirim ulang dalam bingkai \(again)"
    case .unanswered(let again): "tidak terlihat jawaban: dikirim ulang dalam bingkai \(again)"
    case .needless(let again): "sampai, tetapi tetap dikirim ulang dalam bingkai \(again)"
    case .late: "tidak berurutan: dikirim sebelum segmen lain yang mendahuluinya"
    case .ahead(let frame): "mendahului bingkai \(frame) yang dikirim lebih dulu"
    case .copy: "paket yang sama sekali lagi"
    case .duplicateACK: "duplikat ACK"
    case .keepAlive: "keep-alive"
    case .zeroWindow: "jendela 0: penerima tidak menerima apa pun"
    case .windowProbe: "pemeriksaan jendela"
    case .windowFull: "memenuhi jendela penerima"
    case .acknowledgesUnseen: "mengakui byte yang tidak ada dalam capture"
    case .ignoredReset: "di luar jendela: diabaikan penerima"
    case .olderConnection: "milik koneksi lama pada port yang sama"
    case .otherAnswer: "jawaban lain yang tidak dipakai"
    case .dataAfterFIN: "dikirim setelah sisi lain menutup"
    case .noReply: "tidak ada balasan dalam capture"
    case .icmpError(let frame): "dijawab dengan pesan kesalahan ICMP: bingkai \(frame)"
    case .reply(let frame): "balasan untuk bingkai \(frame)"
    case .furtherReply(let frame): "balasan tambahan untuk bingkai \(frame)"
    case .overtakenReply: "tidak berurutan: setelah balasan untuk permintaan berikutnya"
    case .unasked: "tidak ada permintaannya dalam capture"
    case .shortened: "hanya bagian awal permintaan"
    case .different: "byte tidak sama dengan permintaan"
    case .reassembled(let frames): "dari \(frames.count) fragmen: bingkai \(list(frames))"
    case .about(let frame): "tentang bingkai \(frame)"
    }
  }

  private func why(_ cause: Retransmission.Cause?) -> String {
    switch cause {
    case .timeout: " (timeout)"
    case .fast: " (pengiriman ulang cepat)"
    case .tailLossProbe: " (tail loss probe)"
    case .afterTimeout: " (setelah timeout)"
    case .afterError: " (setelah pesan kesalahan)"
    case .unknown, nil: ""
    }
  }

  func gap(from first: UInt32, to last: UInt32, bytes: Int, again: Int?) -> String {
    "tidak tertangkap: " + (bytes == 1 ? "1 byte, seq \(first)" : "\(bytes) byte, seq \(first) sampai \(last)")
      + (again.map { "; dikirim ulang dalam bingkai \($0)" } ?? "")
  }

  func omitted(rows: Int) -> String { "… \(rows) panggilan …" }

  func omitted(packets: Int, from first: Int, to last: Int) -> String {
    packets == 1 ? "… 1 paket (bingkai \(first)) …" : "… \(packets) paket (bingkai \(first)–\(last)) …"
  }

  func notKept(packets: Int, after frame: Int) -> String {
    "… \(packets) paket lagi setelah bingkai \(frame), tidak disimpan satu per satu …"
  }

  func title(
    of kind: PlotKind, _ variant: Plot.Variant?, from side: Side?, _ transport: TransportProtocol
  ) -> String {
    let what =
      switch kind {
      case .timeSequence:
        variant == .stevens ? "Nomor urut terhadap waktu (Stevens)" : "Waktu–nomor urut (tcptrace)"
      case .rtt: "Waktu tempuh bolak-balik (RTT)"
      case .rttDistribution: transport == .tcp ? "Sebaran RTT" : "Sebaran latensi"
      case .inFlight: "Byte dalam perjalanan dan jendela penerima"
      case .throughput: "Laju data (throughput)"
      case .latency: "Latensi: permintaan sampai balasan"
      }
    guard let side else { return what }
    return what + (side == .originator ? ", inisiator → penjawab" : ", penjawab → inisiator")
  }

  func plot(_ series: [String], values: Int, from start: String, to end: String, largest: String) -> String {
    "Grafik \(series.joined(separator: ", ")): \(values) nilai dari \(start) sampai \(end), yang terbesar \(largest)."
  }

  func axis(_ axis: PlotBuilder.AxisName) -> String {
    switch axis {
    case .time: "waktu sejak paket pertama"
    case .sequenceNumber: "nomor urut relatif"
    case .roundTrip: "waktu tempuh bolak-balik"
    case .latency: "latensi"
    case .bytesInFlight: "byte dalam perjalanan"
    case .rate: "muatan"
    case .samples: "jumlah sampel dengan nilai paling besar ini"
    }
  }

  func series(_ series: PlotBuilder.SeriesName) -> String {
    switch series {
    case .sent: "segmen"
    case .sentAgain: "R: dikirim ulang"
    case .acknowledged: "diakui"
    case .window: "jendela penerima"
    case .selective: "blok SACK"
    case .pureACK: "sampai ACK tanpa data"
    case .piggybackedACK: "sampai ACK dengan data"
    case .handshake: "jabat tangan"
    case .noSample: "bukan sampel: dikirim ulang, atau ACK terlambat"
    case .estimate: "EstimatedRTT"
    case .inFlight: "dalam perjalanan"
    case .sentRate: "dikirim"
    case .acknowledgedRate: "diakui"
    case .meanRate: "diakui, rata-rata sejauh ini"
    case .latency: "permintaan sampai balasan"
    case .overtaken: "balasan tidak berurutan"
    case .noReply: "tidak ada balasan dalam capture"
    }
  }

  func byteUnit(_ count: Int64) -> String { "byte" }

  func above(_ series: String, upTo largest: String, isWhole: Bool) -> String {
    "\(series): \(isWhole ? "" : "sebagian ")di atas grafik, sampai \(largest)"
  }

  func thinned(_ series: String, shown: Int, of total: Int) -> String {
    "\(series): \(shown) dari \(total) nilai digambar, termasuk yang terkecil dan terbesar pada setiap bagian"
  }

  private func list(_ frames: [Int]) -> String {
    let shown = frames.prefix(6).map { "\($0)" }.joined(separator: ", ")
    return frames.count > 6 ? shown + ", …" : shown
  }
}
