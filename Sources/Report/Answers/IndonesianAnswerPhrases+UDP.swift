extension IndonesianAnswerPhrases {
  func text(_ fact: UDPFact) -> String {
    switch fact {
    case .fields(let frame): "Empat: Source Port, Destination Port, Length, dan Checksum (bingkai \(frame))."
    case .notFiveFields: "bukan lima: muatan (Data) berada di belakang header dan bukan field-nya."
    case .firstDatagram(let frame, let payload):
      "Datagram pertama percakapan ini ada di bingkai \(frame), dengan \(payload) byte muatan."
    case .protocolByPort(let name): "Menurut port, atau menurut awalnya, muatannya adalah \(name)."
    case .noKnownProtocol:
      "Tidak ada protokol terkenal yang dikenali: isinya adalah apa yang dikirim program itu sendiri. UDP tidak memiliki "
        + "field untuk itu."
    case .fieldLengths: "Setiap field 2 byte (16 bit), sehingga header 4 · 2 = 8 byte."
    case .offsets(let frame, let start, let before):
      "Di bingkai \(frame) header dimulai pada byte \(start), dihitung dari 0"
        + (before.isEmpty
          ? "." : ", setelah " + before.map { "\($0.name) (\($0.length))" }.joined(separator: " dan ") + ".")
    case .lengthIsSum(let frame, let length, let payload):
      "Panjang header beserta muatan, dalam byte. Bingkai \(frame): \(length) = 8 + \(payload): benar."
    case .lengthDiffers(let frame, let length, let sent):
      "Panjang header beserta muatan, tetapi di bingkai \(frame) nilainya \(length), sedangkan yang dikirim \(sent) byte."
    case .notHeaderAlone: "bukan panjang header saja, yang selalu 8, dan bukan panjang muatan saja."
    case .maximumPayload:
      "Length 16 bit dan ikut menghitung header, sehingga muatan paling banyak 65535 − 8 = 65527 byte."
    case .maximumPayloadIPv4:
      "Dalam paket IPv4, yang panjangnya sendiri juga 16 bit, tersisa 65535 − 20 − 8 = 65507."
    case .largestSeen(let payload, let frame):
      "Muatan terbesar dalam percakapan ini \(payload) byte (bingkai \(frame))."
    case .maximumPort: "65535, karena port 16 bit: 2^16 − 1. Port 0 dicadangkan."
    case .portsSeen(let first, let second, let frame): "Di sini portnya \(first) dan \(second) (bingkai \(frame))."
    case .protocolNumber(let version, let frame, let offset):
      "17, heksadesimal 0x11: tertulis dalam field \(version == 4 ? "Protocol pada header IPv4" : "Next Header pada IPv6"), "
        + "byte \(offset) dari bingkai \(frame)."
    case .pair(let request, let reply): "Bingkai \(request) adalah permintaan, bingkai \(reply) balasannya."
    case .portsSwap:
      "Port asal yang satu adalah port tujuan yang lain, begitu pula alamatnya: balasan kembali ke asal permintaan."
    case .noConnection: "keduanya bukan koneksi: program yang memasangkannya, bukan UDP."
    }
  }
}
