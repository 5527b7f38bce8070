import Analyzer
import Conversations
import Wire

// What is worth knowing, without its frames.
extension IndonesianPhrases {
  func finding(_ finding: Finding, in conversation: ConversationRecord?) -> String {
    let number = finding.count
    let text =
      switch finding.code {
      case .captureCut where finding.frames.isEmpty: "tangkapan terputus, atau rusak, sebelum bingkai pertamanya"
      case .captureCut: "tangkapan terputus, atau rusak, setelah bingkai utuh yang terakhir"
      case .captureFilesIncomplete where finding.frames.isEmpty:
        "ada file yang terputus, rusak, atau tidak dapat dibaca: paketnya tidak lengkap"
      case .captureFilesIncomplete:
        "ada file yang terputus, rusak, atau tidak dapat dibaca: paket setelah bingkai ini tidak lengkap"
      case .captureDrops:
        "\(number) paket dibuang selama penangkapan: celah mungkin berasal dari tangkapan, bukan dari jaringan"
      case .captureDuplicates:
        "\(number) paket ada dua kali dalam tangkapan (identifikasi IP sama, byte sama): tangkapan dibuat di dua "
          + "tempat, atau dua tangkapan digabung; setiap paket dianalisis sekali, dan waktu antara paket dari tempat "
          + "yang berbeda bukanlah waktu di satu tempat"
      case .captureTimeBackwards:
        "waktu berjalan mundur pada \(number) bingkai: durasi yang melewatinya tidak berarti; bila yang tidak urut "
          + "adalah isi file dan bukan jamnya, --sorted mengurutkan paket"
      case .captureTimeStep:
        clockStep(number) + ", padahal timestamp pengirim menunjukkan bahwa hanya sedikit waktu berlalu: durasi yang "
          + "melewatinya tidak berarti"
      case .captureInterfaceDown:
        "antarmuka mati \(number == 1 ? "selama beberapa waktu" : "\(number) kali"): apa yang lewat di jaringan saat itu "
          + "tidak ada dalam tangkapan"
      case .captureLoss: loss(number, of: finding.population) + ": tangkapan kehilangan paket"
      case .captureMixedLinkTypes:
        "paket dengan \(number) jenis link tercampur: tangkapan dibuat di tempat yang berbeda, dan satu paket mungkin "
          + "ada dua kali"
      case .captureUntimed:
        "\(number) bingkai tidak punya waktu dalam tangkapan: durasi dari atau sampai bingkai itu tidak diketahui, "
          + "juga bila tertulis 0"
      case .captureSnapshot: "\(number) bingkai terpotong oleh snapshot length: sisanya tidak ada"
      case .checksumPartial:
        "\(number) checksum hanya berisi jumlah pseudo-header: diserahkan kepada kartu jaringan (offload), bukan "
          + "kerusakan"
      case .checksumWrong where conversation?.hasTakenWrongChecksums == true:
        "\(number) checksum salah, tetapi penerima tetap menerima paketnya: kerusakan terjadi di jalan menuju "
          + "tangkapan, atau di dalamnya"
      case .checksumWrong: "\(number) checksum salah: penerima membuang paket seperti itu"
      case .checksumAbsent:
        "\(number) datagram tanpa checksum (nilainya 0): pengirim tidak memakainya, dan penerima tidak dapat "
          + "mengetahui kerusakan"
      case .fragmentsIncomplete:
        "\(number) datagram tidak lengkap: ada fragmen yang hilang, atau terpotong oleh snapshot length"
      case .tcpRefused: "SYN dijawab RST: tidak ada yang mendengarkan di sana"
      case .tcpUnanswered: "SYN tidak dijawab" + attempts(conversation?.handshake)
      case .tcpReset: "RST mengakhiri koneksi"
      case .tcpRetransmission: "data dikirim ulang dalam \(number) segmen"
      case .icmpUnreachable: "dijawab oleh \(number) pesan kesalahan ICMP"
      case .udpUnanswered: "\(number) permintaan tidak dibalas"
      case .tcpZeroWindow:
        "ruang buffer penerima habis (jendela 0) dalam \(number) segmen: pengirim harus menunggu"
          + closedFor(conversation?.events)
      case .tcpHalfClosed where number > 0:
        "setelah FIN dari satu sisi, sisi lainnya masih mengirim \(number) segmen data: setengah tertutup, yang "
          + "dibolehkan TCP"
      case .tcpHalfClosed:
        "setengah tertutup selama \(conversation?.teardown?.halfClosedNanoseconds.map(duration) ?? label(.unknown)): "
          + "baru setelah itu sisi kedua menutup"
      case .udpDuplicateReply: "\(number) balasan datang lagi"
      case .udpReorderedReply: "\(number) balasan datang setelah balasan untuk permintaan sesudahnya"
      case .networkDuplicate, .tcpTimeout, .tcpFastRetransmission, .tcpTailLossProbe, .tcpRetransmissionAfterError,
        .tcpSpuriousRetransmission, .tcpLateSegment, .tcpLostBeforeCapture, .tcpUnseen:
        repetition(finding, in: conversation)
      case .tcpSYNRetried, .tcpSYNACKLost, .tcpRefusedAtFirst, .tcpOlderConnection, .tcpOtherAnswer, .tcpFINRetried,
        .tcpSimultaneousOpen, .tcpSimultaneousClose, .tcpHalfOpen,
        .tcpAbort, .tcpAbortUnread, .tcpDataAfterClose, .tcpResetIgnored, .tcpFastOpen, .tcpMidstream, .tcpOneDirection,
        .tcpOptionsCut:
        openingOrEnd(finding, in: conversation)
      case .tcpKeepAlive: keepAlives(number, conversation?.events)
      case .tcpWindowProbe:
        "\(number) probe menanyakan apakah jendela yang tertutup sudah terbuka (sebagian disebut keep-alive oleh Wireshark)"
      case .tcpLargeSegment:
        "\(number) segmen memuat lebih banyak daripada yang diizinkan MSS (sampai "
          + "\(conversation?.events?.largestPayload ?? 0) byte): kartu jaringan memotong atau menggabungkannya (TSO, "
          + "GRO), sehingga paket di sini bukan paket di jaringan"
      case .tcpCongestion:
        "router menandai \(number) paket (kemacetan dialami, CE); penerima meneruskannya dalam "
          + "\(conversation?.events?.congestionEchoes.total ?? 0) segmen (ECE), dan pengirim menjawab dalam "
          + "\(conversation?.events?.congestionAnswers.total ?? 0) segmen (CWR\(answers(conversation?.events)))"
      case .tcpUrgent:
        "\(number) segmen menunjuk ke data mendesak (URG"
          + (conversation?.events?.urgentPointer.map { ", urgent pointer \($0)" } ?? "") + ")"
      case .conversationResumed:
        "paket datang lagi setelah percakapan antara kedua ujung yang sama dianggap selesai menurut waktunya"
      case .captureConversationsLeftOut:
        "\(number) percakapan tidak punya catatan sendiri: jumlahnya melebihi tempat dalam laporan, dan yang terkecil hanya "
          + "dihitung; --port, --host atau --stream menampilkannya"
      case .conversationLetGo:
        "terlalu banyak percakapan terbuka pada saat yang sama, dan yang ini dilepas setelah "
          + "bingkai ini: keterangannya berlaku sampai saat itu, dan paket sesudahnya menjadi percakapan lain"
      case .conversationOutgrown:
        "bagian yang hilang atau menunggu lebih banyak daripada yang disimpan untuk satu percakapan: mulai dari sini "
          + "hitungan kiriman ulang, pengakuan, atau jawaban bisa keliru"
      case .echoMismatch:
        if conversation?.protocol == .tcp, let offset = conversation?.echo.firstDifference?.offset {
          "mulai byte \(offset) dalam stream, dihitung dari 0, penjawab mengirim data yang berbeda"
        } else {
          "\(number) balasan berbeda dari permintaannya" + shortening(conversation)
        }
      case .echoLost:
        if conversation?.echo.isEcho == true {
          "\(conversation?.echo.lost ?? 0) byte tidak pernah dikembalikan"
        } else {
          "\(conversation?.unansweredBytes(of: finding) ?? 0) byte sampai, dan penjawab tidak mengirim data"
        }
      case .echoSlow:
        "balasan tercepat memerlukan \(conversation?.echo.rtt?.minimum.map { duration($0) } ?? label(.unknown)), jabat "
          + "tangan \(conversation?.handshake?.nanoseconds.map(duration) ?? label(.unknown)): waktu itu dipakai "
          + "program penjawab"
          + (conversation?.events?.gaplessSides.contains(.responder) == true
            ? "" : ", atau sebuah balasan hilang di jalan")
      }
    return conversation.map { "\(title(of: $0)): \(text)" } ?? text
  }

  /// Why replies differ, where it is the same with all of them.
  private func shortening(_ conversation: ConversationRecord?) -> String {
    let different = conversation?.exchanges.filter { $0.isIdentical == false } ?? []
    guard !different.isEmpty, different.allSatisfy(\.isShortened) else { return "" }
    return ": hanya awalnya yang kembali, seperti bila buffer penerima terlalu kecil untuk datagram itu"
  }

  private func answers(_ events: TCPEvents?) -> String {
    guard let answers = events?.congestionAnswers, !answers.isEmpty else { return "" }
    return ", " + frames(answers.frames, of: answers.total)
  }
}
