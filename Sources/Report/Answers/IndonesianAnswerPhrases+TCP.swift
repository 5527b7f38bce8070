import Conversations
import Wire

extension IndonesianAnswerPhrases {
  private func list(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }
  private func side(_ side: Side) -> String { side == .originator ? "client" : "server" }
  private func fleets(_ range: ClosedRange<Int>) -> String {
    "Gelombang \(range.lowerBound) sampai \(range.upperBound)"
  }

  func text(_ fact: TCPFact) -> String {
    switch fact {
    case .client(let endpoint, let syn?): "\(endpoint): pengirim SYN (bingkai \(syn))."
    case .client(let endpoint, nil): "\(endpoint), menurut port dan flag."
    case .server(let endpoint, let syn?): "\(endpoint): SYN (bingkai \(syn)) ditujukan ke sana."
    case .server(let endpoint, nil): "\(endpoint), menurut port dan flag."
    case .bothEnds(let client, let server):
      "Jika ini tangkapan Anda sendiri dan komputer Anda client, alamatnya \(client); servernya \(server)."
    case .ownTrace:
      "Semua jawaban lembar ini berasal dari tangkapan yang Anda berikan: untuk tangkapan Anda sendiri, inilah jawabannya."
    case .syn(let syn):
      "Relatif 0, mentah \(syn.initialSequenceNumber.rawValue) (bingkai \(syn.frame)). Bit SYN bernilai 1 dan bit ACK 0: itulah "
        + "yang menjadikannya SYN."
    case .rawNumber(let syn): "Nomor mentahnya \(syn.initialSequenceNumber.rawValue) (bingkai \(syn.frame))."
    case .synRetried(let frames): "SYN dikirim ulang di \(list(frames)), dengan nomor yang sama."
    case .sack(let syn, let synAck, let used): sack(syn, synAck, used)
    case .sackIsNoFlag: "yang menentukan adalah opsi SACK-permitted pada kedua SYN, bukan flag SYN."
    case .synAck(let frame, let sequence, let acknowledgment, let isn):
      "Nomor urut: relatif 0, mentah \(sequence). Ack: mentah \(acknowledgment) (bingkai \(frame))"
        + (isn.map { acknowledgment == $0 &+ 1 ? " = \($0) + 1, yaitu ISN client dan satu untuk SYN-nya." : "." } ?? ".")
        + " Bit SYN dan ACK keduanya 1."
    case .synAckUnexpected(let acknowledgment, let isn):
      "Ack itu, \(acknowledgment), tidak berasal dari SYN yang tertangkap, yang bernomor \(isn)."
    case .firstData(let frame, let sequence, let raw, let length, let sender):
      "Segmen data pertama dari \(side(sender)) adalah bingkai \(frame): Seq \(sequence), mentah \(raw), \(length) byte."
    case .request(let method, let frames, let sequence, let raw, let length):
      "\(method) dimulai di bingkai \(frames.lowerBound): Seq \(sequence), mentah \(raw), \(length) byte muatan."
        + (frames.count > 1 ? " Kata itu berlanjut sampai bingkai \(frames.upperBound)." : "")
    case .noRequest: "Tidak ada metode HTTP dalam kiriman client, juga tidak melintasi batas segmen."
    case .notTheLastSegment:
      "Wireshark menulis permintaan pada bingkai yang melengkapinya; metodenya ada di segmen yang disebut di sini, yang bernomor "
        + "urut itu."
    case .payloadOfFirst(let frame, let length, let total, let segments):
      "Bingkai \(frame) membawa \(length) dari \(total) byte yang dikirim client; "
        + (segments == 1 ? "semuanya cukup dalam satu segmen ini." : "diperlukan \(segments) segmen bermuatan.")
    case .timed(let sender, let segments, let total):
      (total == 1
        ? "Satu-satunya segmen data \(side(sender))."
        : segments == total
          ? "Semua \(total) segmen data \(side(sender))."
          : "\(segments) pertama dari \(total) segmen data \(side(sender)).")
        + " Waktu dihitung dari paket pertama tangkapan."
    case .cumulative(let frames):
      "ACK untuk \(list(frames)) mengakui segmen sesudahnya juga (kumulatif): waktunya mencakup penantian akan segmen itu."
    case .piggybacked(let frames):
      "ACK untuk \(list(frames)) datang bersama data atau FIN: waktunya dapat mencakup kerja program di sisi lain."
    case .unsampled(let frames, let reason): "Tidak ada sampel dari \(list(frames)): " + why(reason)
    case .unacknowledged(let frames): "Tidak ada ACK dalam tangkapan untuk \(list(frames))."
    case .withoutCumulative(let estimate):
      "Tanpa ACK kumulatif, EstimatedRTT setelah yang terakhir menjadi \(numbers.duration(estimate))."
    case .notTheTimeOfTheACK: "waktu kirim adalah waktu bingkai segmen itu sendiri, bukan waktu ACK-nya."
    case .estimates:
      "EstimatedRTT diawali SampleRTT pertama (α = 1/8, β = 1/4). Segmen yang dikirim ulang tidak memberi sampel: tidak dapat "
        + "diketahui salinan mana yang diakui (Karn). RFC 6298 menghitung RTTVAR dari SRTT sebelumnya; RTO ditulis sebelum batas bawah 1 s "
        + "(Linux: 200 ms)."
    case .twoTimes(let first, let second):
      "RTT bingkai \(first.segment.frame): \(numbers.duration(first.sample))"
        + (second.map {
          "; bingkai \($0.segment.frame): \(numbers.duration($0.sample)); EstimatedRTT sesudahnya: \(numbers.duration($0.estimate))."
        } ?? "; EstimatedRTT sesudahnya: sama.")
    case .lengths(let sender): "Panjang segmen data pertama dari \(side(sender)), dalam byte:"
    case .notFrameLength(let frame, let frameLength, let segmentLength):
      "bingkai \(frame) panjangnya \(frameLength) byte, tetapi itu bingkai dengan semua headernya; segmen TCP-nya \(segmentLength)."
    case .sumsAreNotOne(let count, let sum): "\(sum) adalah jumlah \(count) segmen, bukan panjang satu segmen."
    case .windows(let owner, let least, let leastFrame, let most, let mostFrame, let hasZeros):
      (least == most
        ? "Jendela \(side(owner)): \(least) byte (bingkai \(leastFrame)); sudah diskalakan, "
        : "Jendela \(side(owner)): dari \(least) (bingkai \(leastFrame)) sampai \(most) byte (bingkai \(mostFrame)); sudah diskalakan, ")
        + "tanpa SYN yang tidak diskalakan, tanpa RST" + (hasZeros ? ", dan tanpa nol." : ".")
    case .windowClosed(let owner, let total, let frames):
      "Jendela 0 diberitahukan dalam \(total) segmen \(side(owner)) (\(base.frames(frames, of: total)))."
    case .synWindow(let owner, let syn, let isSmaller):
      "Jendela dalam \(owner == .originator ? "SYN" : "SYN-ACK") adalah \(syn.window) (bingkai \(syn.frame)), yang tidak pernah diskalakan"
        + (isSmaller ? "; jika ikut dihitung, itulah yang terkecil." : ".")
    case .notOwnWindow(let owner):
      "ruang yang menghambat pengirim adalah milik \(side(owner)), bukan jendela dalam segmen pengirim sendiri."
    case .inFlight(let sender, let bytes, let frame, let window):
      "Paling banyak \(bytes) byte dari \(side(sender)) belum diakui (bingkai \(frame)), dengan jendela "
        + (window.map { "\($0) byte." } ?? "yang tidak diketahui.")
    case .throttled(let frames, let total, let closings):
      "Ya, jendela menghambat pengirim: \(total) segmen tidak menyisakan ruang untuk segmen berikutnya, dan jendela tertutup "
        + "\(closings) kali"
        + (frames.isEmpty ? "." : " (\(base.frames(frames, of: max(total + closings, frames.count)))).")
    case .notThrottled: "Tidak: selalu ada ruang untuk satu segmen lagi, dan jendela tidak pernah tertutup."
    case .firstWindows(let raw, let scale, let window, let frame):
      "\(window) byte = \(raw) · \(1 << scale) (bingkai \(frame))"
        + (scale == 0 ? ": jendela di sini tidak diskalakan." : ".")
    case .noRetransmission(let segments): "Tidak, dari \(segments) segmen data tidak ada yang dikirim ulang."
    case .retransmissions(let total, let frames): "Ya, \(total) segmen (\(base.frames(frames, of: total)))."
    case .outOfOrder(let count): "\(count) segmen datang tidak berurutan: tersusul, bukan dikirim ulang."
    case .controlRepeated(let frames): "SYN, SYN-ACK, atau FIN dikirim ulang di \(list(frames))."
    case .checked:
      "Yang diperiksa: apakah suatu segmen hanya membawa nomor urut yang sudah pernah dikirim pengirimnya, untuk kedua arah. Keep-alive, "
        + "penyelidikan jendela tertutup, dan paket yang tertangkap dua kali tidak dihitung; segmen yang tersusul dibedakan."
    case .needless(let frames): "\(list(frames).capitalizedFirst): tidak perlu, menurut D-SACK."
    case .acknowledgments(let count, let segments, let bytes, let typical, let times):
      "\(count) ACK untuk muatan baru mengakui \(segments) segmen dan \(bytes) byte; paling sering \(typical) byte (\(times) kali)."
    case .coversTwo(let frames):
      "\(frames.count) ACK mengakui dua segmen (\(list(frames))), seperti penerima yang mengakui setiap segmen kedua (ACK yang ditunda)."
    case .coversMany(let frames):
      "\(frames.count) ACK mengakui lebih dari dua (\(list(frames))): bagian yang hilang sudah terisi, segmen digabung di penerima, atau ACK "
        + "di antaranya tidak ada."
    case .coversOne: "Masing-masing mengakui satu segmen: tidak ada yang menunggu setiap segmen kedua."
    case .throughput(let sender):
      "Untuk kiriman \(side(sender)), menurut empat definisi, yang terakhir dalam dua bentuk. Hasilnya berbeda: selalu sebutkan definisi Anda."
    case .nameTheDefinition:
      "angka tanpa definisi dan satuan tidak dapat dibandingkan; satuan di sini byte per detik."
    case .fleets(let count, let sender):
      "Kiriman \(side(sender)) terdiri atas \(count) gelombang: yang dikirim dalam satu waktu tempuh bolak-balik, sampai segmen "
        + "pertamanya diakui."
    case .doubling(let range):
      "\(fleets(range)) masing-masing tumbuh setengah kali atau lebih, seperti dalam slow start."
    case .noDoubling: "Tidak ada tiga gelombang sejak awal koneksi yang tumbuh seperti dalam slow start."
    case .linear(let range):
      "\(fleets(range)) masing-masing tumbuh paling banyak dua segmen, seperti dalam congestion avoidance."
    case .level(let range): "\(fleets(range)) tetap sama besar: bukan kemacetan yang menentukannya."
    case .firstLoss(let number):
      "Gelombang \(number) berisi segmen pertama yang dikirim ulang; pertumbuhan sesudahnya tidak dinilai."
    case .windowIsNotInPackets:
      "Kesimpulan ini terbatas: tidak ada paket yang memberitahukan congestion window. Jendela penerima, program yang tidak punya lagi "
        + "untuk dikirim, dan titik penangkapan juga membentuk gelombang."
    case .period(let median, let least, let most, let roundTrip):
      "Dari gelombang ke gelombang \(numbers.duration(median)) (median; \(numbers.duration(least)) sampai \(numbers.duration(most)))"
        + (roundTrip.map { "; median waktu tempuh bolak-balik \(numbers.duration($0))." } ?? ".")
    case .periodLimits:
      "Gelombang saling menyusul kira-kira sekali dalam satu waktu tempuh bolak-balik selama pengirim menunggu jendela; jeda program dan "
        + "kehilangan memperpanjang selang tertentu."
    }
  }

  private func why(_ reason: RoundTrip) -> String {
    switch reason {
    case .ambiguous: "dikirim lebih dari sekali (Karn)."
    case .postLoss: "ACK menunggu segmen sebelumnya yang dikirim ulang atau tersusul."
    case .untimed: "jam berjalan mundur."
    case .cumulative, .pureACK, .piggybackedACK: base.worth(reason) + "."
    }
  }

  private func sack(_ syn: Handshake.SYN, _ synAck: Handshake.SYN, _ used: Int) -> String {
    let permitted = [syn.isSACKPermitted, synAck.isSACKPermitted]
    let frames = "bingkai \(syn.frame) dan \(synAck.frame)"
    if permitted.contains(false) { return "SACK tidak dapat dipakai: tidak kedua SYN mengizinkannya (\(frames))." }
    if permitted.contains(nil) { return "Tidak diketahui apakah SACK dapat dipakai: opsinya terpotong (\(frames))." }
    return "SACK dapat dipakai: kedua SYN mengizinkannya (\(frames)); "
      + (used == 0 ? "tetapi tidak terpakai." : "terpakai dalam \(used) segmen.")
  }
}
