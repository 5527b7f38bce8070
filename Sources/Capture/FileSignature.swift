/// What the first bytes of a file say it is.
enum FileSignature: Equatable {
  case capture(CaptureFormat, timestampDigits: Int)
  /// Packed in a way that is unpacked here.
  case packed(Compression)
  /// Packed by `name`; `program` unpacks it to its standard output.
  case compressed(name: String, program: String)
  /// A capture of another program, which Wireshark's `editcap` turns into pcap.
  case foreignCapture(name: String)
  case unknown

  /// How many bytes tell all of these apart.
  static let length = 8
  /// With fewer bytes no capture is told from anything else.
  static let shortest = 4

  /// Judges by `bytes`, the first of the file; there may be fewer than `length`.
  init(_ bytes: some Collection<UInt8>) {
    for (signature, meaning) in Self.known where bytes.starts(with: signature) {
      self = meaning
      return
    }
    self = .unknown
  }

  // The pcap magics stand twice: the file is in the byte order of the machine that wrote it.
  private static let known: [([UInt8], FileSignature)] = [
    ([0xD4, 0xC3, 0xB2, 0xA1], .capture(.pcap, timestampDigits: 6)),
    ([0xA1, 0xB2, 0xC3, 0xD4], .capture(.pcap, timestampDigits: 6)),
    ([0x4D, 0x3C, 0xB2, 0xA1], .capture(.pcap, timestampDigits: 9)),
    ([0xA1, 0xB2, 0x3C, 0x4D], .capture(.pcap, timestampDigits: 9)),
    ([0x34, 0xCD, 0xB2, 0xA1], .capture(.modifiedPcap, timestampDigits: 6)),
    ([0xA1, 0xB2, 0xCD, 0x34], .capture(.modifiedPcap, timestampDigits: 6)),
    ([0x0A, 0x0D, 0x0D, 0x0A], .capture(.pcapng, timestampDigits: 6)),
    ([0x1F, 0x8B], .packed(.gzip)),
    ([0x28, 0xB5, 0x2F, 0xFD], .packed(.zstd)),
    ([0x04, 0x22, 0x4D, 0x18], .compressed(name: "lz4", program: "lz4cat")),
    ([0xFD] + Array("7zXZ".utf8) + [0], .compressed(name: "xz", program: "xzcat")),
    (Array("BZh".utf8), .compressed(name: "bzip2", program: "bzcat")),
    ([0x50, 0x4B, 0x03, 0x04], .compressed(name: "zip", program: "unzip -p")),
    (Array("snoop".utf8) + [0, 0, 0], .capture(.snoop, timestampDigits: 6)),
    (Array("btsnoop".utf8) + [0], .foreignCapture(name: "btsnoop (Bluetooth)")),
    (Array("GMBU".utf8), .foreignCapture(name: "Microsoft Network Monitor")),
    (Array("RTSS".utf8), .foreignCapture(name: "Microsoft Network Monitor 1")),
    (Array("iptrace ".utf8), .foreignCapture(name: "AIX iptrace")),
    (Array("XCP".utf8) + [0], .foreignCapture(name: "NetXray or Windows Sniffer")),
    (Array("TRSNIFF ".utf8), .foreignCapture(name: "DOS Sniffer")),
  ]
}
