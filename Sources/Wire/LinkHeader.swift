/// Everything in front of the network header: the link header, its VLAN tags and labels, read in place.
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

  /// What a Prism header takes; its own length field is in either byte order, and always this.
  private static var prismLength: Int { 144 }
  /// The first word of an AVS header but for its version.
  private static var avsMagic: UInt32 { 0x8021_1000 }

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
  /// The protocol that PPP names, where it is none that has an EtherType.
  public let pppProtocol: UInt16?
  /// Where the 802.11 header begins.
  private let wlanOffset: Int?
  /// Original bytes after the link header, as far as a length field of the link tells; nil when it does not.
  let payloadLength: Int?

  /// Reads the link header of a packet of `linkType`.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, linkType: LinkType) throws(DecodeError) {
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
    case .wlan: try walk.wlan(bytes, from: 0, isPadded: false)
    case .wlanRadiotap: try walk.radiotap(bytes)
    case .wlanPrism, .wlanAVS: try walk.prism(bytes)
    case .ipv4: walk.etherType = .ipv4
    case .ipv6: walk.etherType = .ipv6
    default: throw .unsupportedLinkType(linkType)
    }
    self.init(bytes, linkType, walk)
  }

  /// Reads what stands between a tunnel's header, which named `type`, and the network header: labels, or nothing.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, carrying type: EtherType) throws(DecodeError) {
    var walk = Walk()
    walk.etherType = type
    try walk.tunnels(bytes)
    self.init(bytes, .raw, walk)
  }

  @_lifetime(copy bytes)
  private init(_ bytes: RawSpan, _ linkType: LinkType, _ walk: Walk) {
    self.bytes = bytes
    self.linkType = linkType
    etherType = walk.etherType
    length = walk.length
    vlanID = walk.vlanID
    serviceVLANID = walk.serviceVLANID
    mplsLabel = walk.mplsLabel
    pppoeSession = walk.pppoeSession
    isLLC = walk.isLLC
    pppProtocol = walk.pppProtocol
    wlanOffset = walk.wlanOffset
    payloadLength = walk.payloadLength
  }

  /// The sender's card; nil where the link is neither Ethernet nor 802.11.
  public var source: MACAddress? {
    linkType == .ethernet ? MACAddress(bytes, at: Field.source) : wlan?.source
  }
  /// The card the frame is for; nil where the link is neither Ethernet nor 802.11.
  public var destination: MACAddress? {
    linkType == .ethernet ? MACAddress(bytes, at: Field.destination) : wlan?.destination
  }

  /// The type field of an Ethernet header, which may be a length; nil of other links.
  public var typeField: EtherType? {
    linkType == .ethernet ? EtherType(rawValue: bytes.load(fromByteOffset: Field.etherType)) : nil
  }

  /// The 802.11 header.
  public var wlan: WLANHeader? {
    @_lifetime(copy self) get {
      guard let wlanOffset else { return nil }
      // It was read once already, so it is there.
      return try? WLANHeader(bytes.part(from: wlanOffset))
    }
  }

  /// Whether it has something to `note`.
  @inline(__always)
  var isEncapsulating: Bool {
    vlanID != nil || serviceVLANID != nil || pppoeSession != nil || mplsLabel != nil
  }

  /// Notes every tag, the session and the outermost label.
  func note(in encapsulation: inout Encapsulation?) {
    var offset: Int
    var type: EtherType
    switch linkType {
    case .linuxSLL:
      (offset, type) = (Field.sllLength, EtherType(rawValue: bytes.load(fromByteOffset: Field.sllProtocol)))
    case .linuxSLL2:
      (offset, type) = (Field.sll2Length, EtherType(rawValue: bytes.load(fromByteOffset: Field.sll2Protocol)))
    case .ethernet:
      (offset, type) = (Field.ethernetLength, EtherType(rawValue: bytes.load(fromByteOffset: Field.etherType)))
    default: (offset, type) = (0, .ipv4)
    }
    while type.isVLANTag, offset + Field.tagLength <= length {
      let identifier: UInt16 = bytes.load(fromByteOffset: offset, as: UInt16.self) & 0x0fff
      encapsulation.append(type == .serviceVLAN ? .serviceVLAN(identifier) : .vlan(identifier))
      type = EtherType(rawValue: bytes.load(fromByteOffset: offset + 2))
      offset += Field.tagLength
    }
    if let pppoeSession { encapsulation.append(.pppoe(session: pppoeSession)) }
    if let mplsLabel { encapsulation.append(.mpls(label: mplsLabel)) }
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
    var pppProtocol: UInt16?
    var wlanOffset: Int?
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
      default:
        etherType = nil
        pppProtocol = number
      }
    }

    /// An 802.11 frame; of a data frame that is whole and plain, the LLC header behind it too.
    mutating func wlan(_ bytes: RawSpan, from offset: Int, isPadded: Bool) throws(DecodeError) {
      let header = try WLANHeader(bytes.part(from: offset))
      wlanOffset = offset
      length = offset + header.headerLength
      guard header.kind == .data, header.obstacle == nil else { return }
      if isPadded { length += -header.headerLength & 3 }
      try llc(bytes)
    }

    /// A radiotap header (radiotap.org): its length, and fields of which bits tell which are there.
    mutating func radiotap(_ bytes: RawSpan) throws(DecodeError) {
      try need(8, .radio, bytes)
      let headerLength = Int(bytes.load(fromByteOffset: 2, as: UInt16.self, .littleEndian))
      guard bytes.byte(at: 0) == 0, headerLength >= 8 else { throw .malformed(.radio) }
      try need(headerLength, .radio, bytes)
      var fields = 8
      var present: UInt32 = bytes.load(fromByteOffset: 4, .littleEndian)
      let first = present
      while present & 0x8000_0000 != 0, fields + 4 <= headerLength {
        present = bytes.load(fromByteOffset: fields, .littleEndian)
        fields += 4
      }
      // A time of eight bytes, aligned to them, comes first.
      if first & 1 != 0 { fields += (-fields & 7) + 8 }
      let isPadded = first & 2 != 0 && fields < headerLength && bytes.byte(at: fields) & 0x20 != 0
      try wlan(bytes, from: headerLength, isPadded: isPadded)
    }

    /// A Prism header, or the AVS header that came after it.
    mutating func prism(_ bytes: RawSpan) throws(DecodeError) {
      try need(8, .radio, bytes)
      let isAVS = bytes.load(fromByteOffset: 0, as: UInt32.self) & 0xffff_f000 == LinkHeader.avsMagic
      let headerLength = isAVS ? Int(bytes.load(fromByteOffset: 4, as: UInt32.self)) : LinkHeader.prismLength
      guard headerLength >= 8 else { throw .malformed(.radio) }
      try need(headerLength, .radio, bytes)
      try wlan(bytes, from: headerLength, isPadded: false)
    }
  }
}
