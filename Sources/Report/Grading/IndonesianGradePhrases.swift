import Analyzer
import Conversations
import Wire

struct IndonesianGradePhrases: GradePhrases {
  let base = IndonesianPhrases()

  var title: String { "Penilaian" }
  var submission: String { "kiriman" }
  var pointsColumn: String { "nilai" }
  var resultColumn: String { "hasil" }
  var requirement: String { "syarat dan temuan" }
  var lost: String { "berkurang pada" }
  var sameRecordings: String { "Rekaman yang sama?" }
  var sameRecordingsRemark: String {
    "Angka-angka ini dipilih secara acak, sehingga dua rekaman hampir tidak mungkin memilikinya bersama. Mungkin ini "
      + "salinan, mungkin juga satu sesi yang direkam bersama oleh satu kelompok: penilai yang memutuskan. Dari setiap "
      + "percakapan dibandingkan \(SameRecording.packetLimit) paket pertama."
  }

  func points(_ points: Points, of maximum: Points) -> String {
    "\(base.numbers.points(points)) dari \(base.numbers.points(maximum))"
  }

  func result(isPassed: Bool) -> String { isPassed ? "lulus" : "tidak lulus" }

  func heading(_ name: String, _ grade: Grade) -> String {
    "\(name): nilai \(points(grade.points, of: grade.maximum)), \(result(isPassed: grade.isPassed))"
  }

  func passMark(_ points: Points, of maximum: Points) -> String {
    points == maximum
      ? "Untuk lulus diperlukan semua nilai, yaitu \(base.numbers.points(maximum))."
      : "Untuk lulus diperlukan nilai \(base.numbers.points(points)) dari \(base.numbers.points(maximum))."
  }

  func leftOut(_ conversations: Int) -> String {
    "Tidak semua percakapan diperiksa: \(conversations) percakapan kecil, yang tidak mengembalikan apa pun atau lebih sedikit "
      + "daripada yang lain, dilewatkan."
  }

  func files(_ names: [String]) -> String { "Tangkapan: " + names.joined(separator: ", ") }

  func place(capture: String?, _ conversation: ConversationRecord?, _ frames: [Int], of total: Int) -> String {
    let what = [capture, conversation.map { base.title(of: $0) }].compactMap(\.self).joined(separator: ", ")
    guard !frames.isEmpty else { return what }
    let told = base.frames(frames, of: total)
    return what.isEmpty ? told : "\(what), \(told)"
  }

  func demand(_ requirement: Requirement) -> String {
    let port = requirement.port.map { " pada port \($0)" } ?? ""
    return switch requirement.kind {
    case .handshake: "jabat tangan TCP lengkap" + port
    case .echo(let transport, let atLeast, let payload):
      "sedikitnya \(atLeast) echo\(transport.map { " \($0.name)" } ?? "")\(port)"
        + (payload.map { " berisi \(EscapedText($0, limit: 48).quoted)" } ?? "")
    case .close(let side):
      "ditutup dengan FIN oleh kedua sisi, tanpa RST" + (side.map { ", lebih dulu oleh \(base.side($0))" } ?? "") + port
    case .replies(let atLeast): "sedikitnya \(atLeast) permintaan UDP yang dibalas\(port)"
    case .endpoints(let demanded): ends(demanded)
    case .noLoss: "tidak ada paket yang hilang dari tangkapan"
    case .captured(let after, let before):
      "ditangkap" + (after.map { " setelah \(base.numbers.utc($0, digits: 0))" } ?? "")
        + (before.map { (after == nil ? "" : " dan") + " sebelum \(base.numbers.utc($0, digits: 0))" } ?? "")
    case .linkType(let types): "jenis tautan " + types.map(\.name).joined(separator: " atau ")
    case .messages(let transport, let atLeast): "sedikitnya \(atLeast) pesan dari client\(Self.over(transport))\(port)"
    case .bytes(let transport, let atLeast): "sedikitnya \(atLeast) byte muatan\(Self.over(transport))\(port)"
    case .uncut: "tertangkap utuh, tidak ada bingkai yang terpotong"
    case .noRetransmissions: "tidak ada pengiriman ulang TCP" + port
    case .bothProtocols: "TCP dan UDP, keduanya dengan muatan"
    }
  }

  private static func over(_ transport: TransportProtocol?) -> String {
    transport.map { " melalui \($0.name)" } ?? ""
  }

  private func ends(_ demanded: DemandedEndpoints) -> String {
    func end(_ name: String, _ address: DemandedAddresses?, _ port: DemandedPorts?) -> String? {
      guard address != nil || port != nil else { return nil }
      return name + (address.map { " \($0)" } ?? "") + (port.map { " port \($0)" } ?? "")
    }
    let parts = [
      end("server", demanded.server, demanded.serverPort), end("client", demanded.client, demanded.clientPort),
    ].compactMap(\.self)
    return (demanded.protocol.map { $0.name + " " } ?? "") + parts.joined(separator: ", ")
  }

  func reason(_ reason: GradeReason, of requirement: Requirement) -> String {
    switch reason {
    case .noConversation(let transport, let port):
      return "tidak ada percakapan\(transport.map { " " + $0.name } ?? "")"
        + (port.map { " pada port \($0)" } ?? "") + " dalam tangkapan"
    case .noPackets: return "tangkapan tidak berisi paket, sehingga tidak menunjukkan apa pun"
    case .handshake: return "SYN, SYN-ACK, dan ACK"
    case .handshakeIncomplete(let missing):
      let names = missing.map { part in
        switch part {
        case .syn: "SYN"
        case .synAck: "SYN-ACK"
        case .ack: "ACK untuk SYN-ACK"
        }
      }
      return "tidak ada dalam tangkapan: " + names.joined(separator: ", ")
    case .refused: return "SYN dijawab dengan RST: koneksi ditolak"
    case .counted(let thing, let count, let demanded, let requests):
      return counted(thing, count, requests) + (count < demanded ? ", yang diminta \(demanded)" : "")
    case .messages(let count, let demanded, let transport, let areAll):
      return (areAll ? "" : "dalam data yang disimpan ") + "\(count) pesan dari client"
        + (count < demanded ? ", yang diminta \(demanded)" : "")
        + (transport == .tcp
          ? "; data tanpa balasan atau jeda \(base.numbers.seconds(GradeReason.pauseBetweenMessages)) di antaranya adalah "
            + "satu pesan" : "; setiap datagram satu pesan")
    case .mismatched(let count, let offset):
      return "\(count) balasan berbeda dari permintaannya"
        + (offset.map { ", pertama pada byte \($0) (dihitung dari 0)" } ?? "") + ", dan tidak ada yang sama"
    case .unknownEcho: return "tidak dapat diketahui apakah byte-nya kembali: sebagian tidak ada dalam tangkapan"
    case .textAbsent(nil): return "teks yang diminta tidak ada dalam muatan mana pun"
    case .textAbsent(let side?): return "\(base.side(side)) mengirim teks yang diminta, dan teks itu tidak kembali utuh"
    case .textUncounted(let count, let demanded):
      return
        "teks yang diminta muncul lebih sering daripada yang disimpan: di antara yang disimpan \(count) gema teks itu, "
        + "yang diminta \(demanded)"
    case .closed(let side): return "ditutup dengan FIN oleh kedua sisi, lebih dulu oleh \(base.side(side))"
    case .closedByOther(let side):
      return "\(base.side(side)) menutup lebih dulu, yang diminta \(base.side(side.other))"
    case .reset(let side, let frame, let afterFIN):
      return afterFIN
        ? "\(base.side(side)) mengirim RST (bingkai \(frame)) setelah FIN-nya"
        : "diakhiri oleh RST dari \(base.side(side)) (bingkai \(frame)), bukan dengan FIN"
    case .notClosed: return "tidak ada FIN dalam tangkapan: belum ditutup ketika tangkapan berakhir"
    case .halfClosed(let side):
      return "\(base.side(side)) mengirim FIN, dan FIN dari \(base.side(side.other)) tidak ada dalam tangkapan"
    case .unacknowledgedFIN(let frame): return "ACK untuk FIN di bingkai \(frame) tidak ada dalam tangkapan"
    case .endpoints: return "sesuai yang diminta"
    case .otherEndpoints(let mismatches): return mismatches.map(mismatch).joined(separator: "; ")
    case .noLoss(false, let areDropsKnown):
      return
        (areDropsKnown
        ? "tidak ada paket yang dibuang menurut hitungannya; tidak ada hal lain yang akan menunjukkan kehilangan"
        : "tidak ada yang menunjukkan kehilangan: berkasnya tidak menghitung paket yang dibuang")
        + ", tanpa TCP tidak ada ACK, dan permintaan UDP tanpa balasan bukan kehilangan tangkapan"
    case .sideAbsent(let side):
      return "tidak ada paket dari \(base.side(side)) dalam tangkapan: satu sisi koneksi ini tidak tertangkap"
    case .noLoss(true, let areDropsKnown):
      return "setiap byte yang diakui ada dalam tangkapan"
        + (areDropsKnown
          ? ", dan tidak ada paket yang dibuang menurut hitungannya"
          : "; berkasnya tidak menghitung paket yang dibuang")
    case .loss(let dropped, let unseen):
      return [
        dropped > 0 ? "\(dropped) paket dibuang ketika menangkap" : nil,
        unseen > 0 ? "\(unseen) ACK untuk byte yang tidak ada dalam tangkapan" : nil,
      ].compactMap(\.self).joined(separator: "; ")
    case .captured(let first, let last, let digits):
      return "\(utc(first, digits)) sampai \(utc(last, digits))"
    case .capturedTooEarly(let first, let demanded, let digits):
      return "paket pertama dari \(utc(first, digits)), sebelum \(utc(demanded, 0))"
    case .capturedTooLate(let last, let demanded, let digits):
      return "paket terakhir dari \(utc(last, digits)), tidak sebelum \(utc(demanded, 0))"
    case .untimed: return "paketnya tidak memiliki waktu"
    case .linkTypes(let types): return types.map(\.name).joined(separator: ", ")
    case .otherLinkTypes(let types):
      return types.isEmpty
        ? "tangkapan tidak memiliki jenis tautan" : "jenis tautannya " + types.map(\.name).joined(separator: ", ")
    case .whole: return "setiap bingkai utuh"
    case .cut(let frames, let file):
      return [
        frames > 0 ? "\(frames) bingkai dipotong oleh snapshot length" : nil, file ? "berkasnya terputus" : nil,
      ].compactMap(\.self).joined(separator: "; ")
    case .noRetransmissions: return "tidak ada yang dikirim ulang"
    case .retransmissions(let count): return "\(count) segmen dikirim ulang"
    case .bothProtocols: return "keduanya ada"
    case .protocolAbsent(let transport): return "tidak ada percakapan \(transport.name) dengan muatan"
    }
  }

  private func utc(_ time: Timestamp, _ digits: Int) -> String { base.numbers.utc(time, digits: digits) }

  private func counted(_ thing: GradeReason.CountedThing, _ count: Int, _ requests: Int?) -> String {
    switch thing {
    case .echoes:
      return requests.map { "\(count) dari \($0) permintaan kembali utuh" } ?? "\(count) permintaan kembali utuh"
    case .textEchoes: return "teks yang diminta kembali \(count) kali"
    case .replies: return "\(count) dari \(requests ?? count) permintaan dibalas"
    case .bytes: return "\(count) byte muatan"
    }
  }

  private func mismatch(_ mismatch: EndpointMismatch) -> String {
    let name =
      switch mismatch.field {
      case .serverAddress: "alamat server"
      case .serverPort: "port server"
      case .clientAddress: "alamat client"
      case .clientPort: "port client"
      }
    return "\(name) yang diminta \(mismatch.demanded); dalam tangkapan \(mismatch.found)"
      + (mismatch.isSwapped ? ", dan yang diminta ada pada sisi lain: tertukar?" : "")
  }

  func same(_ group: SameRecordings, _ names: [String]) -> String {
    base.list(Array(names.dropLast()), and: names.last ?? "") + " tampak seperti "
      + (group.haveSameTimes ? "satu rekaman:" : "satu sesi:")
  }

  func pair(_ same: SameRecording, _ names: (first: String, second: String)) -> String {
    func place(_ place: SameRecording.Place) -> String {
      "\(base.title(of: place.conversation)) (\(base.frames(place.frames, of: place.framesTotal)))"
    }
    let (one, other) = (place(same.first), place(same.second))
    let ends =
      one == other
      ? "\(names.first) dan \(names.second), keduanya \(one)" : "\(names.first), \(one) dan \(names.second), \(other)"
    return "\(ends): \((agreements(same) + differences(same)).joined(separator: "; "))."
  }

  private func agreements(_ same: SameRecording) -> [String] {
    // All else follows.
    if same.agreements.contains(.file) { return ["kedua berkas sama byte demi byte"] }
    return same.agreements.map { agreement in
      switch agreement {
      case .file: "kedua berkas sama byte demi byte"
      case .sequenceNumbers(let count): "nomor urut mentah kedua sisi sama pada \(count) paket"
      case .timestampValues(let count): "nilai timestamp TCP sama pada \(count) paket"
      case .identifications(let count): "nomor identifikasi IP sama pada \(count) paket"
      case .intervals(let count): "\(count) selang waktu antarpaket sama"
      }
    }
  }

  func morePairs(_ count: Int) -> String {
    "… dan \(count) pasangan lagi dari tangkapan yang sama (semuanya dengan --format json)"
  }

  private func differences(_ same: SameRecording) -> [String] {
    var parts: [String] = []
    if same.hasSameTimes, same.isShiftRounding {
      parts.append("waktunya sama, dibulatkan ke mikrodetik pada salah satunya")
    } else if same.hasSameTimes, let shift = same.shift, shift != 0 {
      parts.append("semua waktunya berbeda \(base.numbers.duration(Int64(clamping: shift.magnitude)))")
    }
    if !same.hasSameTimes {
      parts.append(
        "dari \(same.intervals.total) selang waktu antarpaket \(same.intervals.equal) yang sama: direkam di dua tempat, atau "
          + "waktunya diubah")
    }
    if same.haveOtherEndpoints {
      let (one, other) = (same.first.conversation, same.second.conversation)
      parts.append(
        "alamat atau port berbeda: \(one.originator) → \(one.responder), \(other.originator) → \(other.responder)")
    }
    return parts
  }
}
