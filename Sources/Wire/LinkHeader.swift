/// Everything in front of the network header: the link header and its VLAN tags, read in place.
public struct LinkHeader: ~Escapable {
  private enum Field {
    static let destination = 0
    static let source = 6
    static let etherType = 12
    static let ethernetLength = 14
    static let tagLength = 4
    static let sllProtocol = 14
    static let sllLength = 16
    static let sll2Protocol = 0
    static let sll2Length = 20
    static let pppoeLength = 6
    static let mplsLength = 4
    static let ciscoHDLCLength = 4
    /// What the cooked headers write for "an LLC header follows".
    static let sllLLC = 4
    static let llcLength = 3
    static let snapLength = 8
  }

  private let bytes: RawSpan
  public let linkType: LinkType
  /// What follows; nil when the link type says it in another way and names nothing that has an EtherType.
  public let etherType: EtherType?
  /// Bytes up to the network header.
  public let length: Int
  /// The identifier of the outermost 802.1Q tag (`vlan.id`).
  public let vlanID: UInt16?
  /// The identifier of the outermost 802.1ad service tag.
  public let serviceVLANID: UInt16?
  /// The outermost label of an MPLS stack (RFC 3032).
  public let mplsLabel: UInt32?
  /// The session of a PPPoE frame (RFC 2516, section 4).
  public let pppoeSession: UInt16?
  /// True when LLC follows: in an IEEE 802.3 frame, whose type field is a length, and where a cooked header says so.
  public let isLLC: Bool
  /// Original bytes after the link header, as far as a length field of the link tells; nil when it does not.
  let payloadLength: Int?

  /// Reads the link header of a packet of `linkType`.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, linkType: LinkType) throws(DecodeError) {
    self.bytes = bytes
    self.linkType = linkType
    var walk = Walk()
    switch linkType {
    case .ethernet: try walk.ethernet(bytes)
    case .linuxSLL:
      try walk.need(Field.sllLength, .linuxCooked, bytes)
      walk.length = Field.sllLength
      try walk.cooked(EtherType(rawValue: bytes.load(fromByteOffset: Field.sllProtocol)), bytes)
    case .linuxSLL2:
      try walk.need(Field.sll2Length, .linuxCooked, bytes)
      walk.length = Field.sll2Length
      try walk.cooked(EtherType(rawValue: bytes.load(fromByteOffset: Field.sll2Protocol)), bytes)
    case .null, .loop: try walk.loopback(bytes)
    case .ppp:
      try walk.ppp(bytes)
      try walk.tunnels(bytes)
    case .ciscoHDLC:
      try walk.need(Field.ciscoHDLCLength, .ppp, bytes)
      walk.length = Field.ciscoHDLCLength
      walk.etherType = EtherType(rawValue: bytes.load(fromByteOffset: 2))
      try walk.tunnels(bytes)
    case .raw, .rawBSD, .rawOpenBSD:
      try walk.need(1, .ipv4, bytes)
      walk.etherType = bytes.byte(at: 0) >> 4 == 6 ? .ipv6 : .ipv4
    case .ipv4: walk.etherType = .ipv4
    case .ipv6: walk.etherType = .ipv6
    default: throw .unsupportedLinkType(linkType)
    }
    etherType = walk.etherType
    length = walk.length
    vlanID = walk.vlanID
    serviceVLANID = walk.serviceVLANID
    mplsLabel = walk.mplsLabel
    pppoeSession = walk.pppoeSession
    isLLC = walk.isLLC
    payloadLength = walk.payloadLength
  }

  /// The sender's card; nil where the link is not Ethernet.
  public var source: MACAddress? { linkType == .ethernet ? address(at: Field.source) : nil }
  /// The card the frame is for; nil where the link is not Ethernet.
  public var destination: MACAddress? { linkType == .ethernet ? address(at: Field.destination) : nil }

  private func address(at offset: Int) -> MACAddress {
    let high: UInt32 = bytes.load(fromByteOffset: offset)
    let low: UInt16 = bytes.load(fromByteOffset: offset + 4)
    return MACAddress(rawValue: UInt64(high) << 16 | UInt64(low))
  }

  /// The values that reading a link header collects.
  private struct Walk {
    var length = 0
    var etherType: EtherType?
    var vlanID: UInt16?
    var serviceVLANID: UInt16?
    var mplsLabel: UInt32?
    var pppoeSession: UInt16?
    var isLLC = false
    var payloadLength: Int?

    func need(_ count: Int, _ layer: Layer, _ bytes: RawSpan) throws(DecodeError) {
      guard bytes.byteCount >= count else {
        throw .truncated(layer, needed: count, available: bytes.byteCount)
      }
    }

    mutating func ethernet(_ bytes: RawSpan) throws(DecodeError) {
      try need(Field.ethernetLength, .ethernet, bytes)
      length = Field.ethernetLength
      try tags(after: EtherType(rawValue: bytes.load(fromByteOffset: Field.etherType)), bytes)
    }

    /// Walks any number of 802.1Q and 802.1ad tags (IEEE 802.1Q, clause 9), then LLC where the type is a length.
    mutating func tags(after first: EtherType, _ bytes: RawSpan) throws(DecodeError) {
      var type = first
      while type.isVLANTag {
        try need(length + Field.tagLength, .vlan, bytes)
        let identifier: UInt16 = bytes.load(fromByteOffset: length, as: UInt16.self) & 0x0fff
        if type == .serviceVLAN {
          serviceVLANID = serviceVLANID ?? identifier
        } else {
          vlanID = vlanID ?? identifier
        }
        type = EtherType(rawValue: bytes.load(fromByteOffset: length + 2))
        length += Field.tagLength
      }
      if type.rawValue <= 1500 {
        payloadLength = Int(type.rawValue)
        try llc(bytes)
      } else {
        etherType = type
        try tunnels(bytes)
      }
    }

    /// Steps over a PPPoE session header and an MPLS label stack to the IP header behind them. Where they are cut, the
    /// link header ends in front of them and `etherType` still names them.
    mutating func tunnels(_ bytes: RawSpan) throws(DecodeError) {
      if etherType == .pppoeSession, bytes.byteCount >= length + Field.pppoeLength + 2 {
        let start = length + Field.pppoeLength
        pppoeSession = bytes.load(fromByteOffset: length + 2)
        let claimed = Int(bytes.load(fromByteOffset: length + 4, as: UInt16.self))
        length = start
        try ppp(bytes)
        payloadLength = max(claimed - (length - start), 0)
      }
      while etherType == .mpls || etherType == .mplsMulticast, bytes.byteCount >= length + Field.mplsLength {
        let entry: UInt32 = bytes.load(fromByteOffset: length)
        mplsLabel = mplsLabel ?? entry >> 12
        length += Field.mplsLength
        payloadLength = payloadLength.map { max($0 - Field.mplsLength, 0) }
        let isBottom = entry & 0x100 != 0
        guard isBottom else { continue }
        // Nothing says what a label carries; IP shows itself by its version (RFC 4928, section 1).
        switch bytes.byteCount > length ? bytes.byte(at: length) >> 4 : 0 {
        case 4: etherType = .ipv4
        case 6: etherType = .ipv6
        default: return
        }
      }
    }

    /// The protocol of a cooked header is an EtherType where it is above 1500, and else a small number of Linux's own.
    mutating func cooked(_ type: EtherType, _ bytes: RawSpan) throws(DecodeError) {
      if type.rawValue > 1500 {
        try tags(after: type, bytes)
      } else if type.rawValue == Field.sllLLC {
        try llc(bytes)
      }
    }

    /// An LLC header with SNAP names an EtherType (RFC 1042); any other is left undecoded.
    mutating func llc(_ bytes: RawSpan) throws(DecodeError) {
      isLLC = true
      try need(length + Field.llcLength, .llc, bytes)
      guard bytes.load(fromByteOffset: length, as: UInt16.self) == 0xaaaa, bytes.byte(at: length + 2) == 0x03 else {
        return
      }
      try need(length + Field.snapLength, .llc, bytes)
      guard bytes.load(fromByteOffset: length + 2, as: UInt32.self) & 0x00ff_ffff == 0 else { return }
      etherType = EtherType(rawValue: bytes.load(fromByteOffset: length + 6))
      length += Field.snapLength
      payloadLength = payloadLength.map { max($0 - Field.snapLength, 0) }
    }

    /// The address family is in the byte order of whoever captured (NULL), or in network order (LOOP); since both occur
    /// under both names, the order in which the family is a small number is the right one.
    mutating func loopback(_ bytes: RawSpan) throws(DecodeError) {
      try need(4, .loopback, bytes)
      length = 4
      let big: UInt32 = bytes.load(fromByteOffset: 0)
      let family = big > 0xffff ? big.byteSwapped : big
      switch family {
      case 2: etherType = .ipv4
      case 10, 24, 28, 30: etherType = .ipv6  // Linux, NetBSD and OpenBSD, FreeBSD, Darwin
      default: etherType = nil
      }
    }

    /// Address and control bytes may be left out, the protocol may be one byte (RFC 1661, sections 2 and 6.5; RFC 1662).
    mutating func ppp(_ bytes: RawSpan) throws(DecodeError) {
      try need(length + 2, .ppp, bytes)
      // Cisco's HDLC in the place of PPP: its address bytes are 0x0f (unicast) and 0x8f (multicast), its control byte 0.
      if bytes.byte(at: length) & 0x7f == 0x0f, bytes.byte(at: length + 1) == 0 {
        try need(length + Field.ciscoHDLCLength, .ppp, bytes)
        etherType = EtherType(rawValue: bytes.load(fromByteOffset: length + 2))
        length += Field.ciscoHDLCLength
        return
      }
      if bytes.byte(at: length) == 0xff, bytes.byte(at: length + 1) == 0x03 { length += 2 }
      try need(length + 1, .ppp, bytes)
      var number = UInt16(bytes.byte(at: length))
      length += 1
      if number & 1 == 0 {
        try need(length + 1, .ppp, bytes)
        number = number << 8 | UInt16(bytes.byte(at: length))
        length += 1
      }
      switch number {
      case 0x0021: etherType = .ipv4
      case 0x0057: etherType = .ipv6
      case 0x0281: etherType = .mpls
      case 0x0283: etherType = .mplsMulticast
      default: etherType = nil
      }
    }
  }
}
