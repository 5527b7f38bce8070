import Wire

extension AnatomyWalk {
  /// The link's own header: `length` bytes, or as far as it goes where that is not known.
  mutating func readLink(_ linkType: LinkType, length: Int?) {
    switch linkType {
    case .ethernet: readEthernet(length)
    case .linuxSLL: readCooked(length)
    case .linuxSLL2: readCooked2(length)
    case .null, .loop: readLoopback()
    default:
      // Raw IP has none; others are not taken apart.
      guard let length, length > 0 else { return }
      var header = HeaderAnatomy(.link(linkType), at: 0, of: frame)
      header.add(bytes: length, .linkBytes)
      close(header)
    }
  }

  private mutating func readEthernet(_ length: Int?) {
    var header = HeaderAnatomy(.ethernet, at: 0, of: frame)
    header.add(bytes: 6, .destinationMAC, .hardwareAddress) { .hardwareAddress(MACAddress($0)) }
    header.add(bytes: 6, .sourceMAC, .hardwareAddress) { .hardwareAddress(MACAddress($0)) }
    readTags(in: &header)
    readRest(of: length, in: &header)
    close(header)
  }

  /// Tags (IEEE 802.1Q, clause 9) up to the type of what follows.
  private func readTags(in header: inout HeaderAnatomy) {
    var tags = 0
    while let number = header.number(header.length * 8..<header.length * 8 + 16) {
      let type = EtherType(rawValue: UInt16(truncatingIfNeeded: number))
      guard type.isTag else { break }
      guard tags < Self.mostTags else {
        header.problems.append(.tooMany(Self.mostTags))
        break
      }
      tags += 1
      header.add(.tagProtocol, 16, .hexadecimal) { _ in .tag(isService: type == .serviceVLAN) }
      header.add(.priority, 3) { .priority(Int($0)) }
      header.add(.dropEligible, 1, .bits) { .dropEligible($0 == 1) }
      header.add(.vlanIdentifier, 12) { .vlan(Int($0)) }
    }
    header.add(.etherType, 16, .hexadecimal) {
      $0 <= 1500 ? .lengthOfFrame(Int($0)) : .carries(EtherType(rawValue: UInt16(truncatingIfNeeded: $0)).name)
    }
  }

  /// What else the link has in front of the packet: LLC, a PPPoE session, labels.
  private func readRest(of length: Int?, in header: inout HeaderAnatomy) {
    if let length, length > header.length { header.add(bytes: length - header.length, .linkBytes) }
  }

  private mutating func readCooked(_ length: Int?) {
    var header = HeaderAnatomy(.linuxCooked, at: 0, of: frame)
    header.add(.packetType, 16) { .cookedType(Int($0)) }
    header.add(.hardwareType, 16)
    header.add(.linkAddressLength, 16)
    addCookedAddress(in: &header)
    header.add(.cookedProtocol, 16, .hexadecimal) { .carries(EtherType(rawValue: UInt16(truncatingIfNeeded: $0)).name) }
    readRest(of: length, in: &header)
    close(header)
  }

  private mutating func readCooked2(_ length: Int?) {
    var header = HeaderAnatomy(.linuxCooked2, at: 0, of: frame)
    header.add(.cookedProtocol, 16, .hexadecimal) { .carries(EtherType(rawValue: UInt16(truncatingIfNeeded: $0)).name) }
    header.add(.reserved, 16) { .reserved(isZero: $0 == 0) }
    header.add(.interfaceIndex, 32)
    header.add(.hardwareType, 16)
    header.add(.packetType, 8) { .cookedType(Int($0)) }
    header.add(.linkAddressLength, 8)
    addCookedAddress(in: &header)
    readRest(of: length, in: &header)
    close(header)
  }

  /// Eight bytes, of which an Ethernet address fills six.
  private func addCookedAddress(in header: inout HeaderAnatomy) {
    let isHardware = header.fields.last?.number == 6
    header.add(bytes: 8, .linkAddress) { isHardware ? .hardwareAddress(MACAddress($0)) : nil }
  }

  private mutating func readLoopback() {
    var header = HeaderAnatomy(.loopback, at: 0, of: frame)
    header.add(.addressFamily, 32, .hexadecimal) { number in
      // In the byte order of whoever captured: the order in which it is a small number.
      let big = UInt32(truncatingIfNeeded: number)
      switch big > 0xffff ? big.byteSwapped : big {
      case 2: return .carries(EtherType.ipv4.name)
      case 10, 24, 28, 30: return .carries(EtherType.ipv6.name)
      default: return nil
      }
    }
    close(header)
  }

  /// An address resolution message (RFC 826).
  mutating func readARP() {
    var header = HeaderAnatomy(.arp, at: offset, of: frame)
    header.add(.hardwareType, 16)
    header.add(.addressProtocol, 16, .hexadecimal) {
      .name(EtherType(rawValue: UInt16(truncatingIfNeeded: $0)).name)
    }
    header.add(.hardwareLength, 8)
    header.add(.protocolLength, 8)
    header.add(.operation, 16) { .operation(Int($0)) }
    let lengths = (header.byte(4).map { Int($0) } ?? 6, header.byte(5).map { Int($0) } ?? 4)
    func hardware(_ bytes: [UInt8]) -> FieldMeaning? { bytes.count == 6 ? .hardwareAddress(MACAddress(bytes)) : nil }
    func address(_ bytes: [UInt8]) -> FieldMeaning? { IPAddress(bytes).map { .name($0.description) } }
    header.add(bytes: lengths.0, .senderHardware, lengths.0 == 6 ? .hardwareAddress : .bytes, hardware)
    header.add(bytes: lengths.1, .senderAddress, lengths.1 == 4 ? .address : .bytes, address)
    header.add(bytes: lengths.0, .targetHardware, lengths.0 == 6 ? .hardwareAddress : .bytes, hardware)
    header.add(bytes: lengths.1, .targetAddress, lengths.1 == 4 ? .address : .bytes, address)
    if close(header) { end = min(end, offset) }
  }
}

extension EtherType {
  /// Whether a VLAN tag follows, of whichever age.
  fileprivate var isTag: Bool {
    self == .vlan || self == .serviceVLAN || (Self.oldVLANs.contains(rawValue) && rawValue & 0xff == 0)
  }
}

extension MACAddress {
  /// The first six of the bytes.
  init(_ bytes: [UInt8]) { self.init(rawValue: bytes.prefix(6).reduce(0) { $0 << 8 | UInt64($1) }) }

  var isBroadcast: Bool { rawValue == 0xffff_ffff_ffff }
  /// The lowest bit of the first byte: for a group of cards.
  var isGroup: Bool { rawValue >> 40 & 1 == 1 }
  /// The bit above: not a maker's number, but given by whoever runs the network.
  var isLocal: Bool { rawValue >> 41 & 1 == 1 }
}

extension IPAddress {
  /// Four bytes or sixteen.
  init?(_ bytes: [UInt8]) {
    let value = bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    switch bytes.count {
    case 4: self.init(v4: UInt32(truncatingIfNeeded: value))
    case 16: self.init(v6: value)
    default: return nil
    }
  }
}
