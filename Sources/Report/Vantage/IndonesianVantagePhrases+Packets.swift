import Analyzer
import Conversations

// What became of packets, and what was changed on them.
extension IndonesianVantagePhrases {
  func fate(_ fate: PacketFate, _ way: VantageWay, at point: CapturePoint, _ evidence: Evidence) -> String {
    let frames = base.frames(evidence.frames, of: evidence.total) + " di \(point.letter)"
    let many = "\(evidence.total) paket"
    let other = point.other.letter
    switch fate {
    case .lost: return "\(many) hilang di perjalanan dari \(point.letter) ke \(other) (\(frames))"
    case .notCaptured:
      return
        "\(many) tidak tertangkap di \(other), yang dilewati sebelum \(point.letter) pada arah ini (\(frames)): terlewat "
        + "oleh tangkapan itu, atau datang dari tempat lain"
    case .doubled: return "\(many) digandakan di perjalanan dari \(other) ke \(point.letter) (\(frames))"
    case .copied:
      return
        "\(many) muncul sekali lagi hanya di \(point.letter) (\(frames)): digandakan dalam tangkapan itu, atau salah satunya "
        + "hilang"
    case .repeated:
      return
        "\(many) dengan byte yang sama sekali lagi di \(point.letter) (\(frames)): digandakan di perjalanan, atau dikirim "
        + "dua kali dan tidak tertangkap di \(other); tidak ada identifikasi IP yang memastikan"
    case .beforeOther: return "\(many) di luar waktu tangkapan lain: sebelum \(other) dimulai (\(frames))"
    case .afterOther: return "\(many) di luar waktu tangkapan lain: setelah paket terakhir \(other) (\(frames))"
    case .undecided:
      return
        "\(many) hanya ada di \(point.letter) (\(frames)): hilang atau tidak tertangkap, karena tidak diketahui tangkapan "
        + "mana yang dilewati lebih dulu"
    }
  }

  func fate(_ fate: PacketFate, at point: CapturePoint) -> String {
    switch fate {
    case .lost: "hilang di perjalanan"
    case .notCaptured: "tidak tertangkap di \(point.other.letter)"
    case .doubled: "digandakan di perjalanan"
    case .copied: "salinan kedua"
    case .repeated: "sama, sekali lagi"
    case .beforeOther: "sebelum \(point.other.letter) dimulai"
    case .afterOther: "setelah \(point.other.letter) berakhir"
    case .undecided: "hanya di \(point.letter)"
    }
  }

  func overtaken(_ way: VantageWay) -> String {
    "\(way.overtakenTotal) paket didahului paket sesudahnya (\(pairs(way.overtaken, of: way.overtakenTotal)))"
  }

  private func pairs(_ frames: [PointPair], of total: Int) -> String {
    "bingkai A dan B: " + frames.prefix(8).map { "\($0.first)/\($0.second)" }.joined(separator: ", ")
      + (total > min(frames.count, 8) ? " …" : "")
  }

  func regrouped(_ way: VantageWay) -> String {
    let example = way.regroupedExample.map {
      " (yang pertama: \(base.frames($0.first, of: $0.first.count)) di A, "
        + "\(base.frames($0.second, of: $0.second.count)) di B)"
    }
    return
      "\(way.regrouped.first) segmen di A adalah \(way.regrouped.second) segmen di B: dicocokkan menurut byte yang "
      + "dibawanya\(example ?? ""). Segmen yang lebih besar dari satu bingkai dipotong atau digabung oleh kartu jaringan "
      + "(TSO, GRO)"
      + (way.missingBytes > 0 ? "; \(way.missingBytes) byte di antaranya hanya ada dalam satu tangkapan" : "")
  }

  var regroupedCell: String { "segmen lain" }

  func unchanged() -> String {
    "tidak ada: header IP, TCP, dan UDP serta muatan sama di keduanya (header lapisan tautan tidak dibandingkan)"
  }

  func payloadsCut(_ count: Int) -> String {
    "muatan \(count) paket tidak dibandingkan: terpotong oleh snapshot length dalam salah satu tangkapan"
  }

  func change(_ change: PathChange, _ effect: PathChange.Effect) -> String {
    let values =
      change.first == nil && change.second == nil
      ? "berbeda" : "\(value(change.first, change.kind)) di A, \(value(change.second, change.kind)) di B"
    return "\(change.sender == .originator ? "→" : "←") \(name(change.kind)): \(values)\(meaning(effect, change)) "
      + "(\(change.count) paket, yang pertama: bingkai \(change.frames.first) di A, \(change.frames.second) di B)"
  }

  private func meaning(_ effect: PathChange.Effect, _ change: PathChange) -> String {
    switch effect {
    case .hops(let count): ": \(count) router di antaranya"
    case .removed: ": dihapus di perjalanan"
    case .added: ": ditambahkan di perjalanan"
    case .lowered:
      change.kind == .maximumSegmentSize ? ": diturunkan di perjalanan (penjepitan MSS)" : ": diturunkan di perjalanan"
    case .raised: ": dinaikkan di perjalanan"
    case .congestionMarked: ": sebuah router menandai kemacetan"
    case .damaged: ": rusak di perjalanan"
    case .finishedByCard: ": diselesaikan kartu jaringan pengirim (offload), setelah paket ditangkap"
    case .other: ""
    }
  }

  private func value(_ value: Int?, _ kind: PathChange.Kind) -> String {
    guard let value else { return "tidak ada" }
    switch kind {
    case .dontFragment: return value == 1 ? "aktif" : "tidak aktif"
    case .congestionBits: return ["tanpa ECN", "ECT(1)", "ECT(0)", "CE"][value & 3]
    case .sackPermitted, .timestamps: return "ada"
    case .otherOptions: return "jenis \(value)"
    case .flags: return "0x" + String(value, radix: 16)
    case .checksumState:
      switch VantagePacket.ChecksumState(rawValue: value) {
      case .correct?: return "benar"
      case .partial?: return "diserahkan ke kartu jaringan"
      case .wrong?: return "salah"
      case .absent?: return "tidak dipakai"
      case .unchecked?, nil: return "tidak dapat diperiksa"
      }
    default: return "\(value)"
    }
  }

  private func name(_ kind: PathChange.Kind) -> String {
    switch kind {
    case .hopLimit: "TTL atau hop limit"
    case .differentiatedServices: "DSCP"
    case .congestionBits: "bit ECN"
    case .dontFragment: "bit DF"
    case .identification: "identifikasi IP"
    case .pieces: "fragmen IP"
    case .sequenceNumber: "nomor urut"
    case .acknowledgmentNumber: "nomor pengakuan"
    case .maximumSegmentSize: "MSS"
    case .windowScale: "skala jendela"
    case .sackPermitted: "izin SACK"
    case .timestamps: "opsi timestamp"
    case .timestampValue: "nilai timestamp"
    case .otherOptions: "opsi TCP lain"
    case .flags: "flag"
    case .window: "isian jendela"
    case .payload: "muatan"
    case .checksum: "isian checksum"
    case .checksumState: "checksum"
    }
  }

  func alone(_ conversation: VantageComparison.Alone, in point: CapturePoint) -> String {
    let name = conversation.protocol.name
    return "Stream \(name) \(conversation.stream) di \(point.letter): \(conversation.originator) → "
      + "\(conversation.responder), \(conversation.packets) paket mulai bingkai \(conversation.firstFrame)"
      + (conversation.hasPartnersInOther ? "; kedua komputer itu juga ada di \(point.other.letter)" : "")
  }

  func moreAlone(_ count: Int, in point: CapturePoint) -> String { "\(count) lagi di \(point.letter)" }

  func aloneRemark() -> String {
    "Semua paketnya hilang di perjalanan, atau tidak pernah melewati titik yang lain, atau tidak diambil oleh tangkapan itu: "
      + "tidak ada yang dapat memastikan."
  }
}
