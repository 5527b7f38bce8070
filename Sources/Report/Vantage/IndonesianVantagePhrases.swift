import Analyzer
import Conversations

struct IndonesianVantagePhrases: VantagePhrases {
  let base = IndonesianPhrases()
  var numbers: NumberText { base.numbers }

  var title: String { "Satu jalan, dua titik penangkapan" }

  func label(_ label: VantageLabel) -> String {
    switch label {
    case .clocks: "Jam kedua tangkapan"
    case .way: "Jalan antara A dan B"
    case .allConversations: "Paket semua percakapan"
    case .changes: "perubahan"
    case .packets: "paket"
    case .alone: "Hanya ada dalam satu tangkapan"
    case .order: "letak"
    case .found: "dikenali"
    case .count: "jumlah"
    case .times: "waktu"
    case .framesOfBoth: "bingkai A/B"
    case .minimum: "minimum"
    case .median: "median"
    case .percentile99: "99 %"
    case .maximum: "maksimum"
    case .sentAtA: "di A"
    case .sentAtB: "di B"
    case .inBoth: "di keduanya"
    case .lost: "hilang di antaranya"
    case .notCaptured: "tidak tertangkap"
    case .otherFates: "lainnya"
    case .frameA: "A"
    case .frameB: "B"
    case .flags: "flag"
    case .sequence: "seq"
    case .bytes: "byte"
    case .timeA: "waktu A"
    case .timeB: "waktu B"
    case .delay: "waktu satu arah"
    case .outward: "A → B"
    case .back: "B → A"
    case .roundTrip: "A → B → A"
    case .outwardAsRecorded: "A → B menurut satu jam"
    case .backAsRecorded: "B → A menurut satu jam"
    case .outwardDifference: "waktu B − waktu A"
    case .backDifference: "waktu B − waktu A, B dilewati lebih dulu"
    }
  }

  func capture(_ capture: VantageComparison.Capture) -> String {
    "\(capture.packets) paket dari \(capture.conversations) percakapan TCP atau UDP"
  }

  func full(_ point: CapturePoint) -> String {
    "Dari \(point.letter) hanya \(VantageTrace.packetLimit) paket pertama yang dibandingkan: tidak ada tempat untuk lebih."
  }

  var titleOfOneRecording: String { "Satu rekaman, dua berkas" }

  func told(_ count: Int, of total: Int) -> String {
    let kept = VantageComparison.detailLimit
    return "\(total) percakapan ada di keduanya: \(count) yang pertama diuraikan; --port dan --host memilih yang lain, "
      + "--format json memuat semuanya"
      + (total > kept ? ", dengan paket satu per satu untuk \(kept) percakapan pertama." : ".")
  }

  func clock(_ clock: ClockOffset) -> [String] {
    let part = clock.parts.first
    switch clock.kind {
    case .unknown:
      return ["Selisih kedua jam tidak diketahui: tidak ada paket di keduanya yang arahnya diketahui."]
    case .oneSided:
      let bound =
        part?.upper.map { "paling banyak \(self.bound($0))" } ?? part?.lower.map { "paling sedikit \(self.bound($0))" }
        ?? "tidak diketahui"
      return [
        "Selisih, yang ditambahkan ke waktu A agar menjadi waktu B: \(bound). Batas yang lain berasal dari paket arah "
          + "sebaliknya."
      ]
    case .contradictory:
      return [
        "Tidak ada selisih yang cocok: paket saling bertentangan di lebih dari \(ClockOffset.partLimit) tempat. Jam berulang kali "
          + "disetel, atau waktu dalam salah satu tangkapan bukan waktu kedatangan."
      ]
    case .stepped:
      return ["Salah satu jam disetel: selisih sebelum dan sesudahnya berbeda."]
        + clock.parts.map { part in
          "Mulai bingkai \(part.frames.first) di A (bingkai \(part.frames.second) di B): " + range(part) + "."
        }
    case .steady:
      guard let part else { return [] }
      var sentences = [
        "Selisih, yang ditambahkan ke waktu A agar menjadi waktu B: \(range(part)). Itu pasti: tidak ada paket yang tiba "
          + "sebelum dikirim."
      ]
      if clock.mayBeZero { sentences.append("Nol juga cocok: keduanya mungkin jam yang sama.") }
      return sentences + [drift(clock)]
    case .drifting, .likelyDrifting:
      guard let part else { return [] }
      let span = numbers.duration(clock.span)
      let known =
        clock.kind == .drifting
        ? "tidak ada satu selisih yang cocok untuk semua paket selama \(span)"
        : "satu selisih masih cocok, tetapi selama \(span) batas kedua arah bergeser bersama, lebih dari yang dijelaskan "
          + "oleh waktu tempuh"
      let allowed = clock.driftRange.map {
        "; yang cocok adalah \(numbers.drift($0.lowerBound)) sampai \(numbers.drift($0.upperBound))"
      }
      return [
        "Laju kedua jam berbeda: B lebih cepat \(numbers.drift(clock.drift)) daripada A: \(known)\(allowed ?? "").",
        "Di tengah waktu itu selisih, yang ditambahkan ke waktu A agar menjadi waktu B, adalah \(range(part)).",
      ]
    }
  }

  private func bound(_ bound: ClockOffset.Bound) -> String {
    "\(numbers.offset(bound.nanoseconds)) (\(frames(bound.frames)))"
  }

  private func frames(_ frames: PointPair) -> String { "bingkai \(frames.first) dan \(frames.second)" }

  private func range(_ part: ClockOffset.Part) -> String {
    guard let lower = part.lower, let upper = part.upper, let middle = part.middle, let uncertainty = part.uncertainty
    else {
      return part.upper.map { "paling banyak \(bound($0))" } ?? part.lower.map { "paling sedikit \(bound($0))" }
        ?? "tidak diketahui"
    }
    return "antara \(bound(lower)) dan \(bound(upper)); tengahnya \(numbers.offset(middle)) ± "
      + numbers.duration(uncertainty)
  }

  private func drift(_ clock: ClockOffset) -> String {
    guard let range = clock.driftRange, !clock.isTooShortForDrift else {
      return
        "Dalam \(numbers.duration(clock.span)) beda laju jam tidak dapat terlihat: terlalu singkat untuk jalan sepanjang "
        + "itu."
    }
    return "Tidak terlihat beda laju jam dalam \(numbers.duration(clock.span)): yang cocok adalah "
      + "\(numbers.drift(range.lowerBound)) sampai \(numbers.drift(range.upperBound))."
  }

  func assumption(_ clock: ClockOffset, room: Int64?) -> String {
    guard let uncertainty = clock.uncertainty, clock.offset(at: clock.reference) != nil else {
      return
        "Waktu tempuh satu arah tidak diketahui: perlu paket dari kedua arah, dan selisih jam yang cocok untuk semuanya."
    }
    return
      "Waktu tempuh satu arah memakai selisih di tengah: benar bila waktu tempuh terpendek kedua arah sama. Bila tidak, "
      + "semua waktu satu arah lebih panjang, dan semua waktu arah lain lebih pendek, paling banyak "
      + "\(numbers.duration(uncertainty))."
  }

  func roundTripRemark() -> String {
    "A → B → A adalah jumlah waktu satu paket dari A ke B dan paket berikutnya dari B ke A: tidak memerlukan selisih jam "
      + "maupun anggapan apa pun."
  }

  func asRecorded() -> String {
    "Bila kedua tangkapan dibuat dengan jam yang sama, yang berlaku adalah waktu menurut satu jam: tanpa selisih."
  }

  func negativeDifferences(_ difference: DelaySummary) -> String {
    "waktu negatif bukan waktu tempuh: jam B tertinggal dari jam A lebih dari lama perjalanannya, atau paket melewati B "
      + "lebih dulu"
  }

  func title(of record: MatchedRecord) -> String {
    let name = record.protocol.name
    return "Stream \(name) \(record.streams.first) di A, \(record.streams.second) di B: \(record.originator) → "
      + "\(record.responder)"
  }

  func evidence(_ evidence: PairEvidence) -> String {
    switch evidence {
    case .sequenceNumbers: "nomor urutnya sama di keduanya"
    case .placesInStream:
      "nomor urutnya ditulis ulang; letaknya dalam stream sama, begitu pula identifikasi IP atau timestamp"
    case .identifications: "byte dan identifikasi IP-nya sama"
    case .payload: "byte dan urutannya sama; tidak ada identifikasi IP yang dapat memastikan"
    }
  }

  func translated(_ record: MatchedRecord) -> String {
    "Alamat diterjemahkan di perjalanan (NAT): di B menjadi \(record.originatorAtSecond) → \(record.responderAtSecond)."
  }

  func renamed(_ record: MatchedRecord) -> String {
    "Alamat atau port berbeda antara kedua berkas: di B menjadi \(record.originatorAtSecond) → \(record.responderAtSecond)."
  }

  func order(_ order: VantageOrder) -> String {
    let reasons = order.evidence.map(reason).joined(separator: "; ")
    guard let near = order.nearOriginator else { return "tidak diketahui mana yang lebih dekat ke siapa: \(reasons)" }
    return "\(near.letter) lebih dekat ke inisiator, \(near.other.letter) ke penjawab: \(reasons)"
  }

  private func reason(_ evidence: VantageOrder.Evidence) -> String {
    switch evidence {
    case .hopLimits(let side, let first, let second, let frames):
      return "kiriman \(base.side(side)) ber-TTL \(first) di A dan \(second) di B (\(self.frames(frames)))"
    case .turnaround(let turnaround):
      let what = turnaround.isHandshake ? "dari SYN sampai SYN-ACK" : "sampai paket berikutnya dari arah sebaliknya"
      return "\(what) perlu \(numbers.duration(turnaround.atFirst)) di A (bingkai \(turnaround.earlier.first) dan "
        + "\(turnaround.later.first)), \(numbers.duration(turnaround.atSecond)) di B (bingkai "
        + "\(turnaround.earlier.second) dan \(turnaround.later.second))"
    case .sameHosts: return "terlihat dari percakapan lain antara komputer yang sama"
    case .contradictory: return "TTL dan waktu saling bertentangan"
    case .tooClose: return "beda waktunya tidak lebih dari yang dapat dibedakan, dan tidak ada router di antaranya"
    case .oneDirection: return "hanya paket satu arah yang ada di keduanya, dan tidak ada router di antaranya"
    }
  }

  func ambiguous(_ count: Int) -> String {
    "\(count) paket memiliki salinan yang tidak dapat dibedakan: pasangannya ditebak dari urutan dan waktu"
  }

  func rowsLeftOut(_ count: Int) -> String { "… \(count) lagi" }

  func timesRemark() -> String { "waktu: detik sejak paket pertama tiap tangkapan, menurut jamnya sendiri" }
}
