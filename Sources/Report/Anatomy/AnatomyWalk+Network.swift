import Wire

extension AnatomyWalk {
  /// An IPv4 header (RFC 791, section 3.1).
  mutating func readIPv4() {
    let start = offset
    var header = HeaderAnatomy(.ipv4, at: start, of: frame)
    header.add(.version, 4) { $0 == 4 ? .name(HeaderKind.ipv4.name) : nil }
    header.add(.headerLength, 4) { .words(Int($0)) }
    header.add(.differentiatedServices, 6) { .name(Self.serviceName(Int($0))) }
    header.add(.congestionNotification, 2) { .name(Self.congestionName(Int($0))) }
    header.add(.totalLength, 16)
    header.add(.identification, 16, .hexadecimal) { _ in .identification }
    addIPv4Flags(in: &header)
    header.add(.timeToLive, 8) { .hops(left: Int($0)) }
    header.add(.ipProtocol, 8) { .carries(Self.name(of: $0)) }
    header.add(.headerChecksum, 16, .hexadecimal)
    addAddresses(of: 4, in: &header)
    if let version = header.number(0..<4), version != 4 {
      header.problems.append(.version(found: Int(version), expected: 4))
      close(header)
      return
    }
    guard let length = header.number(4..<8).map({ Int($0) * 4 }) else {
      close(header)
      return
    }
    guard length >= IPv4Header.minimumHeaderLength else {
      header.problems.append(.headerLengthBelow(found: length, minimum: IPv4Header.minimumHeaderLength))
      close(header)
      return
    }
    let sent = end - start
    if length > sent { header.problems.append(.headerLengthBeyond(found: length, sent: sent)) }
    addOptions(upTo: min(length, max(sent, header.length)), in: &header) { Self.addIPv4Option($0, $1, in: &$2) }
    guard let total = header.number(16..<32).map({ Int($0) }),
      let next = header.byte(9).map({ IPProtocol(rawValue: $0) }), let piece = header.number(48..<64)
    else {
      close(header, needed: length)
      return
    }
    let isLater = piece & 0x1fff != 0
    let isFragment = piece & 0x3fff != 0
    let actual = total == 0 ? sent : min(total, sent)
    header.explain(
      .totalLength,
      total == 0
        ? .leftOpen(actual: sent)
        : total < length
          ? .belowHeader(length)
          : total > sent
            ? .beyond(actual: sent)
            : .sum(parts(from: start, headers: [.header(.ipv4, length)], next: isLater ? nil : next, length: total)))
    if total != 0, total < length { header.problems.append(.lengthBelowHeader(found: total, header: length)) }
    if total > sent { header.problems.append(.lengthBeyond(found: total, sent: sent)) }
    note(checksumOf: &header, over: start..<start + length, .headerChecksum, pseudoHeader: [], obstacle: nil)
    guard close(header, needed: length), let ends = header.addresses(.sourceAddress, .destinationAddress) else {
      return
    }
    end = start + actual
    if isLater { content = .fragment } else { readContent(next, ends, isFragment: isFragment) }
  }

  private func addIPv4Flags(in header: inout HeaderAnatomy) {
    header.add(.ipFlags, 3, .bits, isInParts: true)
    header.add(.reservedBit, 1, at: 48, .bits, isPart: true) { .reserved(isZero: $0 == 0) }
    header.add(.dontFragment, 1, .bits, isPart: true) { .dontFragment($0 == 1) }
    header.add(.moreFragments, 1, .bits, isPart: true) { .moreFragments($0 == 1) }
    let hasMore = header.number(50..<51) == 1
    header.add(.fragmentOffset, 13) { .fragmentOffset(Int($0), hasMore: hasMore) }
  }

  private func addAddresses(of length: Int, in header: inout HeaderAnatomy) {
    for name in [FieldName.sourceAddress, .destinationAddress] {
      header.add(bytes: length, name, .address) { IPAddress($0).map { .name($0.description) } }
    }
  }

  /// Options of IPv4 (RFC 791, section 3.1) or TCP up to the end of the header; `add` adds what is in one of them.
  func addOptions(
    upTo length: Int, in header: inout HeaderAnatomy,
    _ add: (_ kind: UInt8, _ length: Int, _ header: inout HeaderAnatomy) -> Void
  ) {
    while header.length < length {
      let left = length - header.length
      guard let kind = header.byte(header.length) else {
        header.add(bytes: left, .optionData)
        return
      }
      if kind == 0 {
        header.add(.endOfOptions, 8) { _ in .endOfOptions }
        header.add(bytes: left - 1, .padding)
        return
      }
      if kind == 1 {
        header.add(.noOperation, 8) { _ in .noOperation }
        continue
      }
      guard left > 1 else {
        header.add(.optionKind, 8)
        header.problems.append(.optionBeyond)
        return
      }
      guard let size = header.byte(header.length + 1).map({ Int($0) }), size >= 2, size <= left else {
        header.add(.optionKind, 8)
        header.add(.optionLength, 8) { _ in .optionLengthWrong }
        header.add(bytes: left - 2, .optionData)
        header.problems.append(.optionBeyond)
        return
      }
      add(kind, size, &header)
    }
  }

  private static func addIPv4Option(_ kind: UInt8, _ length: Int, in header: inout HeaderAnatomy) {
    header.add(.optionKind, 8) { _ in .name(optionName(kind)) }
    header.add(.optionLength, 8) { .optionLength(Int($0)) }
    header.add(bytes: length - 2, .optionData)
  }

  private static func optionName(_ kind: UInt8) -> String {
    switch kind {
    case 7: "Record Route"
    case 68: "Timestamp"
    case 130: "Security"
    case 131: "Loose Source Route"
    case 137: "Strict Source Route"
    case 148: "Router Alert"
    default: "option \(kind)"
    }
  }

  /// What a protocol number or a Next Header stands for.
  private static func name(of number: UInt64) -> String {
    let next = IPProtocol(rawValue: UInt8(truncatingIfNeeded: number))
    return switch next {
    case .hopByHop: HeaderKind.hopByHop.name
    case .routing: HeaderKind.routing.name
    case .fragment: HeaderKind.fragment.name
    case .destinationOptions: HeaderKind.destinationOptions.name
    default: next.registeredName
    }
  }

  /// The name of a code point (RFC 2474, 2597, 3246, 5865 and 8622).
  static func serviceName(_ value: Int) -> String {
    switch value {
    case 0: "CS0 (default)"
    case 1: "LE"
    case 44: "VOICE-ADMIT"
    case 46: "EF"
    case _ where value % 8 == 0: "CS\(value / 8)"
    case 10...38 where value % 2 == 0 && (1...3).contains(value % 8 / 2): "AF\(value / 8)\(value % 8 / 2)"
    default: "DSCP \(value)"
    }
  }

  /// The name of the two bits of explicit congestion notification (RFC 3168, section 5).
  private static func congestionName(_ value: Int) -> String { ["Not-ECT", "ECT(1)", "ECT(0)", "CE"][value & 3] }

  /// An IPv6 header (RFC 8200, section 3) and its extension headers.
  mutating func readIPv6() {
    let start = offset
    var header = HeaderAnatomy(.ipv6, at: start, of: frame)
    header.add(.version, 4) { $0 == 6 ? .name(HeaderKind.ipv6.name) : nil }
    header.add(.trafficClass, 8, .hexadecimal) {
      .name("DSCP \(Self.serviceName(Int($0 >> 2))), ECN \(Self.congestionName(Int($0 & 3)))")
    }
    header.add(.flowLabel, 20, .hexadecimal)
    header.add(.payloadLength, 16)
    header.add(.nextHeader, 8) { .carries(Self.name(of: $0)) }
    header.add(.hopLimit, 8) { .hops(left: Int($0)) }
    addAddresses(of: 16, in: &header)
    if let version = header.number(0..<4), version != 6 {
      header.problems.append(.version(found: Int(version), expected: 6))
      close(header)
      return
    }
    guard let claimed = header.number(32..<48).map({ Int($0) }), let next = header.byte(6),
      let ends = header.addresses(.sourceAddress, .destinationAddress)
    else {
      close(header)
      return
    }
    let sent = max(end - start - IPv6Header.minimumHeaderLength, 0)
    let isOpen = claimed == 0 && next != IPProtocol.noNextHeader.rawValue
    if claimed > sent { header.problems.append(.lengthBeyond(found: claimed, sent: sent)) }
    guard close(header) else { return }
    let index = headers.count - 1
    end = start + IPv6Header.minimumHeaderLength + (isOpen ? sent : min(claimed, sent))
    readExtensions(IPProtocol(rawValue: next), ends)
    let extensions = headers[(index + 1)...].prefix { $0.kind.isExtension }
    let last = extensions.last?.nextHeader ?? IPProtocol(rawValue: next)
    let isLater = extensions.contains { ($0.number(16..<29) ?? 0) != 0 && $0.kind == .fragment }
    headers[index].explain(
      .payloadLength,
      isOpen
        ? .leftOpen(actual: sent)
        : claimed > sent
          ? .beyond(actual: sent)
          : .sum(
            parts(
              from: start + IPv6Header.minimumHeaderLength, headers: extensions.map { .header($0.kind, $0.length) },
              next: isLater ? nil : last, length: claimed)))
  }

  /// The chain of extension headers (RFC 8200, section 4), and what it leads to.
  private mutating func readExtensions(
    _ first: IPProtocol, _ ends: (source: IPAddress, destination: IPAddress)
  ) {
    var (next, ends, isFragment) = (first, ends, false)
    while headers.count < Self.mostHeaders {
      var header: HeaderAnatomy
      switch next {
      case .hopByHop: header = HeaderAnatomy(.hopByHop, at: offset, of: frame)
      case .destinationOptions: header = HeaderAnatomy(.destinationOptions, at: offset, of: frame)
      case .routing: header = HeaderAnatomy(.routing, at: offset, of: frame)
      case .fragment: header = HeaderAnatomy(.fragment, at: offset, of: frame)
      case .authentication:
        guard let behind = readAuthentication() else { return }
        next = behind
        continue
      default: return readContent(next, ends, isFragment: isFragment)
      }
      header.add(.nextHeader, 8) { .carries(Self.name(of: $0)) }
      if next == .fragment {
        addFragment(in: &header)
      } else {
        header.add(.extensionLength, 8) { .units(Int($0)) }
        let length = header.byte(1).map { (Int($0) + 1) * 8 } ?? 8
        if next == .routing {
          header.add(.routingType, 8)
          header.add(.segmentsLeft, 8)
          if let last = header.lastStop(length) { ends.destination = last }
        }
        header.add(bytes: length - header.length, .extensionData)
      }
      guard close(header), let behind = header.nextHeader else { return }
      next = behind
      guard header.kind == .fragment, let piece = header.number(16..<32), piece & 0xfff9 != 0 else { continue }
      isFragment = true
      if piece & 0xfff8 != 0 {
        content = .fragment
        return
      }
    }
    headers[headers.count - 1].problems.append(.tooMany(Self.mostHeaders))
    content = .other(next.registeredName)
  }

  private func addFragment(in header: inout HeaderAnatomy) {
    header.add(.reserved, 8) { .reserved(isZero: $0 == 0) }
    let hasMore = header.number(31..<32) == 1
    header.add(.fragmentOffset, 13) { .fragmentOffset(Int($0), hasMore: hasMore) }
    header.add(.reserved, 2) { .reserved(isZero: $0 == 0) }
    header.add(.moreFragments, 1, .bits) { .moreFragments($0 == 1) }
    header.add(.identification, 32, .hexadecimal) { _ in .identification }
  }

  /// An authentication header (RFC 4302, section 2); nil where nothing behind it can be told.
  mutating func readAuthentication() -> IPProtocol? {
    var header = HeaderAnatomy(.authentication, at: offset, of: frame)
    header.add(.nextHeader, 8) { .carries(Self.name(of: $0)) }
    header.add(.payloadLength, 8) { .words(Int($0) + 2) }
    header.add(.reserved, 16) { .reserved(isZero: $0 == 0) }
    header.add(.parametersIndex, 32, .hexadecimal)
    header.add(.sequenceNumber, 32)
    if let length = header.byte(1).map({ (Int($0) + 2) * 4 }) {
      if length < header.length { header.problems.append(.headerLengthBelow(found: length, minimum: header.length)) }
      header.add(bytes: length - header.length, .integrityCheck)
    }
    return close(header) ? header.nextHeader : nil
  }
}

extension HeaderKind {
  fileprivate var isExtension: Bool {
    switch self {
    case .hopByHop, .routing, .fragment, .destinationOptions, .authentication: true
    default: false
    }
  }
}

extension HeaderAnatomy {
  /// What an extension header names in its first byte.
  fileprivate var nextHeader: IPProtocol? { byte(0).map { IPProtocol(rawValue: $0) } }

  fileprivate func addresses(
    _ source: FieldName, _ destination: FieldName
  ) -> (source: IPAddress, destination: IPAddress)? {
    func address(_ name: FieldName) -> IPAddress? {
      fields.first { $0.name == name }.flatMap { IPAddress($0.captured) }
    }
    guard let source = address(source), let destination = address(destination) else { return nil }
    return (source, destination)
  }

  /// The last address of a source route, which a pseudo-header has (RFC 8200, section 8.1). A segment routing header lists
  /// it first (RFC 8754, section 2).
  fileprivate func lastStop(_ length: Int) -> IPAddress? {
    guard let type = byte(2), type == 0 || type == 2 || type == 4, let left = byte(3), left > 0, length >= 24 else {
      return nil
    }
    let offset = type == 4 ? 8 : (length - 8) / 16 * 16 - 8
    let bytes = (offset..<offset + 16).compactMap { byte($0) }
    return IPAddress(bytes)
  }
}
