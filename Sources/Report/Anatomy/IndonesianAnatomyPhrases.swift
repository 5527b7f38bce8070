import Wire

struct IndonesianAnatomyPhrases: AnatomyPhrases {
  let numbers = NumberText.withComma

  func title(frame: Int) -> String { "Bedah header: bingkai \(frame)" }

  func opening(time: String, captured: Int, sent: Int) -> String {
    let length = captured < sent ? "\(captured) dari \(sent) byte terekam" : "\(sent) byte, terekam seluruhnya"
    return "\(time); \(length)."
  }

  func layers(_ parts: [(name: String, bytes: Int)], total: Int) -> String {
    guard !parts.isEmpty else { return "Tidak ada bagian yang dapat dibedah." }
    return parts.map { "\($0.bytes) (\($0.name))" }.joined(separator: " + ") + " = \(total) byte"
  }

  func title(of header: HeaderAnatomy) -> String {
    "Header \(header.kind.name), \(header.length) byte mulai byte \(header.start)"
  }

  func caption(of header: HeaderAnatomy, frame: Int) -> String {
    "Header \(header.kind.name) bingkai \(frame), 32 bit per baris"
  }

  func description(of header: HeaderAnatomy) -> String {
    header.fields.filter { !$0.isInParts }.map { "\(name(of: $0.name)) \($0.plainValue ?? "tidak terekam")" }
      .joined(separator: ", ")
  }

  func notDrawn(bytes: Int) -> String { "\(bytes) byte lain dari header ini tidak digambar." }

  var columns: [String] { ["Field", "Byte", "Ukuran", "Nilai", "Arti"] }

  func name(of field: FieldName) -> String {
    switch field {
    case .sourcePort: "Port sumber"
    case .destinationPort: "Port tujuan"
    case .sequenceNumber: "Nomor urut"
    case .acknowledgmentNumber: "Nomor pengakuan"
    case .window: "Ukuran jendela"
    case .sourceAddress, .sourceMAC: "Alamat sumber"
    case .destinationAddress, .destinationMAC: "Alamat tujuan"
    case .totalLength: "Panjang total"
    case .datagramLength: "Panjang"
    case .payloadLength: "Panjang muatan"
    case .headerChecksum: "Checksum header"
    case .payload: "Muatan"
    case .trailer: "Bantalan"
    case .zeros: "Nol"
    default: field.registered
    }
  }

  func size(bytes: Int) -> String { "\(bytes) byte" }
  func size(bits: ClosedRange<Int>) -> String {
    bits.count == 1 ? "bit \(bits.lowerBound)" : "bit \(bits.lowerBound)–\(bits.upperBound)"
  }

  func cut(captured: Int, of needed: Int) -> String {
    captured == 0 ? "tidak terekam" : "terpotong: \(captured) dari \(needed) byte terekam"
  }

  func meaning(_ meaning: FieldMeaning) -> String {
    switch meaning {
    case .name(let name), .carries(let name): name
    case .hardwareAddress(let address): address.description + note(address)
    case .lengthOfFrame(let bytes): "\(bytes) byte berikutnya (IEEE 802.3)"
    case .tag(let isService): isService ? "tag layanan 802.1ad" : "tag VLAN 802.1Q"
    case .priority(let value): value == 0 ? "tanpa prioritas" : "prioritas \(value) dari 7"
    case .dropEligible(let isSet): isSet ? "boleh dibuang lebih dahulu" : "tidak ditandai untuk dibuang"
    case .vlan(let identifier): "VLAN \(identifier)"
    case .cookedType(let type):
      switch type {
      case 0: "dikirim ke host ini"
      case 1: "broadcast dari host lain"
      case 2: "multicast dari host lain"
      case 3: "dikirim antara host lain"
      case 4: "dikirim oleh host ini"
      default: ""
      }
    case .words(let words): "\(words) × 4 = \(words * 4) byte"
    case .units(let units): "(\(units) + 1) × 8 = \((units + 1) * 8) byte"
    case .sum(let parts): sum(parts)
    case .leftOpen(let actual): "diserahkan ke kartu jaringan (segmentation offload): ada \(actual) byte"
    case .beyond(let actual): "lebih dari \(actual) byte yang dikirim"
    case .belowHeader(let header): "kurang dari \(header) byte header"
    case .identification: "sama pada semua fragmen satu datagram"
    case .reserved(let isZero): isZero ? "harus nol" : "harus nol, tetapi tidak nol"
    case .dontFragment(let isSet): isSet ? "tidak boleh difragmentasi" : "boleh difragmentasi"
    case .moreFragments(let isSet): isSet ? "masih ada fragmen berikutnya" : "fragmen terakhir, atau satu-satunya"
    case .fragmentOffset(let units, let hasMore):
      units > 0 ? "\(units) × 8 = byte \(units * 8) datagram" : hasMore ? "fragmen pertama" : "bukan fragmen"
    case .hops(let passed, let first): hops(passed, first)
    case .checksum(let verdict): told(verdict)
    case .port(let range): port(range)
    case .sequence(let number, let relative, let length): sequence(number, relative, length)
    case .acknowledgment(let relative, let isValid):
      isValid
        ? (relative.map { "relatif \($0): " } ?? "") + "byte berikutnya yang ditunggu"
        : "tidak berlaku: ACK tidak aktif"
    case .flags(let flags): flags.isEmpty ? "tidak ada yang aktif" : flags.names()
    case .flag(let name, let isSet): isSet ? self.flag(name) : "tidak aktif"
    case .window(let value, let unit): window(value, unit)
    case .urgentPointer(let isUsed): isUsed ? "akhir data mendesak" : "tidak dipakai: URG tidak aktif"
    case .noOperation: "jenis 1: pengisi sampai batas kata"
    case .endOfOptions: "jenis 0: tidak ada opsi sesudahnya"
    case .optionLength(let bytes): "\(bytes) byte, termasuk jenis dan panjang"
    case .optionLengthWrong: "tidak muat dalam header"
    case .segmentSize(let size): "menerima segmen dengan muatan paling banyak \(size) byte"
    case .shift(let shift): "jendela berikutnya × 2^\(shift) = \(1 << min(shift, 14))"
    case .timestampValue: "jam pengirim"
    case .timestampEcho(let isUsed): isUsed ? "jam pihak lain, dikembalikan" : "tidak berlaku: ACK tidak aktif"
    case .sackEdge(let relative, let isLeft):
      (relative.map { "relatif \($0): " } ?? "")
        + (isLeft ? "byte pertama blok yang diterima" : "byte sesudah blok itu")
    case .operation(let operation): operation == 1 ? "permintaan" : operation == 2 ? "balasan" : ""
    }
  }

  private func note(_ address: MACAddress) -> String {
    address.isBroadcast
      ? ", broadcast" : address.isGroup ? ", multicast" : address.isLocal ? ", diatur secara lokal" : ""
  }

  private func sum(_ parts: [LengthPart]) -> String {
    let total = parts.reduce(0) { $0 + $1.bytes }
    return "\(total) = "
      + parts.map { part in
        switch part {
        case .header(let kind, let bytes): "\(bytes) (\(kind.name))"
        case .payload(let bytes): "\(bytes) (muatan)"
        }
      }.joined(separator: " + ")
  }

  private func hops(_ passed: Int, _ first: Int) -> String {
    (passed == 0 ? "tidak melewati router" : "melewati \(passed) router") + ", jika dikirim dengan \(first)"
  }

  private func port(_ range: PortRange) -> String {
    switch range {
    case .wellKnown: "port umum (well-known)"
    case .registered: "port terdaftar"
    case .dynamic: "port dinamis"
    }
  }

  private func sequence(_ number: UInt32, _ relative: UInt32?, _ length: Int?) -> String {
    guard let length else { return relative.map { "relatif \($0)" } ?? "" }
    let step = UInt32(truncatingIfNeeded: length)
    guard length > 0 else { return relative.map { "relatif \($0); tidak memakai nomor" } ?? "tidak memakai nomor" }
    return relative.map { "relatif \($0); berikutnya \($0) + \(length) = \($0 &+ step)" }
      ?? "berikutnya \(number) + \(length) = \(number &+ step)"
  }

  private func flag(_ name: FieldName) -> String {
    switch name {
    case .fin: "aktif: pengirim tidak punya data lagi"
    case .syn: "aktif: nomor urut dimulai di sini"
    case .rst: "aktif: koneksi diputus paksa"
    case .psh: "aktif: segera diserahkan ke program"
    case .ack: "aktif: nomor pengakuan berlaku"
    case .urg: "aktif: urgent pointer berlaku"
    case .ece: "aktif: kemacetan terlihat (ECN)"
    case .cwr: "aktif: jendela telah diperkecil (ECN)"
    default: "aktif"
    }
  }

  private func window(_ value: Int, _ unit: WindowUnit) -> String {
    switch unit {
    case .shift(let shift): "\(value) × \(1 << shift) = \(value << shift) byte"
    case .handshake: "\(value) byte: tidak diskalakan dalam SYN"
    case .unknown: "dikalikan skala yang tidak diketahui di sini"
    }
  }

  private func told(_ verdict: ChecksumVerdict) -> String {
    switch verdict {
    case .right: "benar"
    case .wrong(let expected): "salah, seharusnya \(AnatomyText.word(expected))"
    case .partial(let sum, let isComplement):
      "sebagian: \(isComplement ? "komplemen " : "")jumlah pseudo-header \(AnatomyText.word(sum)), "
        + "diserahkan ke kartu jaringan (offload)"
    case .absent: "tidak ada: pengirim tidak menghitungnya"
    case .cut(let captured, let needed):
      "tidak dapat diperiksa: terpotong oleh snapshot length (\(captured) dari \(needed) byte terekam)"
    case .fragment: "tidak dapat diperiksa: fragmen hanya memuat sebagian dari yang dicakup"
    case .lengthUnknown: "tidak dapat diperiksa: panjang-panjangnya saling bertentangan"
    }
  }

  func problem(_ problem: HeaderProblem, of header: HeaderAnatomy) -> String {
    let name = header.kind.name
    return switch problem {
    case .cut(let needed, let captured):
      "Header \(name) terpotong: perlu \(needed) byte, terekam \(captured); yang hilang ditandai ?."
    case .version(let found, let expected):
      "Versi \(found), padahal header sebelumnya menyebut versi \(expected): isi selanjutnya tidak dapat dipercaya."
    case .headerLengthBelow(let found, let minimum):
      "Panjang header \(found) byte kurang dari \(minimum) byte, ukuran terkecil header \(name): "
        + "isi selanjutnya tidak dapat dipercaya."
    case .headerLengthBeyond(let found, let sent):
      "Panjang header \(found) byte lebih dari \(sent) byte yang dikirim: isi selanjutnya tidak dapat dipercaya."
    case .lengthBelowHeader(let found, let header):
      "Panjang \(found) byte kurang dari \(header) byte header: isi selanjutnya tidak dapat dipercaya."
    case .lengthBeyond(let found, let sent): "Panjang \(found) byte lebih dari \(sent) byte yang dikirim."
    case .optionBeyond: "Sebuah opsi melewati akhir header: isi sesudahnya tidak dapat dibaca."
    case .tooMany(let limit): "Lebih dari \(limit) lapis: sisanya tidak dibedah."
    }
  }

  func contentName(_ content: PacketAnatomy.Content) -> String {
    switch content {
    case .payload: "muatan"
    case .fragment: "fragmen"
    case .other(let name): name
    case .unknown: "sisa"
    }
  }

  func content(_ content: PacketAnatomy.Content, sent: Int, captured: Int, text: String?) -> String {
    let what =
      switch content {
      case .payload: "Muatan"
      case .fragment: "Sepotong datagram, yang headernya berada di fragmen lain"
      case .other(let name): "\(name), tidak dibedah"
      case .unknown: "Sisanya, tidak dibedah"
      }
    return "\(what): \(sent) byte" + (captured < sent ? ", \(captured) terekam" : "") + (text.map { ": \($0)" } ?? "")
  }

  func trailer(bytes: Int) -> String {
    "\(bytes) byte di belakang paket: bantalan (padding) bingkai pendek, atau trailer. Ini bukan muatan."
  }

  var bytesTitle: String { "Byte dalam bingkai" }
  var bytesLegend: String {
    "Enam belas byte per baris, heksadesimal dan ASCII; di bawahnya field tempat byte itu berada."
  }
  func moreBytes(_ count: Int) -> String { "\(count) byte lainnya tidak ditampilkan." }
  func notCaptured(bytes: Int) -> String { "\(bytes) byte dikirim tetapi tidak terekam." }

  func checksumTitle(of kind: HeaderKind) -> String {
    kind == .ipv4 ? "Checksum header IPv4, langkah demi langkah" : "Checksum \(kind.name), langkah demi langkah"
  }

  func method(of steps: ChecksumSteps) -> String {
    let covered =
      steps.kind == .ipv4
      ? "header" : steps.pseudoHeaderSum == nil ? "pesan" : "pseudo-header, header dan muatan"
    return
      "Semua kata 16 bit dari \(covered) dijumlahkan, dengan checksum dianggap 0; sisa simpanan (carry) ditambahkan "
      + "kembali; semua bit dibalik."
  }

  var sumColumns: [String] { ["Yang dijumlahkan", "Kata 16 bit (heksadesimal)", "Jumlah"] }

  func name(of line: ChecksumSteps.Line.Name) -> String {
    switch line {
    case .pseudoHeader(let names): "pseudo-header: " + names.map { name(of: $0) }.joined(separator: ", ")
    case .fields(let names): names.map { name(of: $0) }.joined(separator: ", ")
    case .payload(let offset): "muatan mulai byte \(offset)"
    case .payloadSum: "muatan"
    }
  }

  func words(_ count: Int) -> String { "\(count) kata" }

  func step(_ step: ChecksumStep) -> String {
    switch step {
    case .sum: "Jumlah"
    case .carries: "Carry ditambahkan"
    case .complement: "Komplemen satu"
    case .field: "Nilai dalam paket"
    case .check: "Pemeriksaan penerima"
    case .pseudoHeader: "Jumlah pseudo-header"
    case .verdict: "Hasil"
    }
  }

  func verdict(_ verdict: ChecksumVerdict, field: UInt16) -> String {
    switch verdict {
    case .right: "\(AnatomyText.word(field)) benar: bersamanya jumlahnya 0xffff"
    default: "\(AnatomyText.word(field)): \(told(verdict))"
    }
  }
}
