import Conversations

// What was measured of a conversation.
extension IndonesianPhrases {
  func roundTrip(_ row: RoundTripRow) -> String {
    switch row {
    case .pureACK: "muatan sampai ACK murni"
    case .piggybackedACK: "muatan sampai ACK dengan data"
    case .closing: "FIN sampai ACK"
    case .ambiguous: "dikirim ulang (bukan sampel)"
    case .echo: "permintaan sampai seluruh echo"
    case .turnaround: "permintaan sampai balasan"
    case .thinkTime: "balasan sampai permintaan berikutnya"
    }
  }

  func roundTripsSeen(from point: VantagePoint?) -> String {
    switch point {
    case .originator:
      "titik penangkapan di inisiator: waktu kiriman → mencakup jaringan, waktu kiriman ← tidak"
    case .responder:
      "titik penangkapan di penjawab: waktu kiriman ← mencakup jaringan, waktu kiriman → tidak"
    case .between(let percent):
      "titik penangkapan di tengah: \(percent) % dari jalan ada di sisi penjawab; → dan ← diukur ke ujung yang "
        + "berbeda"
    case .nearBoth:
      "kedua ujung menjawab dalam \(duration(VantagePoint.shortest)): satu komputer, atau bersebelahan"
    case nil: "titik penangkapan tidak diketahui: jabat tangan tidak utuh, atau sebagian dikirim ulang"
    }
  }

  func withoutSample(postLoss: Int, cumulative: Int) -> String {
    var parts: [String] = []
    if cumulative > 0 { parts.append("\(cumulative) segmen tercakup oleh ACK untuk segmen sesudahnya") }
    if postLoss > 0 { parts.append("\(postLoss) ACK menunggu pengiriman ulang") }
    return "bukan sampel: " + parts.joined(separator: ", ")
  }

  func pairsRemark() -> String {
    "permintaan: bingkai segmen dengan byte baru; balasan: bingkai yang mengembalikan byte terakhirnya"
  }

  func latencies(jitter: Int64?) -> String {
    jitter.map { "jitter \(duration($0)) (rerata selisih latensi dengan latensi berikutnya)" } ?? ""
  }

  func numbersRemark() -> String { "setiap paket sekali; laju dalam byte per detik" }

  func measure(_ measure: Measure) -> String {
    switch measure {
    case .packets: "paket, termasuk salinan"
    case .acknowledgments: "dengan ACK"
    case .pureAcknowledgments: "ACK murni"
    case .duplicateAcknowledgments: "duplikat ACK"
    case .tripleDuplicateAcknowledgments: "duplikat ketiga dari satu ACK"
    case .selectiveAcknowledgments: "dengan blok SACK"
    case .duplicateSelectiveAcknowledgments: "dengan D-SACK"
    case .mostSACKBlocks: "blok SACK terbanyak dalam satu paket"
    case .dataPackets: "dengan muatan"
    case .payload: "byte muatan yang dikirim"
    case .uniquePayload: "byte muatan, masing-masing sekali"
    case .pushedPackets: "dengan muatan dan PSH"
    case .urgentPackets: "dengan muatan dan URG / byte mendesak"
    case .retransmissions: "segmen yang dikirim ulang"
    case .retransmittedBytes: "byte yang dikirim ulang"
    case .mostRetransmissions: "pengiriman ulang terbanyak satu segmen"
    case .retransmissionTimes: "dari salinan ke salinan: min / rerata / maks"
    case .outOfOrder: "segmen yang didahului segmen lain"
    case .synAndFIN: "SYN / FIN"
    case .synAndFINRetries: "SYN / FIN yang dikirim ulang"
    case .resets: "RST"
    case .segmentSizes: "muatan satu segmen: min / rerata / maks"
    case .windows: "jendela, byte: rerata, termasuk nol"
    case .smallestWindow: "… yang terkecil di atas 0 (bingkai)"
    case .largestWindow: "… yang terbesar (bingkai)"
    case .closedWindow: "jendela tertutup: berapa kali / seluruhnya"
    case .windowProbes: "probe jendela / byte"
    case .initialWindow: "sebelum ACK pertama: segmen / byte"
    case .bytesInFlight: "byte dalam perjalanan: rerata / maks (bingkai)"
    case .timeWeightedInFlight: "byte dalam perjalanan, rerata terhadap waktu"
    case .streamLength: "stream dari SYN sampai FIN, byte"
    case .missedBytes: "di antaranya tidak ada dalam tangkapan"
    case .truncated: "terpotong oleh snapshot length: segmen / byte"
    case .dataTime: "segmen bermuatan pertama sampai terakhir"
    case .longestIdle: "diam terlama (sebelum bingkai)"
    case .wireThroughput: "laju data: byte bingkai / durasi"
    case .payloadThroughput: "… muatan yang dikirim / durasi"
    case .goodput: "… goodput: setiap byte sekali / durasi"
    case .transferThroughput: "… setiap byte sekali / muatan pertama sampai terakhir"
    case .transferToACKThroughput: "… setiap byte sekali / muatan pertama sampai ACK terakhirnya"
    case .fullWindow: "segmen yang memenuhi jendela sisi lain (yang pertama)"
    }
  }

  func estimatesRemark() -> String {
    "setiap segmen sampai ACK yang mencakupnya, dan apa yang diperkirakan pengirim setelah tiap sampel: menurut buku "
      + "ajar (α = 1/8, β = 1/4), dan menurut RFC 6298"
  }

  func worth(_ roundTrip: RoundTrip) -> String {
    switch roundTrip {
    case .pureACK: ""
    case .piggybackedACK: "dengan data"
    case .ambiguous: "dikirim ulang"
    case .postLoss: "tertahan"
    case .cumulative: "kumulatif"
    case .untimed: "tanpa waktu"
    }
  }

  func estimatesLegend() -> String {
    "dengan data: ACK datang bersama muatan, dan sampel mencakup waktu program di sisi lain. Bukan sampel: dikirim "
      + "ulang (salinan mana yang dijawab?), tertahan (ACK menunggu bagian sebelumnya), kumulatif (ACK untuk segmen "
      + "sesudahnya)"
  }

  func formulas(_ estimate: RoundTripEstimate) -> [String] {
    let sample = duration(estimate.sample)
    let timeout =
      "; TimeoutInterval = \(duration(estimate.estimate)) + 4 · \(duration(estimate.deviation)) = "
      + duration(estimate.timeoutInterval)
    guard let earlier = estimate.earlierEstimate, let earlierDeviation = estimate.earlierDeviation else {
      return [
        "bingkai \(estimate.segment.frame): EstimatedRTT = SampleRTT = \(sample), DevRTT = SampleRTT / 2 = "
          + duration(estimate.deviation) + timeout
      ]
    }
    return [
      "bingkai \(estimate.segment.frame): EstimatedRTT = 0,875 · \(duration(earlier)) + 0,125 · \(sample) = "
        + duration(estimate.estimate),
      "DevRTT = 0,75 · \(duration(earlierDeviation)) + 0,25 · |\(sample) − \(duration(estimate.estimate))| = "
        + duration(estimate.deviation) + timeout,
    ]
  }

  func formulasLeftOut(_ count: Int) -> String { "demikian pula untuk \(count) sampel lagi" }

  func fleetsRemark() -> String {
    "yang dikirim dalam satu waktu tempuh bolak-balik: sampai yang pertama diakui, atau, bila itu menunggu hal lain, "
      + "selama waktu tempuh bolak-balik yang terpendek"
  }

  func overTimeRemark() -> String {
    "byte muatan per detik dalam tiap selang waktu: dikirim, dikirim untuk pertama kali, diakui; dan rerata dari yang "
      + "diakui sejauh itu"
  }
}
