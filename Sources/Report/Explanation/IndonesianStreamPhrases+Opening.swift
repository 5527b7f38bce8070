import Analyzer
import Conversations
import Wire

extension IndonesianStreamPhrases {
  func sentences(_ statement: OpeningStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .syn(let syn, let isEphemeral):
      let port: Prose =
        isEphemeral
        ? " \(.port, "Port") \(record.originator.port) ada di rentang yang dipakai sistem untuk memilih \(.ephemeralPort)."
        : ""
      return """
        Pada \(frame(syn.frame)) \(who(.originator)) meminta koneksi: bit kendali \(.syn) terpasang dan ACK tidak, \
        seperti pada \(.segment) pertama \(.handshake). \(.sequenceNumber, "Nomor urutnya"), \
        \(syn.initialSequenceNumber.rawValue), adalah \(.initialSequenceNumber) \(who(.originator)), dan selanjutnya \
        ditulis sebagai \(.relativeNumber) 0.\(port)
        """
    case .options(let syn, let side): return options(syn, side)
    case .synAgain(let retries, let waits):
      return """
        \(.syn) itu dikirim ulang pada \(frames(retries.map(\.frame))), setelah \(durations(waits)): belum ada jawaban.
        """
    case .synAck(let synAck, let answered, let sum, let nanoseconds):
      return synAckSentence(synAck, answered, sum, nanoseconds)
    case .established(let ack): return established(ack)
    case .agreed(let agreement): return agreed(agreement)
    case .capturedAt(let point, let first, let second, let frames):
      return place(point, duration(first), duration(second), self.frames(frames))
    case .accepted(let frame):
      return """
        Semua ini dikerjakan sistem kedua sisi: sejak \(self.frame(frame)) koneksi boleh menunggu di \(.backlog) \
        server, dan tidak ada paket yang menunjukkan kapan programnya mengambilnya.
        """
    case .ecnAgreed(let syn, let synAck):
      return
        "Kedua sisi memakai \(.ecn): \(.syn) mereka menyatakannya dengan bit ECE dan CWR (\(frames([syn, synAck])))."
    case .simultaneous(let syn, let other, let synAck, let otherSYNACK):
      let theirs: Prose = other.map { " dan \(who(.responder)) pada \(frame($0))" } ?? ""
      let answers = [otherSYNACK, synAck].compactMap(\.self).sorted()
      return """
        Ini \(.simultaneousOpen): \(who(.originator)) mengirim \(.syn) pada \(frame(syn))\(theirs), sebelum menerima \
        milik pihak lain. Masing-masing menjawab dengan \(.synAck) (\(frames(answers))); semua itu bukan \
        \(.retransmission), dan menjadi satu koneksi.
        """
    case .refused(let reset, let syn, let sum, let nanoseconds):
      let time = nanoseconds.map { ", \(duration($0)) kemudian," } ?? ""
      let proof: Prose =
        sum.map {
          " \(.acknowledgmentNumber, "Nomor pengakuannya"), \($0.text), menunjukkan bahwa SYN itulah yang dijawab."
        } ?? ""
      return """
        \(frame(reset).capitalised(glossary))\(time) adalah jawaban atas \(.syn) pada \(frame(syn)), dan bukan \
        \(.synAck): bit \(.rst) menolak koneksi.\(proof)
        """
    case .icmp(let error, let request, let nanoseconds): return icmp(error, request, nanoseconds)
    case .noAnswer(let frames, let nanoseconds):
      let time =
        nanoseconds.map {
          $0 > 0
            ? ", yang masih berlanjut \(duration($0)) setelah yang terakhir" : ", yang berakhir dengan yang terakhir"
        } ?? ""
      return "Jawaban atas \(.syn) (\(self.frames(frames))) tidak ada dalam tangkapan\(time)."
    case .ackMissing(let synAck):
      return "\(.ack) yang melengkapi \(.handshake) setelah \(frame(synAck)) tidak ada dalam tangkapan."
    case .synMissing(let synAck):
      return """
        \(.syn) itu sendiri tidak ada dalam tangkapan; keberadaannya diketahui dari \(.synAck) yang menjawabnya \
        (\(frame(synAck))).
        """
    case .notCaptured(let first):
      return """
        Tangkapan dimulai setelah koneksinya: tidak ada \(.syn) di dalamnya, dan \(frame(first)) adalah \(.segment) \
        pertama dari koneksi ini. Karena itu \(.initialSequenceNumber) tidak diketahui, dan setiap \(.relativeNumber) \
        dihitung dari nomor pertama yang terlihat; apakah \(.windowScale) berlaku juga tidak diketahui, begitu pula \
        tawaran lain dalam SYN.
        """
    }
  }

  private func options(_ syn: Handshake.SYN, _ side: Side) -> Prose {
    var items: [Prose] = []
    if let mss = syn.maximumSegmentSize {
      items.append("\(.mss) \(mss) (muatan terbanyak yang diterimanya per segmen)")
    }
    if let scale = syn.windowScale {
      items.append(
        "\(.windowScale) \(scale) (jendelanya kemudian dikalikan \(factor(scale)), bila pihak lain juga punya opsi ini)"
      )
    }
    if syn.isSACKPermitted == true { items.append("\(.sack) diizinkan") }
    if syn.hasTimestamps == true { items.append("\(.timestamps)") }
    let window: Prose = """
      \(.window, "Jendela") di dalamnya \(syn.window) byte: ruang di \(.receiveBuffer) pada \(who(side))
      """
    guard !items.isEmpty else {
      return syn.areOptionsCut
        ? "\(window); opsinya tidak tertangkap (\(frame(syn.frame)))."
        : "\(window). Opsinya tidak memuat MSS, skala jendela, SACK, maupun timestamp (\(frame(syn.frame)))."
    }
    let cut = syn.areOptionsCut ? ", dan apa yang terpotong batas panjang tangkapan" : ""
    return "\(window). Opsinya menawarkan \(Prose(items, separator: ", "))\(cut) (\(frame(syn.frame)))."
  }

  private func synAckSentence(
    _ synAck: Handshake.SYN, _ answered: Int?, _ sum: AcknowledgmentSum?, _ nanoseconds: Int64?
  ) -> Prose {
    let time = nanoseconds.map { ", \(duration($0)) kemudian" } ?? ""
    let start: Prose =
      answered.map {
        "\(leading(.responder)) menjawab \(frame($0)) dengan \(.synAck) pada \(frame(synAck.frame))\(time)."
      }
      ?? "\(leading(.responder)) menjawab dengan \(.synAck) pada \(frame(synAck.frame))."
    let arithmetic: Prose =
      sum.map { sum in
        sum.bytes > 0
          ? """
           \(.acknowledgmentNumber, "Nomor pengakuannya") \(sum.text): SYN dihitung satu, dan \(sum.bytes) byte \
          \(.payload) yang datang bersamanya diterima juga.
          """
          : """
           \(.acknowledgmentNumber, "Nomor pengakuannya") \(sum.text), yaitu nomor SYN ditambah satu, karena SYN \
          dihitung satu.
          """
      } ?? ""
    return """
      \(start)\(arithmetic) Segmen itu membawa \(.initialSequenceNumber) \(who(.responder)), \
      \(synAck.initialSequenceNumber.rawValue) (\(.relativeNumber) 0 juga).
      """
  }

  private func established(_ ack: OpeningStatement.ACK) -> Prose {
    let time = ack.nanoseconds.map { ", \(duration($0)) kemudian," } ?? ""
    let number: Prose = ack.sum.map { " dengan \(.acknowledgmentNumber) \($0.text)" } ?? ""
    let payload: Prose = ack.payloadLength > 0 ? "; segmen itu sudah membawa \(ack.payloadLength) byte \(.payload)" : ""
    let total: Prose =
      ack.total.flatMap { total in
        ack.since.map { since -> Prose in
          let doubt =
            ack.isAmbiguous
            ? ", dihitung dari SYN terakhir sebelum jawaban: salinan mana yang dijawab tidak ditunjukkan paket mana pun"
            : ""
          return "Dari SYN pada \(frame(since)) sampai \(.ack) ini \(.handshake) memakan \(duration(total))\(doubt)."
        }
      } ?? ""
    let sentence: Prose = """
      \(frame(ack.frame).capitalised(glossary))\(time) adalah \(.ack) dari \(who(.originator))\(number)\(payload): \
      tiap sisi sudah menyebutkan \(.initialSequenceNumber)-nya dan pihak lain telah mengakuinya, sehingga \
      \(.handshake) lengkap.
      """
    return Prose(sentences: [sentence, total])
  }

  private func agreed(_ agreement: OpeningStatement.Agreement) -> Prose {
    var facts: [Prose] = []
    switch agreement.scalesWindows {
    case true?: facts.append("setiap \(.window) berikutnya harus dikalikan (\(.windowScale), ada di kedua SYN)")
    case false?:
      facts.append(
        "setiap \(.window) berlaku seperti tertulis di segmen (tanpa \(.windowScale), sebab tidak ada di kedua SYN)")
    case nil: break
    }
    switch agreement.hasSACK {
    case true?: facts.append("\(.sack) boleh dipakai")
    case false?: facts.append("\(.sack) tidak dipakai")
    case nil: break
    }
    switch agreement.hasTimestamps {
    case true?: facts.append("segmen boleh membawa \(.timestamps)")
    case false?: facts.append("\(.timestamps) tidak ada")
    case nil: break
    }
    let less: Prose = agreement.hasTimestamps == true ? " (\(.mss) dikurangi 12 untuk \(.timestamps))" : ""
    if let mss = agreement.mostOfOriginator {
      facts.append("\(who(.originator)) boleh mengisi \(.segment) di kabel dengan \(mss) byte \(.payload)\(less)")
    }
    if let mss = agreement.mostOfResponder { facts.append("\(who(.responder)) \(mss)") }
    guard !facts.isEmpty else { return "" }
    return """
      Dari opsi kedua SYN diketahui (\(frames([agreement.syn, agreement.synAck]))): \(Prose(facts, separator: "; ")).
      """
  }

  private func place(_ point: VantagePoint, _ first: String, _ second: String, _ frames: Prose) -> Prose {
    let times: Prose = "Dari SYN sampai SYN-ACK perlu \(first), dari SYN-ACK sampai ACK \(second) (\(frames))"
    switch point {
    case .originator:
      return """
        \(times): jalan pulang-pergi ke \(who(.responder)) jauh lebih lama, dan itu cocok dengan \(.capturePoint) di \
        \(who(.originator)). Jadi yang pertama kira-kira sama dengan \(.roundTrip).
        """
    case .responder:
      return """
        \(times): jalan pulang-pergi ke \(who(.originator)) jauh lebih lama, dan itu cocok dengan \(.capturePoint) di \
        \(who(.responder)). Jadi yang kedua kira-kira sama dengan \(.roundTrip).
        """
    case .between(let percent):
      return """
        \(times): keduanya perlu waktu, dan itu cocok dengan \(.capturePoint) di antara keduanya, dengan \(percent) % \
        jalan di sisi \(who(.responder)). \(.roundTrip, "Waktu tempuh bolak-balik") kira-kira jumlah keduanya.
        """
    case .nearBoth:
      return """
        \(times): keduanya begitu singkat sehingga kedua sisi ada di satu mesin atau bersebelahan, dan \
        \(.capturePoint) juga di sana.
        """
    }
  }

  func icmp(_ error: ICMPError, _ request: Int?, _ nanoseconds: Int64?) -> Prose {
    let reason = ICMPReason(error)
    let name: Prose = reason == .portUnreachable ? "\(.portUnreachable)" : glossary.marked(words.icmpName(error))
    let what: Prose = request.map { ", menjawab \(frame($0))" } ?? ", mengutip paket percakapan ini"
    let time = nanoseconds.map { " setelah \(duration($0))" } ?? ""
    let meaning: Prose =
      switch reason {
      case .portUnreachable: ": tidak ada program yang memakai \(.port) itu di sana"
      case .timeToLiveExceeded, .hopLimitExceeded: ": \(.ttl) paket itu habis di jalan"
      default: ""
      }
    return """
      \(frame(error.frame).capitalised(glossary)), \(name) (tipe \(error.type), kode \(error.code)) dari \
      \(error.reporter.description)\(what)\(time)\(meaning).
      """
  }
}
