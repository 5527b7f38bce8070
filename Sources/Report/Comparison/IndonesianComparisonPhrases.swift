import Analyzer
import Conversations

struct IndonesianComparisonPhrases: ComparisonPhrases {
  private let base = IndonesianPhrases()
  private var numbers: NumberText { base.numbers }

  func title(isLinks: Bool) -> String {
    isLinks ? "Protokol yang sama pada beberapa jaringan" : "Perbandingan TCP dan UDP"
  }

  func workload(isSame: Bool) -> String {
    isSame
      ? "Beban kerjanya sama: jumlah permintaan dan jumlah byte tiap arah sama, sehingga angka total dapat langsung dibandingkan."
      : "Beban kerjanya tidak sama: angka total berbeda juga karena itu, sehingga byte dibandingkan per byte muatan."
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

  func noEcho(in capture: String) -> String {
    "\(capture): tidak ada percakapan yang mengembalikan apa yang diterimanya; yang terbesar dibandingkan"
  }
  var differences: String { "Apa yang berbeda" }

  private func list(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }

  private func duration(_ nanoseconds: Int64?) -> String {
    nanoseconds.map { numbers.duration($0) } ?? "tidak diketahui"
  }

  func opening(_ trace: EchoTrace) -> String {
    guard trace.record.protocol == .tcp else {
      return "Tanpa koneksi: tidak ada bingkai pembuka; bingkai pertama (bingkai \(trace.record.first.frame)) "
        + "sudah membawa muatan."
    }
    guard let handshake = trace.record.handshake, let nanoseconds = handshake.nanoseconds,
      let control = trace.control
    else { return "Pembentukan koneksi tidak lengkap dalam tangkapan ini." }
    let again = handshake.synRetries.count + handshake.synAckRetries.count
    return "Dibuka oleh \(control.opening.count) bingkai tanpa muatan (\(list(control.opening))): "
      + "\(duration(nanoseconds)), satu waktu tempuh bolak-balik sebelum byte pertama boleh dikirim"
      + (again > 0 ? "; \(again) di antaranya dikirim ulang." : ".")
  }

  func closing(_ trace: EchoTrace) -> String {
    guard trace.record.protocol == .tcp else { return "Tidak ada bingkai penutup." }
    guard let control = trace.control, !control.closing.isEmpty else {
      return "Tidak ada penutupan koneksi dalam tangkapan ini."
    }
    return "Ditutup oleh \(control.closing.count) bingkai (\(list(control.closing)))."
  }

  func acknowledgments(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "Tanpa pengakuan: balasan program adalah satu-satunya tanda bahwa permintaan sampai."
    }
    let missing = trace.unacknowledged
    let all =
      record.data.count < record.dataTotal
      ? "" : missing.isEmpty ? "Setiap byte muatan diakui" : "Tidak ada ACK untuk \(list(missing))"
    let pure = trace.control.map { control in
      control.acknowledging.isEmpty
        ? "tidak ada bingkai yang hanya berisi pengakuan"
        : "\(control.acknowledging.count) bingkai hanya berisi pengakuan (\(list(control.acknowledging)))"
    }
    return [all, pure ?? ""].filter { !$0.isEmpty }.joined(separator: "; ") + "."
  }

  func reliability(_ trace: EchoTrace) -> String {
    let record = trace.record, echo = record.echo
    if record.protocol == .tcp {
      let again = (record.toResponder.retransmissions ?? 0) + (record.toOriginator.retransmissions ?? 0)
      let causes = (record.events?.causes ?? []).flatMap(\.evidence.frames).sorted()
      if again == 0, !record.hasRepeats {
        return "Tidak ada kehilangan yang terlihat dalam tangkapan: tidak ada segmen yang dikirim ulang."
      }
      return again == 0
        ? "Tidak ada data yang dikirim ulang, tetapi SYN atau FIN dikirim ulang."
        : "\(again) segmen dikirim ulang\(causes.isEmpty ? "" : " (\(list(causes)))")."
    }
    var parts = ["\(echo.replies) dari \(echo.requests) permintaan kembali"]
    if let lost = echo.lost, lost > 0 { parts.append("\(lost) tidak pernah kembali: UDP sendiri tidak mengatasinya") }
    if echo.duplicated > 0 { parts.append("\(echo.duplicated) balasan datang dua kali") }
    if echo.mismatched > 0 { parts.append("\(echo.mismatched) dengan byte yang lain") }
    return parts.joined(separator: "; ") + "."
  }

  func firstEcho(_ trace: EchoTrace) -> String {
    guard let echo = trace.firstEcho, let time = trace.timeToFirstEcho else {
      return "Tidak ada echo dalam tangkapan ini."
    }
    let handshake = trace.record.handshake?.nanoseconds
    return
      "Echo pertama \(duration(time)) setelah bingkai pertama (bingkai \(trace.record.first.frame) dan \(echo.reply))"
      + (handshake.map { ", \(duration($0)) di antaranya untuk jabat tangan." } ?? ".")
  }

  func windows(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "Tanpa pengendalian aliran: header tidak memiliki jendela, dan tidak ada yang menyuruh pengirim menunggu."
    }
    func side(_ arrow: String, _ counts: DirectionCounts) -> String? {
      guard let windows = counts.segments?.windows, let least = windows.minimum, let frame = windows.minimumFrame else {
        return nil
      }
      return "\(arrow) paling sedikit \(least) byte (bingkai \(frame))"
    }
    let told = [side("←", record.toOriginator), side("→", record.toResponder)].compactMap(\.self)
    let flights = [record.toResponder, record.toOriginator].compactMap { $0.segments?.inFlight }
    let most = flights.max { $0.maximum < $1.maximum }
    let zero = (record.toResponder.zeroWindows ?? 0) + (record.toOriginator.zeroWindows ?? 0)
    var parts = [told.isEmpty ? "Satuan jendela tidak diketahui" : "Jendela: " + told.joined(separator: ", ")]
    if let most, let frame = most.maximumFrame {
      parts.append("paling banyak \(most.maximum) byte di perjalanan (bingkai \(frame))")
    }
    parts.append(zero > 0 ? "\(zero) kali jendela tertutup" : "jendela tidak pernah tertutup")
    return parts.joined(separator: "; ") + "."
  }

  func checksums(_ trace: EchoTrace) -> String {
    let sides = [trace.record.toResponder, trace.record.toOriginator]
    let packets = trace.record.packets
    let wrong = sides.reduce(0) { $0 + $1.wrongChecksums }, partial = sides.reduce(0) { $0 + $1.partialChecksums }
    let unchecked = sides.reduce(0) { $0 + $1.uncheckedChecksums },
      absent = sides.reduce(0) { $0 + $1.absentChecksums.total }
    let right = packets - wrong - partial - unchecked - absent
    var parts: [String] = []
    if right > 0 { parts.append("\(right) dari \(packets) benar") }
    if partial > 0 { parts.append("\(partial) diserahkan ke kartu jaringan (offload)") }
    if wrong > 0 { parts.append("\(wrong) salah (\(list(sides.flatMap(\.wrongChecksumFrames))))") }
    if absent > 0 { parts.append("\(absent) tidak dipakai") }
    if unchecked > 0 { parts.append("\(unchecked) tidak dapat diperiksa") }
    return "Checksum: " + parts.joined(separator: ", ") + "."
  }

  func use(_ trace: EchoTrace, _ others: [(name: String, packets: Int)]) -> String {
    let name = trace.record.protocol == .tcp ? "TCP" : "UDP"
    guard !others.isEmpty else { return "Tidak ada lalu lintas \(name) lain dalam tangkapan ini." }
    return "Lalu lintas \(name) lain dalam tangkapan ini: "
      + others.map { "\($0.name) (\($0.packets) paket)" }.joined(separator: ", ") + "."
  }

  func order(_ trace: EchoTrace) -> String {
    let record = trace.record
    guard record.protocol == .tcp else {
      return "Header tidak memiliki nomor: "
        + (record.echo.reordered > 0
          ? "\(record.echo.reordered) balasan mendahului yang lain, dan hanya program yang dapat mengetahuinya."
          : "urutan hanya terjaga sejauh jaringan menjaganya; di sini tidak ada balasan yang tidak berurutan.")
    }
    let late = (record.toResponder.outOfOrder ?? 0) + (record.toOriginator.outOfOrder ?? 0)
    return "Nomor urut menghitung setiap byte: \(record.toResponder.uniquePayloadBytes) → dan "
      + "\(record.toOriginator.uniquePayloadBytes) ←; "
      + (late > 0
        ? "\(late) segmen datang tidak berurutan dan ditempatkan kembali." : "tidak ada segmen yang tidak berurutan.")
  }

  func overhead(_ trace: EchoTrace) -> String {
    let record = trace.record
    let percent = numbers.percent(record.bytes - trace.payloadBytes, of: record.bytes) ?? "tidak diketahui"
    return "\(record.packets) bingkai, \(record.bytes) byte untuk \(trace.payloadBytes) byte muatan"
      + (trace.bytesPerHundred.map { ": \(numbers.hundredths($0)) byte di kabel untuk setiap byte" } ?? "")
      + "; tambahan header \(percent) (bingkai \(record.first.frame) sampai \(record.last.frame))."
  }

  func latency(_ trace: EchoTrace) -> String {
    guard let rtt = trace.record.echo.rtt, let median = rtt.median else {
      return "Tidak ada waktu tempuh bolak-balik dalam tangkapan ini."
    }
    guard rtt.count > 1, let fastest = trace.fastest, let slowest = trace.slowest else {
      let frames = trace.firstEcho.map { " (bingkai \($0.request) dan \($0.reply))" } ?? ""
      return "Echo setelah \(duration(median))\(frames)."
    }
    return "\(rtt.count) echo: median \(duration(median)), tercepat \(duration(rtt.minimum)) "
      + "(bingkai \(fastest.request) dan \(fastest.reply)), terlambat \(duration(rtt.maximum)) "
      + "(bingkai \(slowest.request) dan \(slowest.reply))."
  }

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
    case .bytes: "Byte di kabel"
    case .bytesPerPayloadByte: "Byte di kabel untuk setiap byte muatan"
    case .firstEcho: "Waktu sampai echo pertama"
    case .roundTrip: "Waktu tempuh bolak-balik echo (median)"
    case .repeats: "Segmen yang dikirim ulang"
    }
  }
}
