import Analyzer
import Conversations
import Wire

// What ICMP errors say. Their names are the RFCs' and Wireshark's; what they mean is told beside them.
extension IndonesianPhrases {
  func icmp(_ error: ICMPError) -> String {
    let meaning = error.isVersion6 ? version6Meaning(error) : version4Meaning(error)
    return "bingkai \(error.frame): \(icmpName(error))" + (meaning.map { ", artinya " + $0 } ?? "")
      + " (\(error.isVersion6 ? "ICMPv6" : "ICMP") tipe \(error.type), kode \(error.code)), dikirim oleh "
      + "\(error.reporter)"
  }

  func moreICMP(_ count: Int) -> String { "dan \(count) pesan kesalahan ICMP lagi" }

  func icmpName(_ error: ICMPError) -> String { error.name.map { "ICMP " + $0 } ?? "pesan kesalahan ICMP" }

  private func version4Meaning(_ error: ICMPError) -> String? {
    switch (error.type, error.code) {
    case (3, 0): "jaringan tidak terjangkau"
    case (3, 1): "host tidak terjangkau"
    case (3, 2): "protokol tidak terjangkau"
    case (3, 3): "port tidak terjangkau"
    case (3, 4): "paket harus difragmentasi, tetapi tidak boleh"
    case (3, 9), (3, 10), (3, 13): "komunikasi dilarang"
    case (3, _): "tujuan tidak terjangkau"
    case (4, _): "pengirim diminta melambat"
    case (5, _): "ada rute yang lebih baik"
    case (11, 0): "TTL habis di jalan"
    case (11, 1): "waktu untuk menyusun kembali fragmen habis"
    case (12, _): "isi header bermasalah"
    default: nil
    }
  }

  private func version6Meaning(_ error: ICMPError) -> String? {
    switch (error.type, error.code) {
    case (1, 0): "tidak ada rute ke tujuan"
    case (1, 1): "komunikasi dilarang"
    case (1, 3): "alamat tidak terjangkau"
    case (1, 4): "port tidak terjangkau"
    case (1, _): "tujuan tidak terjangkau"
    case (2, _): "paket terlalu besar untuk jalan itu"
    case (3, 0): "hop limit habis di jalan"
    case (3, 1): "waktu untuk menyusun kembali fragmen habis"
    case (4, _): "isi header bermasalah"
    default: nil
    }
  }
}
