import Analyzer
import Conversations
import Wire

// What ICMP errors say. Their names are the RFCs' and Wireshark's; what they mean is told beside them.
extension IndonesianPhrases {
  func icmp(_ error: ICMPError) -> String {
    let meaning = ICMPReason(error).map { ", artinya " + self.meaning(of: $0) } ?? ""
    return "bingkai \(error.frame): \(icmpName(error))\(meaning)"
      + " (\(error.isVersion6 ? "ICMPv6" : "ICMP") tipe \(error.type), kode \(error.code)), dikirim oleh "
      + "\(error.reporter)"
  }

  func moreICMP(_ count: Int) -> String { "dan \(count) pesan kesalahan ICMP lagi" }

  func icmpName(_ error: ICMPError) -> String { ICMPReason(error).map { "ICMP " + $0.name } ?? "pesan kesalahan ICMP" }

  private func meaning(of reason: ICMPReason) -> String {
    switch reason {
    case .networkUnreachable: "jaringan tidak terjangkau"
    case .hostUnreachable: "host tidak terjangkau"
    case .protocolUnreachable: "protokol tidak terjangkau"
    case .portUnreachable: "port tidak terjangkau"
    case .addressUnreachable: "alamat tidak terjangkau"
    case .noRoute: "tidak ada rute ke tujuan"
    case .destinationUnreachable: "tujuan tidak terjangkau"
    case .communicationProhibited: "komunikasi dilarang"
    case .fragmentationNeeded: "paket harus difragmentasi, tetapi tidak boleh"
    case .packetTooBig: "paket terlalu besar untuk jalan itu"
    case .sourceQuench: "pengirim diminta melambat"
    case .redirect: "ada rute yang lebih baik"
    case .timeToLiveExceeded: "TTL habis di jalan"
    case .hopLimitExceeded: "hop limit habis di jalan"
    case .reassemblyTimeExceeded: "waktu untuk menyusun kembali fragmen habis"
    case .parameterProblem: "isi header bermasalah"
    }
  }
}
