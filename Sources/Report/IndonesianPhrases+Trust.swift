import Analyzer
import Conversations

// How far a capture can be trusted, and what its weak spots leave open.
extension IndonesianPhrases {
  func trust(_ trust: CaptureTrust, _ verdict: CaptureTrust.Verdict, of capture: CaptureRecord) -> String {
    let word =
      switch verdict {
      case .poor: "buruk"
      case .limited: "terbatas"
      case .good: "baik"
      }
    guard !trust.reasons.isEmpty else { return word }
    let reasons = trust.reasons.map { reason($0, of: capture) + evidence(of: $0) }.joined(separator: "; ")
    return word + (verdict == .good ? "; " : ": ") + reasons
  }

  func reason(_ reason: CaptureTrust.Reason, of capture: CaptureRecord) -> String {
    let number = reason.count
    let conversations = "\(reason.conversations ?? 0) percakapan"
    switch reason.code {
    case .captureCut:
      return "tangkapan terputus, atau rusak, "
        + (capture.packets == 0 ? "sebelum bingkai pertamanya" : "setelah bingkai utuh yang terakhir")
    case .captureFilesIncomplete: return "tidak semua file dapat dibaca sampai akhir"
    case .captureDrops:
      let share = reason.population.flatMap { numbers.percent(number, of: $0) }
      return drops(kernel: capture.droppedByKernel, interface: capture.droppedByInterface)
        + (reason.weight == .poor ? share.map { " (\($0) dari semuanya)" } ?? "" : "")
    case .captureLoss: return loss(number, of: reason.population)
    case .captureDuplicates: return "\(number) paket ada dua kali dalam tangkapan"
    case .captureTimeBackwards: return "waktu berjalan mundur pada \(number) bingkai"
    case .captureTimeStep: return clockStep(number)
    case .captureInterfaceDown: return interfaceDown(number)
    case .captureUntimed: return "\(number) bingkai tidak punya waktu"
    case .tcpOneDirection: return "\(conversations) hanya terlihat dari satu sisi"
    case .tcpMidstream: return "\(conversations) dimulai sebelum tangkapan"
    case .captureSnapshot: return "snapshot length memotong \(number) bingkai"
    case .fragmentsIncomplete: return "\(number) datagram tidak lengkap fragmennya"
    case .conversationLetGo:
      return "\(conversations) dilepas sebelum akhir: terlalu banyak yang terbuka pada saat yang sama"
    case .conversationOutgrown: return "isi \(conversations) tidak semuanya dapat disimpan"
    case .captureConversationsLeftOut: return "\(number) percakapan hanya dihitung"
    case .captureMixedLinkTypes: return "paket dengan \(number) jenis link tercampur"
    case .tcpLargeSegment:
      return "offload: dalam \(conversations) ada segmen yang lebih besar daripada MSS, sehingga paket di sini bukan "
        + "paket di jaringan"
    case .checksumPartial: return "offload: dalam \(conversations) checksum diserahkan kepada kartu jaringan"
    case .tcpLostBeforeCapture: return "dalam \(conversations) ada paket yang hilang sebelum sampai ke tangkapan"
    default: return reason.code.rawValue
    }
  }

  /// The first frames of a reason, fewer than a finding names.
  private func evidence(of reason: CaptureTrust.Reason) -> String {
    guard !reason.frames.isEmpty else { return "" }
    let total = max(reason.conversations ?? reason.count, reason.frames.count)
    return " (\(frames(Array(reason.frames.prefix(3)), of: total)))"
  }

  private func drops(kernel: Int?, interface: Int?) -> String {
    let (kernel, interface) = (kernel ?? 0, interface ?? 0)
    if interface == 0 { return "\(kernel) paket dibuang kernel" }
    if kernel == 0 { return "\(interface) paket dibuang antarmuka" }
    return "\(kernel) paket dibuang kernel dan \(interface) dibuang antarmuka"
  }

  func loss(_ number: Int, of all: Int?) -> String {
    let acknowledgments = all.map { "\(number) dari \($0) ACK" } ?? "\(number) ACK"
    let share = all.flatMap { numbers.percent(number, of: $0) }.map { " (\($0))" } ?? ""
    return "\(acknowledgments)\(share) mengakui data yang tidak ada dalam tangkapan"
  }

  func clockStep(_ number: Int) -> String {
    number == 1 ? "jam tangkapan melompat maju" : "jam tangkapan melompat maju \(number) kali"
  }

  private func interfaceDown(_ number: Int) -> String {
    "antarmuka mati " + (number == 1 ? "selama beberapa waktu" : "\(number) kali")
  }

  func outage(_ outage: Outages.Outage, start: String) -> String {
    let place = outage.after.map { "setelah bingkai \($0)" } ?? "sebelum bingkai pertama"
    let duration = outage.nanoseconds.map { ", selama " + numbers.duration($0) } ?? ""
    return "antarmuka mati sejak \(start), \(place)"
      + (outage.end == nil ? ", dan masih mati pada akhirnya" : duration)
      + (outage.before.map { "; berikutnya bingkai \($0)" } ?? "")
  }

  func moreOutages(_ count: Int) -> String { "dan \(count) kali lagi" }

  func dropsUnknown() -> String { "paket yang dibuang selama penangkapan: tidak tercatat dalam file" }

  func qualified(_ statement: String, by caveats: [Caveat]) -> String {
    caveats.isEmpty ? statement : statement + "; tetapi " + caveats.map(caveat).joined(separator: ", dan ")
  }

  private func caveat(_ caveat: Caveat) -> String {
    switch caveat {
    case .drops(let kernel, let interface): drops(kernel: kernel, interface: interface)
    case .loss(let number): "tangkapan kehilangan paket (\(loss(number, of: nil)))"
    case .letGo: "percakapan ini dilepas saat itu, karena terlalu banyak yang terbuka"
    case .outage: "antarmuka mati pada saat itu"
    case .cut: "tangkapan terpotong"
    case .files: "tidak semua file dapat dibaca sampai akhir"
    case .fragments(let number): "\(number) datagram tidak lengkap fragmennya"
    case .clock(let frames, let number): "jam tangkapan diubah (\(self.frames(frames, of: number)))"
    }
  }

  func silence(_ nanoseconds: Int64?) -> String {
    nanoseconds.map { "; diam selama " + duration($0) + " terakhir" } ?? ""
  }

  func echoes(_ echoes: [ConversationRecord], of total: Int) -> String {
    var told = echoes.map { "\(title(of: $0)) (\(extent($0)))" }
    if total > told.count { told.append("\(total - told.count) percakapan lagi") }
    let all = told.last.map { list(told.dropLast(), and: $0) } ?? ""
    let option = echoes.first.map { ($0.protocol == .tcp ? "tcp:" : "udp:") + "\($0.stream)" } ?? ""
    return "\(all) mengembalikan apa yang dikirim kepadanya; --stream \(option) menguraikan "
      + (total == 1 ? "yang itu saja" : "satu saja")
  }

  private func extent(_ conversation: ConversationRecord) -> String {
    let (first, last) = (conversation.first.frame, conversation.last.frame)
    return first == last ? "bingkai \(first)" : "bingkai \(first)–\(last)"
  }
}
