import Conversations
import Wire

// Wireshark's labels, and what they ask.
extension IndonesianPacketExplanationPhrases {
  func called(_ names: [String]) -> String {
    "Wireshark 4.0 menamainya " + names.joined(separator: " dan ") + ". Aturannya, dan hasilnya di sini:"
  }

  func calledNothing() -> String {
    "Wireshark 4.0 tidak memberinya label: tidak ada aturan yang menemukan hal yang tidak biasa."
  }

  func severity(_ severity: SegmentLabel.Severity) -> String {
    switch severity {
    case .chat: "chat: biasa"
    case .note: "catatan"
    case .warning: "peringatan"
    }
  }

  func runnerUp(_ name: String) -> String { "Label lain yang terdekat adalah [\(name)]:" }
  func excluded(by name: String) -> String { "tidak diperiksa, karena [\(name)] sudah berlaku" }

  func rule(_ label: SegmentLabel) -> String {
    switch label {
    case .reusedPorts:
      "SYN (atau SYN-ACK) mulai dengan nomor yang berbeda dari yang sebelumnya di antara alamat dan port yang sama."
    case .zeroWindowProbe:
      "Satu byte baru dikirim padahal sisi lain menyatakan jendelanya nol: menanyakan apakah sudah ada ruang lagi."
    case .zeroWindow: "Segmen ini memberi tahu bahwa pengirimnya tidak punya ruang lagi."
    case .lostSegment:
      "Segmen mulai lebih jauh daripada nomor yang ditunggu: byte sebelumnya tidak ada dalam tangkapan, atau belum terekam."
    case .keepAlive:
      "Paling banyak satu byte, dengan nomor tepat sebelum yang berikutnya: sengaja usang, agar sisi lain menjawab."
    case .windowUpdate: "ACK tanpa muatan yang mengulang nomor segmen sebelumnya, dengan jendela yang berbeda."
    case .windowFull: "Muatan berakhir tepat di ujung jendela sisi lain: pengirimnya tidak boleh mengirim lagi."
    case .keepAliveACK: "ACK tanpa kabar baru, langsung sesudah keep-alive sisi lain: itulah jawabannya."
    case .zeroWindowProbeACK:
      "ACK tanpa kabar baru dan masih tanpa ruang, langsung sesudah probe jendela nol: itulah jawabannya."
    case .duplicateACK:
      "ACK tanpa muatan yang mengulang nomor dan jendela sebelumnya: ada yang tiba, tetapi bukan yang ditunggu."
    case .acknowledgedLostSegment:
      "Mengakui byte yang belum terlihat dalam tangkapan: tangkapan kehilangan byte itu, karena penerima memilikinya."
    case .spuriousRetransmission: "Muatan yang sudah diakui seluruhnya oleh sisi lain dikirim sekali lagi."
    case .fastRetransmission:
      "Byte sebelum yang tertinggi, tepat yang diminta dua duplikat ACK atau lebih, dalam 20 ms sesudah segmen terakhir sisi lain."
    case .outOfOrder:
      "Byte sebelum yang tertinggi, begitu cepat sesudahnya (dalam waktu tempuh bolak-balik awal, atau 3 ms) sehingga hampir tidak mungkin pengulangan."
    case .retransmission:
      "Byte, SYN, atau FIN yang tidak melewati yang sudah dikirim, dan tidak dijelaskan oleh [TCP Spurious Retransmission], [TCP Fast Retransmission], atau [TCP Out-Of-Order]."
    }
  }

  func asked(_ condition: LabelCondition) -> String {
    switch condition {
    case .isPlain: "tanpa SYN, FIN, atau RST"
    case .isSYN: "SYN atau SYN-ACK"
    case .isNoReset: "tanpa RST"
    case .hasACK: "ACK aktif"
    case .takesNumbers: "membawa muatan, SYN, atau FIN"
    case .hasLength(_, .none): "tanpa muatan"
    case .hasLength(_, .one): "satu byte muatan"
    case .hasLength(_, .atMostOne): "paling banyak satu byte muatan"
    case .hasLength(_, .some): "membawa muatan"
    case .window(_, let isZero): isZero ? "jendelanya nol" : "jendelanya bukan nol"
    case .sequence(_, .at, _): "mulai pada nomor berikutnya"
    case .sequence(_, .beyond, _): "mulai melewati nomor berikutnya"
    case .sequence(_, .oneBefore, _): "mulai satu sebelum nomor berikutnya"
    case .isBehind: "mulai sebelum nomor berikutnya"
    case .sameWindow(_, _, let isWanted):
      isWanted ? "jendela sama seperti sebelumnya" : "jendela berbeda dari sebelumnya"
    case .sameAcknowledgment: "nomor pengakuan sama seperti sebelumnya"
    case .otherWindowIsZero: "jendela terakhir sisi lain nol"
    case .otherHad(let label, _, _): "segmen terakhir sisi lain [\(label.name)]"
    case .scaleIsKnown: "skala jendela sisi lain diketahui"
    case .fillsWindow: "berakhir di ujung jendela sisi lain"
    case .acknowledgesBeyond: "mengakui lebih dari yang terlihat"
    case .isNotYetTold: "byte itu belum pernah diberitahukan"
    case .isAllAcknowledged: "seluruhnya sudah diakui"
    case .isAskedFor: "dua duplikat ACK atau lebih"
    case .isExpected: "ACK sisi lain meminta nomornya"
    case .isWithin(_, _, .fast): "kurang dari 20 ms sesudah segmen terakhir sisi lain"
    case .isWithin(_, _, .initialRoundTrip): "dalam waktu tempuh bolak-balik awal sesudah nomor tertinggi"
    case .isWithin(_, _, .usual): "dalam 3 ms sesudah nomor tertinggi (waktu tempuh bolak-balik awal tidak diketahui)"
    case .isNotHighest: "bukan segmen yang mengakhiri aliran sejauh ini"
    case .isUnexplained: "tidak dijelaskan oleh ketiga label sebelumnya"
    case .hasOtherNumber: "nomor yang berbeda dari SYN sebelumnya pada port ini"
    }
  }

  func values(_ condition: LabelCondition, _ evidence: LabelEvidence) -> String {
    func own(_ number: SequenceNumber) -> String {
      number.rawValue == 0 ? "belum ada" : "\(evidence.own.relative(number))"
    }
    func other(_ number: SequenceNumber) -> String {
      number.rawValue == 0 ? "belum ada" : "\(evidence.other.relative(number))"
    }
    func frame(_ frame: Int?) -> String { frame.flatMap { $0 > 0 ? " (bingkai \($0))" : nil } ?? "" }
    switch condition {
    case .isPlain(let flags), .isSYN(let flags), .isNoReset(let flags), .hasACK(let flags):
      return flags.isEmpty ? "tidak ada flag" : flags.names()
    case .takesNumbers(let length, let flags):
      return "\(length) byte, \(flags.isEmpty ? "tanpa flag" : flags.names())"
    case .hasLength(let length, _): return "\(length) byte"
    case .window(let window, _): return "jendela \(window)"
    case .sequence(let start, _, let next), .isBehind(let start, let next, false):
      return "seq \(evidence.own.relative(start)), berikutnya \(own(next))" + frame(evidence.own.nextMoment?.frame)
    case .isBehind(let start, let next, true):
      return "seq \(evidence.own.relative(start)), berikutnya \(own(next)): melanjutkan sesudah probe satu byte"
    case .sameWindow(let window, let before, _):
      return "\(window), sebelumnya \(before.map { "\($0)" } ?? "belum ada")" + frame(evidence.own.latest?.frame)
    case .sameAcknowledgment(let number, let before):
      return "ack \(other(number)), sebelumnya \(other(before))" + frame(evidence.own.acknowledgmentFrame)
    case .otherWindowIsZero(let window):
      return (window.map { "\($0)" } ?? "belum ada") + frame(evidence.other.latest?.frame)
    case .otherHad(_, let isSo, _): return (isSo ? "benar" : "bukan") + frame(evidence.other.latest?.frame)
    case .scaleIsKnown(let scale):
      switch scale {
      case .unknown: return "tidak diketahui: opsi SYN tidak ada yang terekam"
      case .unused: return "diketahui: tidak dipakai"
      case .shift(let shift): return "diketahui: × \(1 << Int(shift))"
      }
    case .fillsWindow(let end, let offered):
      guard let offered, let window = evidence.other.lastWindow, evidence.other.lastAcknowledgment.rawValue != 0 else {
        return "berakhir di \(evidence.own.relative(end)), belum ada yang diakui"
      }
      return
        "berakhir di \(evidence.own.relative(end)); \(own(evidence.other.lastAcknowledgment)) + \(Int(window) << evidence.other.shift) = "
        + "\(own(offered))" + frame(evidence.other.latest?.frame)
    case .acknowledgesBeyond(let number, let seen): return "ack \(other(number)), terlihat sampai \(other(seen))"
    case .isNotYetTold(let isNew): return isNew ? "inilah yang pertama" : "sudah diberitahukan ACK sebelumnya"
    case .isAllAcknowledged(let end, let acknowledged):
      return "berakhir di \(evidence.own.relative(end)), diakui \(own(acknowledged))"
        + frame(evidence.other.acknowledgmentFrame)
    case .isAskedFor(let duplicates, let isMarked):
      return isMarked ? "ACK untuk byte yang tidak terlihat, yang dihitung Wireshark sebagai banyak" : "\(duplicates)"
    case .isExpected(let start, let acknowledged):
      return "seq \(evidence.own.relative(start)), ditunggu \(own(acknowledged))"
        + frame(evidence.other.acknowledgmentFrame)
    case .isWithin(let elapsed, let limit, let kind):
      let since = kind == .fast ? evidence.other.latest?.frame : evidence.own.nextMoment?.frame
      let bound = kind == .initialRoundTrip ? "; batasnya \(numbers.duration(limit))" : ""
      guard let elapsed, let since else { return "belum ada sebelumnya" }
      return "\(numbers.duration(elapsed)) sesudah bingkai \(since)\(bound)"
        + (elapsed < 0 && kind != .fast
          ? "; waktu berjalan mundur, yang dianggap Wireshark waktu yang sangat lama" : "")
    case .isNotHighest(let end, let next): return "berakhir di \(evidence.own.relative(end)), berikutnya \(own(next))"
    case .isUnexplained(let label): return label.map { "inilah [\($0.name)]" } ?? "tidak oleh satu pun"
    case .hasOtherNumber(let number, let before, let isReuse):
      guard isReuse else { return "yang pertama pada port ini, atau nomor yang sama" }
      return "ISN \(number.rawValue), sebelumnya " + (before.map { "\($0.rawValue)" } ?? "yang lain")
    }
  }

  func remembered(_ value: RememberedValue) -> String {
    switch value {
    case .next: "nomor berikutnya (relatif)"
    case .contiguous: "tanpa celah sampai"
    case .acknowledgment: "nomor pengakuan terakhir"
    case .duplicates: "duplikat ACK berturut-turut"
    case .window: "jendela terakhir"
    case .labels: "label segmen terakhirnya"
    case .oldest: "paling lama menunggu ACK"
    }
  }
}
