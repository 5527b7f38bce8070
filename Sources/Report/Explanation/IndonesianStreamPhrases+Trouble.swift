import Analyzer
import Conversations
import Wire

extension IndonesianStreamPhrases {
  func sentences(_ statement: TroubleStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .resent(let retransmission, let asked, let selective, let blocks):
      return resent(retransmission, asked, selective, blocks, of: record)
    case .resentLeftOut(let number, let total):
      return """
        Selain itu masih \(number) segmen dikirim ulang, seluruhnya \(total), dari \(frame(record.first.frame)) sampai \
        \(frame(record.last.frame)).
        """
    case .closedWindow(let closed, let probes):
      let sender = closed.from.other
      let start: Prose = """
        Pada \(frame(closed.closed.frame)) \(who(closed.from)) menyatakan \(.zeroWindow): \(.receiveBuffer) miliknya \
        penuh, dan \(who(sender)) harus menunggu.
        """
      let asking: Prose =
        probes.isEmpty
        ? ""
        : " \(probes.count) \(.windowProbe) dari \(who(sender)) menanyakan apakah jendela sudah terbuka (\(frames(probes)))."
      let end: Prose =
        closed.opened.map {
          " Pada \(frame($0.frame)), \(duration($0.time.nanoseconds(since: closed.closed.time))) kemudian, jendela terbuka lagi."
        } ?? " Tangkapan tidak melihatnya terbuka lagi, sampai \(frame(record.last.frame))."
      return "\(start)\(asking)\(end)"
    }
  }

  private func resent(
    _ retransmission: Retransmission, _ asked: [Int], _ selective: [Int], _ blocks: [PacketRow.Segment.Block],
    of record: ConversationRecord
  ) -> Prose {
    let length = retransmission.end - retransmission.start
    let range =
      length == 1 ? "byte \(retransmission.start)" : "byte \(retransmission.start) sampai \(retransmission.end - 1)"
    var sentences: [Prose] = [
      """
      Pada \(frame(retransmission.frame)) \(who(retransmission.from)) mengirim \(range) sekali lagi: ini \
      \(.retransmission).
      """
    ]
    if let original = retransmission.original {
      sentences.append(
        """
        Salinan sebelumnya ada pada \(frame(original.frame)), \
        \(duration(retransmission.time.nanoseconds(since: original.time))) lebih dulu.
        """)
    } else {
      sentences.append(
        """
        Salinan sebelumnya tidak ada dalam tangkapan, jadi hilang sebelum \(.capturePoint), atau oleh tangkapan itu \
        sendiri.
        """)
    }
    sentences.append(cause(retransmission, asked, selective, blocks))
    if let proof = retransmission.needlessBy {
      sentences.append(
        "Sebenarnya tidak perlu: \(frame(proof)) melaporkan dengan \(.duplicateSACK) bahwa kedua salinan tiba.")
    }
    return Prose(sentences: sentences)
  }

  private func cause(
    _ retransmission: Retransmission, _ asked: [Int], _ selective: [Int], _ blocks: [PacketRow.Segment.Block]
  ) -> Prose {
    switch retransmission.cause {
    case .timeout:
      let waited = retransmission.waited.map { " selama \(duration($0))" } ?? ""
      let number: Prose =
        retransmission.timeoutNumber > 1
        ? " Ini yang ke-\(retransmission.timeoutNumber) berturut-turut, dan waktu tunggunya makin lama (\(.backOff))."
        : ""
      guard !retransmission.wasAcknowledged else {
        return """
          \(.ack) untuk semuanya sudah lewat di \(.capturePoint); bahwa pengirim mengirim lagi setelah \
          menunggu\(waited) menunjukkan bahwa ACK itu hilang atau terlambat di sisa jalannya (\(.timeout)).\(number)
          """
      }
      return "ACK-nya belum datang setelah ditunggu\(waited): \(.timeout) habis.\(number)"
    case .fast:
      guard !asked.isEmpty else {
        return
          "ACK dari pihak lain memberitahukan bahwa segmen itu belum tiba, dan timeout tidak ditunggu: \(.fastRetransmission)."
      }
      let ranges = blocks.prefix(3).map { "\($0.left) sampai \($0.right &- 1)" }.joined(separator: ", ")
      let told: Prose =
        selective.last.map { ", dan blok \(.sack) pada \(frame($0)) memberitahukan bahwa byte \(ranges) sudah tiba" }
        ?? ""
      return """
        Sebelum itu \(who(retransmission.from.other)) meminta byte \(retransmission.start) dengan \(asked.count) ACK \
        yang mengulang nomor ACK sebelumnya (\(.duplicateACK), \(frames(asked)))\(told): timeout tidak ditunggu, jadi \
        ini \(.fastRetransmission).
        """
    case .tailLossProbe:
      let waited = retransmission.waited.map { "setelah ditunggu \(duration($0)), " } ?? ""
      return "Segmen itu dikirim \(waited)sebelum timeout mana pun, untuk memancing ACK: \(.tailLossProbe)."
    case .afterTimeout: return "Ini mengikuti \(.timeout): yang saat itu masih di jalan dikirim sekali lagi."
    case .afterError: return "Ini mengikuti pesan galat ICMP, atau \(.rst) yang tidak mengubah apa pun."
    case .unknown: return "Tangkapan tidak menunjukkan sebabnya."
    }
  }
}
