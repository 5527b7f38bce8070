import Wire

/// A frame taken apart into the fields of its headers, with what each says and how its checksums come about.
struct PacketAnatomy {
  /// What is known of the packet beside its bytes.
  struct Context {
    /// The frame's number in its capture, from 1.
    var frame: Int
    var timestamp = Timestamp(nanoseconds: 0)
    /// Decimals of the capture's times.
    var timestampDigits = 6
    /// What the sender's windows are shifted by; nil where its handshake was not seen.
    var windowShift: UInt8?
    /// The sender's initial sequence number.
    var sequenceBase: UInt32?
    /// The receiver's.
    var acknowledgmentBase: UInt32?
  }

  /// What stands behind the last header.
  enum Content: Equatable {
    case payload
    /// A piece of a datagram, without a header of its own.
    case fragment
    /// Something that is named and not taken apart.
    case other(String)
    /// Nothing that can be told, after damage.
    case unknown
  }

  let context: Context
  /// As captured, and no more than was sent.
  let bytes: [UInt8]
  let originalLength: Int
  let linkType: LinkType
  /// Outermost first.
  let headers: [HeaderAnatomy]
  let checksums: [ChecksumSteps]
  let content: Content
  /// Behind the last header, as sent; the snapshot length may have cut it.
  let payload: Range<Int>
  /// Behind the packet: what Ethernet pads a short frame with.
  let trailer: Range<Int>
  let phrases: any AnatomyPhrases

  init(
    _ bytes: [UInt8], originalLength: Int, linkType: LinkType, context: Context, phrases: any AnatomyPhrases
  ) {
    var walk = AnatomyWalk(bytes, originalLength: originalLength, context: context)
    walk.run(linkType)
    self.context = context
    self.bytes = walk.frame
    self.originalLength = walk.originalLength
    self.linkType = linkType
    self.phrases = phrases
    headers = walk.headers
    checksums = walk.checksums
    content = walk.content
    let end = max(walk.end, walk.offset)
    payload = walk.offset..<end
    trailer = end..<max(walk.originalLength, end)
  }

  init(_ bytes: [UInt8], originalLength: Int, linkType: LinkType, context: Context, language: Language) {
    self.init(
      bytes, originalLength: originalLength, linkType: linkType, context: context, phrases: language.anatomyPhrases)
  }

  /// The payload as captured.
  var payloadBytes: [UInt8] { bytes.part(payload) }
}

extension Language {
  var anatomyPhrases: any AnatomyPhrases {
    switch self {
    case .english: EnglishAnatomyPhrases()
    case .indonesian: IndonesianAnatomyPhrases()
    }
  }
}
