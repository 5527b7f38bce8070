import Wire

extension AnatomyWalk {
  /// A TCP header (RFC 9293, section 3.1).
  mutating func readTCP(_ ends: (source: IPAddress, destination: IPAddress), isFragment: Bool) {
    let start = offset
    let sent = end - start
    var header = HeaderAnatomy(.tcp, at: start, of: frame)
    let length = header.number(96..<100).map { Int($0) * 4 }
    let flags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: header.number(100..<112) ?? 0))
    // The first piece of a segment does not tell how long it is.
    let taken = length.flatMap { length -> Int? in
      guard !isFragment, length >= TCPSegment.minimumHeaderLength, length <= sent else { return nil }
      return sent - length + (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
    }
    let context = context
    header.add(.sourcePort, 16) { .port(PortRange(Int($0))) }
    header.add(.destinationPort, 16) { .port(PortRange(Int($0))) }
    header.add(.sequenceNumber, 32) { number in
      let number = UInt32(truncatingIfNeeded: number)
      return .sequence(number, relative: context.sequenceBase.map { number &- $0 }, length: taken)
    }
    header.add(.acknowledgmentNumber, 32) { number in
      let number = UInt32(truncatingIfNeeded: number)
      return .acknowledgment(
        relative: context.acknowledgmentBase.map { number &- $0 }, isValid: flags.contains(.ack))
    }
    header.add(.dataOffset, 4) { .words(Int($0)) }
    addFlags(flags, in: &header)
    let unit: WindowUnit =
      flags.contains(.syn) ? .handshake : context.windowShift.map { .shift(min(Int($0), 14)) } ?? .unknown
    header.add(.window, 16) { .window(Int($0), unit) }
    header.add(.checksum, 16, .hexadecimal)
    header.add(.urgentPointer, 16) { _ in .urgentPointer(isUsed: flags.contains(.urg)) }
    guard let length else {
      close(header)
      return
    }
    guard length >= TCPSegment.minimumHeaderLength else {
      header.problems.append(.headerLengthBelow(found: length, minimum: TCPSegment.minimumHeaderLength))
      close(header)
      return
    }
    if length > sent, !isFragment { header.problems.append(.headerLengthBeyond(found: length, sent: sent)) }
    addOptions(upTo: min(length, max(sent, header.length)), in: &header) { kind, size, header in
      addTCPOption(kind, size, flags, in: &header)
    }
    note(
      checksumOf: &header, over: start..<max(end, start), .checksum,
      pseudoHeader: ChecksumSteps.Line.pseudoHeader(ends.source, ends.destination, .tcp, length: sent),
      obstacle: isFragment ? .fragment : length > sent ? .lengthUnknown : nil)
    close(header, needed: isFragment ? nil : length)
  }

  private func addFlags(_ flags: TCPFlags, in header: inout HeaderAnatomy) {
    header.add(.tcpFlags, 12, .bits, isInParts: true) { _ in .flags(flags) }
    header.add(.reserved, 3, at: 100, .bits, isPart: true) { .reserved(isZero: $0 == 0) }
    for name in [FieldName.ae, .cwr, .ece, .urg, .ack, .psh, .rst, .syn, .fin] {
      header.add(name, 1, .bits, isPart: true) { .flag(name, isSet: $0 == 1) }
    }
  }

  private func addTCPOption(_ kind: UInt8, _ length: Int, _ flags: TCPFlags, in header: inout HeaderAnatomy) {
    header.add(.optionKind, 8) { _ in .name(Self.tcpOptionName(kind)) }
    header.add(.optionLength, 8) { .optionLength(Int($0)) }
    switch (kind, length) {
    case (2, 4): header.add(.segmentSize, 16) { .segmentSize(Int($0)) }
    case (3, 3): header.add(.windowShift, 8) { .shift(Int($0)) }
    case (5, 10...34) where (length - 2) % 8 == 0:
      for _ in 0..<(length - 2) / 8 {
        for (name, isLeft) in [(FieldName.sackLeft, true), (.sackRight, false)] {
          header.add(name, 32) { number in
            .sackEdge(
              relative: context.acknowledgmentBase.map { UInt32(truncatingIfNeeded: number) &- $0 }, isLeft: isLeft)
          }
        }
      }
    case (8, 10):
      header.add(.timestampValue, 32) { _ in .timestampValue }
      header.add(.timestampEcho, 32) { _ in .timestampEcho(isUsed: flags.contains(.ack)) }
    default: header.add(bytes: length - 2, .optionData)
    }
  }

  private static func tcpOptionName(_ kind: UInt8) -> String {
    switch kind {
    case 2: "Maximum Segment Size"
    case 3: "Window Scale"
    case 4: "SACK Permitted"
    case 5: "SACK"
    case 8: "Timestamps"
    case 19: "MD5 Signature"
    case 28: "User Timeout"
    case 29: "TCP-AO"
    case 30: "Multipath TCP"
    case 34: "TCP Fast Open"
    default: "option \(kind)"
    }
  }

  /// A UDP header (RFC 768).
  mutating func readUDP(_ ends: (source: IPAddress, destination: IPAddress), isFragment: Bool) {
    let start = offset
    let sent = end - start
    var header = HeaderAnatomy(.udp, at: start, of: frame)
    header.add(.sourcePort, 16) { .port(PortRange(Int($0))) }
    header.add(.destinationPort, 16) { .port(PortRange(Int($0))) }
    header.add(.datagramLength, 16)
    header.add(.checksum, 16, .hexadecimal)
    let headerLength = UDPDatagram.headerLength
    guard let length = header.number(32..<48).map({ Int($0) }) else {
      close(header)
      return
    }
    // Zero: longer than the field can say (RFC 2675, section 4).
    let isOpen = length == 0 && sent > Int(UInt16.max)
    var actual = sent
    if isOpen {
      header.explain(.datagramLength, .leftOpen(actual: sent))
    } else if length < headerLength {
      header.explain(.datagramLength, .belowHeader(headerLength))
      header.problems.append(.lengthBelowHeader(found: length, header: headerLength))
    } else if length > sent, !isFragment {
      header.explain(.datagramLength, .beyond(actual: sent))
      header.problems.append(.lengthBeyond(found: length, sent: sent))
    } else {
      header.explain(.datagramLength, .sum([.header(.udp, headerLength), .payload(length - headerLength)]))
      actual = min(length, sent)
    }
    let isAbsent = header.number(48..<64) == 0 && !ends.source.isIPv6
    note(
      checksumOf: &header, over: start..<start + max(actual, 0), .checksum,
      pseudoHeader: ChecksumSteps.Line.pseudoHeader(ends.source, ends.destination, .udp, length: actual),
      obstacle: isAbsent
        ? .absent
        : isFragment ? .fragment : !isOpen && (length < headerLength || length > sent) ? .lengthUnknown : nil)
    if close(header) { end = start + max(actual, headerLength) }
  }

  /// An ICMP message (RFC 792) or one of ICMPv6 (RFC 4443): its first eight bytes.
  mutating func readICMP(_ ends: (source: IPAddress, destination: IPAddress), isFragment: Bool) {
    let start = offset
    let isVersion6 = ends.source.isIPv6
    var header = HeaderAnatomy(isVersion6 ? .icmpv6 : .icmp, at: start, of: frame)
    let (type, code) = (header.byte(0), header.byte(1))
    header.add(.messageType, 8) { .name(Self.messageName(UInt8(truncatingIfNeeded: $0), isVersion6)) }
    header.add(.messageCode, 8) { number in
      type.flatMap { Self.codeName($0, UInt8(truncatingIfNeeded: number), isVersion6) }.map { .name($0) }
    }
    header.add(.checksum, 16, .hexadecimal)
    if end - start >= 8 {
      switch (isVersion6, type ?? 255, code ?? 255) {
      case (false, 0, _), (false, 8, _), (true, 128, _), (true, 129, _):
        header.add(.echoIdentifier, 16)
        header.add(.echoSequence, 16)
      case (false, 3, 4):
        header.add(.reserved, 16) { .reserved(isZero: $0 == 0) }
        header.add(.nextHopMTU, 16)
      case (true, 2, _): header.add(.nextHopMTU, 32)
      default: header.add(.restOfHeader, 32, .hexadecimal)
      }
    }
    note(
      checksumOf: &header, over: start..<max(end, start), .checksum,
      pseudoHeader: isVersion6
        ? ChecksumSteps.Line.pseudoHeader(ends.source, ends.destination, .icmpv6, length: end - start) : [],
      obstacle: isFragment ? .fragment : nil)
    close(header)
  }

  private static func messageName(_ type: UInt8, _ isVersion6: Bool) -> String {
    switch (isVersion6, type) {
    case (false, 0), (true, 129): "Echo Reply"
    case (false, 8), (true, 128): "Echo Request"
    case (false, 3), (true, 1): "Destination Unreachable"
    case (false, 4): "Source Quench"
    case (false, 5), (true, 137): "Redirect"
    case (false, 9), (true, 134): "Router Advertisement"
    case (false, 10), (true, 133): "Router Solicitation"
    case (false, 11), (true, 3): "Time Exceeded"
    case (false, 12), (true, 4): "Parameter Problem"
    case (false, 13): "Timestamp"
    case (false, 14): "Timestamp Reply"
    case (true, 2): "Packet Too Big"
    case (true, 135): "Neighbor Solicitation"
    case (true, 136): "Neighbor Advertisement"
    default: "type \(type)"
    }
  }

  private static func codeName(_ type: UInt8, _ code: UInt8, _ isVersion6: Bool) -> String? {
    switch (isVersion6, type, code) {
    case (false, 3, 0), (true, 1, 0): "no route / net unreachable"
    case (false, 3, 1), (true, 1, 3): "host / address unreachable"
    case (false, 3, 2): "protocol unreachable"
    case (false, 3, 3), (true, 1, 4): "port unreachable"
    case (false, 3, 4): "fragmentation needed and DF set"
    case (false, 11, 0), (true, 3, 0): "time to live exceeded in transit"
    case (false, 11, 1), (true, 3, 1): "fragment reassembly time exceeded"
    default: nil
    }
  }

  /// Works out the checksum of a header, if all that it covers is there and nothing else is in the way.
  mutating func note(
    checksumOf header: inout HeaderAnatomy, over covered: Range<Int>, _ name: FieldName,
    pseudoHeader: [ChecksumSteps.Line], obstacle: ChecksumVerdict?
  ) {
    guard let field = header.fields.first(where: { $0.name == name })?.number.map({ UInt16(truncatingIfNeeded: $0) })
    else { return }
    var obstacle = obstacle
    if obstacle == nil, !isThere(covered) {
      obstacle = .cut(captured: max(frame.count - covered.lowerBound, 0), needed: covered.count)
    }
    let steps =
      obstacle.map { ChecksumSteps(header.kind, field: field, obstacle: $0) }
      ?? ChecksumSteps(header, covered, of: frame, pseudoHeader: pseudoHeader, field: name, field: field)
    header.explain(name, .checksum(steps.verdict))
    checksums.append(steps)
  }
}
