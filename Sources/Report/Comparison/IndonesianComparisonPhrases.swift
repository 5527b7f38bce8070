import Analyzer
import Conversations

struct IndonesianComparisonPhrases: ComparisonPhrases {
  private let base = IndonesianPhrases()
  private var numbers: NumberText { base.numbers }

  func choice(_ choice: ComparisonChoice) -> String {
    switch choice {
    case .vantageAsked: "Dibandingkan sebagai vantage: dua titik pada satu jalan, sesuai --as vantage."
    case .vantageOneRecording:
      "Dibandingkan paket demi paket: kedua berkas adalah satu rekaman, karena waktu setiap paket sama persis di keduanya. Titik "
        + "penangkapannya hanya satu; yang berbeda diubah dalam berkas (--as workload: berapa biaya percakapannya)."
    case .vantageShared:
      "Dibandingkan sebagai vantage: percakapan yang sama ada di kedua tangkapan, jadi keduanya dua titik pada jalannya (--as workload: berapa biayanya)."
    case .workloadAsked: "Dibandingkan sebagai workload: berapa biaya pekerjaannya, sesuai --as workload."
    case .workloadNothingShared: "Dibandingkan sebagai workload: tidak ada percakapan yang sama di kedua tangkapan."
    case .workloadSameFile:
      "Dibandingkan sebagai workload: isi kedua berkas sama persis, jadi hanya ada satu titik penangkapan."
    case .workloadOneFile:
      "Dibandingkan sebagai workload: hanya ada satu berkas tangkapan, jadi hanya satu titik penangkapan."
    case .workloadNotTwo:
      "Dibandingkan sebagai workload: ada lebih dari dua berkas tangkapan, sedangkan titik penangkapan dibandingkan dua-dua."
    }
  }

  func shared(_ pair: (String, String), more: Int) -> String {
    "\(pair.0) dan \(pair.1) memuat percakapan yang sama: jika hanya keduanya yang diberikan (echo-analyze compare "
      + "\(pair.0) \(pair.1)), keduanya dibandingkan sebagai dua titik penangkapan"
      + (more > 0 ? "; begitu pula \(more) pasangan lain dari berkas ini." : ".")
  }

  func title(isLinks: Bool) -> String {
    isLinks ? "Protokol yang sama pada beberapa jaringan" : "Perbandingan TCP dan UDP"
  }

  func workload(isSame: Bool) -> String {
    isSame
      ? "Beban kerjanya sama: jumlah permintaan dan jumlah byte tiap arah sama, sehingga angka total dapat langsung dibandingkan."
      : "Beban kerjanya tidak sama, dan itu ikut memengaruhi angka total; karena itu byte dibandingkan per byte muatan."
  }

  var aspect: String { "aspek" }

  func name(of aspect: ComparedAspect) -> String {
    switch aspect {
    case .connection: "Koneksi"
    case .reliability: "Keandalan"
    case .speed: "Kecepatan"
    case .flowControl: "Pengendalian aliran dan kesalahan"
    case .use: "Penggunaan aplikasi"
    case .order: "Urutan data"
    case .overhead: "Overhead dan bandwidth"
    case .latency: "Latensi"
    }
  }

  func name(of trace: EchoTrace, capture: String) -> String { "\(base.title(of: trace.record)), \(capture)" }

  func leftOut(_ count: Int, of capture: String) -> String {
    "\(count) percakapan echo lain di \(capture): pilih dengan --stream"
  }

  func noEcho(in capture: String, _ echo: EchoResult?) -> String {
    guard let echo else { return "\(capture): tidak ada percakapan untuk dibandingkan" }
    let reason =
      echo.isEcho == nil
      ? "tidak dapat diketahui apakah ada percakapan yang mengembalikan apa yang diterimanya"
      : echo.replies > 0
        ? "tidak ada percakapan yang mengembalikan semua yang diterimanya"
        : "tidak ada percakapan yang mengembalikan apa yang diterimanya"
    return "\(capture): \(reason); yang dibandingkan adalah yang terbesar"
  }
  var differences: String { "Dalam angka" }

  private func list(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }

  private func duration(_ nanoseconds: Int64?) -> String {
    nanoseconds.map { numbers.duration($0) } ?? "tidak diketahui"
  }

  func opening(_ trace: EchoTrace) -> String {
    let record = trace.record, control = trace.control
    guard record.protocol == .tcp else {
      return "Tanpa koneksi: tidak ada bingkai pembuka; bingkai pertama (bingkai \(record.first.frame)) "
        + "sudah merupakan permintaan."
    }
    if record.outcome == .refused { return "Ditolak: tidak ada koneksi yang terbentuk (\(list(control.opening)))." }
    guard let nanoseconds = trace.openingNanoseconds else {
      return "Pembentukan koneksi tidak lengkap dalam tangkapan ini."
    }
    let start = "Dibuka oleh \(control.opening.count) bingkai (\(list(control.opening))) dalam \(duration(nanoseconds))"
    if trace.isOpenedPlainly { return start + ", satu waktu tempuh bolak-balik sebelum byte pertama boleh dikirim." }
    if record.handshake?.isSimultaneous == true { return start + "; kedua sisi membuka pada saat yang sama." }
    let payload = record.handshake?.syn.map(\.payloadLength) ?? 0
    let early = payload > 0 ? "; \(payload) byte dikirim bersama SYN, tanpa menunggu" : ""
    let again = trace.controlRepeats.filter(control.opening.contains)
    return start + early + (again.isEmpty ? "." : "; \(list(again)) dikirim ulang.")
  }

  func closing(_ trace: EchoTrace) -> String {
    let record = trace.record, control = trace.control
    guard record.protocol == .tcp else { return "Tidak ada bingkai penutup." }
    if record.outcome == .refused { return "" }
    guard !control.closing.isEmpty else { return "Tidak ada penutupan koneksi dalam tangkapan ini." }
    let how = record.teardown?.kind == .reset ? "Diputus dengan RST" : "Ditutup"
    return "\(how), \(control.closing.count) bingkai (\(list(control.closing)))."
  }

  func acknowledgments(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "Tanpa pengakuan: balasan program adalah satu-satunya tanda bahwa permintaan sampai."
    }
    guard record.dataTotal > 0 else { return "Tidak ada muatan yang dapat diakui." }
    let missing = trace.unacknowledged
    var parts: [String] = []
    if !missing.isEmpty {
      parts.append("Tidak ada ACK dalam tangkapan untuk \(list(missing))")
    } else if record.data.count == record.dataTotal {
      parts.append("Setiap byte muatan diakui")
    } else {
      parts.append(
        "\(record.data.count) segmen pertama dari \(record.dataTotal) diakui; yang lain tidak disimpan satu per satu")
    }
    if let pure = trace.control.acknowledging {
      parts.append(
        pure.isEmpty
          ? "tidak ada bingkai yang hanya berisi pengakuan"
          : "\(pure.count) bingkai hanya berisi pengakuan (\(list(pure)))")
    }
    return parts.joined(separator: "; ") + "."
  }

  func reliability(_ trace: EchoTrace) -> String {
    let record = trace.record, echo = record.echo
    if record.protocol == .tcp {
      let (again, causes) = trace.retransmissions
      var parts: [String] = []
      if again > 0 {
        parts.append("\(again) segmen dikirim ulang" + (causes.isEmpty ? "" : " (\(base.frames(causes, of: again)))"))
      }
      if !trace.controlRepeats.isEmpty {
        parts.append("SYN, SYN-ACK, atau FIN dikirim ulang dalam \(list(trace.controlRepeats))")
      }
      return parts.isEmpty ? "Tidak ada pengiriman ulang dalam tangkapan." : parts.joined(separator: "; ") + "."
    }
    var parts = ["\(echo.replies) dari \(echo.requests) permintaan kembali utuh"]
    if let lost = echo.lost, lost > 0 { parts.append("\(lost) tidak pernah kembali: UDP sendiri tidak mengatasinya") }
    if echo.duplicated > 0 { parts.append("\(echo.duplicated) balasan datang dua kali") }
    if echo.shortened > 0 { parts.append("\(echo.shortened) kembali terpotong") }
    let different = echo.mismatched - echo.shortened
    if different > 0 { parts.append("\(different) kembali dengan byte yang lain") }
    if record.icmpErrorTotal > 0 {
      let errors = record.icmpErrors.map(\.frame)
      parts.append("sebagai gantinya datang pesan kesalahan ICMP (\(base.frames(errors, of: record.icmpErrorTotal)))")
    }
    return parts.joined(separator: "; ") + "."
  }

  func firstEcho(_ trace: EchoTrace) -> String {
    guard let echo = trace.firstEcho, let time = trace.timeToFirstEcho else {
      return "Tidak ada permintaan yang diketahui kembali utuh."
    }
    let start =
      "Echo pertama \(duration(time)) setelah bingkai pertama (bingkai \(trace.record.first.frame) dan \(echo.reply))"
    guard let opening = trace.openingNanoseconds, let pause = trace.pauseBeforeFirstRequest else { return start + "." }
    return start
      + ": jabat tangan \(duration(opening)), lalu \(duration(pause)) sampai permintaan, echo setelah \(duration(echo.nanoseconds))."
  }

  func windows(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "Tanpa pengendalian aliran: header tidak memiliki jendela, dan tidak ada yang menyuruh pengirim menunggu."
    }
    func side(_ arrow: String, _ side: Side) -> String? {
      trace.leastWindow(of: side).map { "\(arrow) paling sedikit \($0.bytes) byte (bingkai \($0.frame))" }
    }
    let told = [side("←", .responder), side("→", .originator)].compactMap(\.self)
    var parts = [told.isEmpty ? "Satuan jendela tidak diketahui" : "Jendela: " + told.joined(separator: ", ")]
    if let most = trace.mostInFlight {
      parts.append("paling banyak \(most.bytes) byte yang belum diakui (bingkai \(most.frame))")
    }
    let (zero, frames) = trace.zeroWindows
    if zero > 0 {
      parts.append("tertutup dalam \(zero) segmen (\(base.frames(frames, of: zero)))")
    } else if trace.hasBothSides {
      parts.append("tidak pernah tertutup")
    }
    return parts.joined(separator: "; ") + "."
  }

  func checksums(_ trace: EchoTrace) -> String {
    let sums = trace.checksums
    var parts: [String] = []
    if sums.right > 0 { parts.append("\(sums.right) dari \(sums.total) benar") }
    if sums.partial > 0 { parts.append("\(sums.partial) diserahkan ke kartu jaringan (offload)") }
    if sums.wrong > 0 { parts.append("\(sums.wrong) salah (\(list(sums.wrongFrames)))") }
    if sums.absent > 0 { parts.append("\(sums.absent) tidak dipakai") }
    if sums.unchecked > 0 { parts.append("\(sums.unchecked) tidak dapat diperiksa") }
    return "Checksum: " + parts.joined(separator: ", ") + "."
  }

  func use(_ trace: EchoTrace, _ others: [(name: String, packets: Int)], conversations: Int) -> String {
    let name = trace.record.protocol.name
    var parts = others.map { "\($0.name) (\($0.packets) paket)" }
    if conversations > 0 { parts.append("\(conversations) percakapan lain") }
    return parts.isEmpty
      ? "Tidak ada lalu lintas \(name) lain dalam tangkapan ini."
      : "Lalu lintas \(name) lain dalam tangkapan ini: " + parts.joined(separator: ", ") + "."
  }

  func order(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "Header tidak memiliki nomor: "
        + (record.echo.reordered > 0
          ? "\(record.echo.reordered) balasan datang setelah balasan untuk permintaan yang lebih baru, dan hanya program yang dapat mengetahuinya."
          : "urutan hanya terjaga sejauh jaringan menjaganya; di sini tidak ada balasan yang tidak berurutan.")
    }
    let late = trace.outOfOrder
    return "Nomor urut menghitung setiap byte: \(record.toResponder.uniquePayloadBytes) → dan "
      + "\(record.toOriginator.uniquePayloadBytes) ←; "
      + (late > 0
        ? "\(late) segmen datang tidak berurutan dan ditempatkan kembali." : "tidak ada segmen yang tidak berurutan.")
  }

  func overhead(_ trace: EchoTrace) -> String {
    let record = trace.record
    let percent = numbers.percent(record.bytes - trace.payloadBytes, of: record.bytes) ?? "tidak diketahui"
    return "\(record.packets) bingkai, \(record.bytes) byte untuk \(trace.payloadBytes) byte muatan"
      + (trace.bytesPerHundred.map { ": \(numbers.hundredths($0)) byte di jaringan untuk setiap byte" } ?? "")
      + "; overhead \(percent) (bingkai \(record.first.frame) sampai \(record.last.frame))."
  }

  func latency(_ trace: EchoTrace) -> String {
    guard let echo = trace.firstEcho, let rtt = trace.record.echo.rtt, let median = rtt.median else {
      return "Tidak ada waktu tempuh bolak-balik dari permintaan yang kembali utuh."
    }
    let again = trace.sentAgainInEchoes
    let remark = again.isEmpty ? "" : "; \(sentAgain(again))"
    guard rtt.count > 1 else {
      return "Echo setelah \(duration(median)) (bingkai \(echo.request) dan \(echo.reply))\(remark)."
    }
    func extreme(_ name: String, _ value: Int64?, _ echo: EchoTrace.Echo?) -> String {
      "\(name) \(duration(value))" + (echo.map { " (bingkai \($0.request) dan \($0.reply))" } ?? "")
    }
    return "\(rtt.count) echo: median \(duration(median)), \(extreme("tercepat", rtt.minimum, trace.fastest)), "
      + "\(extreme("paling lambat", rtt.maximum, trace.slowest))\(remark)."
  }

  func sentAgain(_ frames: [Int]) -> String { "ada segmen yang dikirim ulang di antaranya (\(list(frames)))" }

  func difference(
    _ measure: ComparedMeasure, _ names: (large: String, small: String), _ values: (large: String, small: String),
    ratio: String?
  ) -> String {
    "\(name(of: measure)): \(values.large) pada \(names.large), \(values.small) pada \(names.small)"
      + (ratio.map { ": \($0) kali" } ?? "")
  }

  func equal(_ measure: ComparedMeasure, _ names: (String, String), _ value: String) -> String {
    "\(name(of: measure)): \(value) pada \(names.0) dan pada \(names.1)"
  }

  private func name(of measure: ComparedMeasure) -> String {
    switch measure {
    case .frames: "Bingkai"
    case .bytes: "Byte di jaringan"
    case .bytesPerPayloadByte: "Byte di jaringan untuk setiap byte muatan"
    case .firstEcho: "Jabat tangan dan echo pertama"
    case .roundTrip: "Waktu tempuh bolak-balik echo (median)"
    case .repeats: "Segmen yang dikirim ulang, termasuk SYN dan FIN"
    }
  }
}
