import Conversations
import Wire

/// How two packets stand to each other.
enum PacketRelation: CaseIterable {
  /// The same conversation and the same sender.
  case sameDirection
  case oppositeDirection
  /// Two conversations.
  case otherConversation
  /// One of them belongs to no conversation.
  case unrelated
}

/// Why a field has other values in two packets.
enum DifferenceReason: Hashable {
  /// What is the source of one is the destination of the other.
  case swapped
  case otherEnd
  /// Another port of the same host.
  case otherPort
  case otherFragment, otherProtocol
  /// Different hosts, or the same, that count their packets; so many apart.
  case counted(by: Int), numberedAtRandom, countedApart
  /// So many bytes of payload more, and of headers.
  case length(payload: Int, headers: Int)
  /// They follow from all else.
  case follows
  /// The stream went on by so many numbers.
  case wentOn(by: Int)
  /// Each direction, or each connection, counts from a number of its own.
  case ownNumbers
  /// So many bytes more were acknowledged.
  case acknowledged(by: Int)
  /// One of them has no ACK, so that its number says nothing.
  case notValid
  case flags(first: [String], second: [String])
  /// The receiver's room changed.
  case room
  /// The sender's clock went on by so many ticks.
  case clock(ticks: Int)
  case echo
  case hops
  case options
  /// An option that one of them lacks; `isOfSYN` where SYNs alone may have it.
  case option(isOfSYN: Bool)
  /// A header that one of them lacks.
  case otherHeader
}

/// A field that two packets have, or one of them alone.
struct FieldDifference {
  let header: HeaderKind
  let name: FieldName
  let first: AnatomyField?
  let second: AnatomyField?
  let reason: DifferenceReason?
}

/// How the payload of two packets differs.
enum PayloadDifference: Hashable {
  case none
  case same(Int)
  /// Headers and all.
  case samePacket
  /// `offset` is that of the first byte that differs, where both have one.
  case different(first: Int, second: Int, offset: Int)
  /// One begins with the other.
  case prefix(first: Int, second: Int)
}

/// Two packets set against each other, field by field.
struct PacketDifference {
  let relation: PacketRelation
  /// In the order of the headers.
  private(set) var fields: [FieldDifference] = []
  /// Fields that are the same in both.
  private(set) var same: [(header: HeaderKind, name: FieldName)] = []
  private(set) var payload: PayloadDifference
  private let first: PacketAnatomy
  private let second: PacketAnatomy

  init(_ first: PacketAnatomy, _ second: PacketAnatomy, relation: PacketRelation) {
    self.relation = relation
    (self.first, self.second) = (first, second)
    payload = Self.payload(first.payloadBytes, second.payloadBytes)
    var seen: [HeaderKind: Int] = [:]
    var matched: Set<Int> = []
    for header in first.headers {
      let number = seen[header.kind, default: 0]
      seen[header.kind] = number + 1
      let others = second.headers.indices.filter { second.headers[$0].kind == header.kind }
      let place = number < others.count ? others[number] : nil
      if let place { matched.insert(place) }
      compare(header, place.map { second.headers[$0] })
    }
    for (place, header) in second.headers.enumerated() where !matched.contains(place) { compare(nil, header) }
    if fields.isEmpty, first.bytes == second.bytes, first.context.frame != second.context.frame {
      payload = .samePacket
    }
  }

  private struct Name: Hashable {
    let name: FieldName
    let number: Int
  }

  /// Fields by their names; of several with one name in order, options by their kind. What is drawn in parts stands for
  /// them, and what only fills up or counts stands for nothing.
  private static func fields(of header: HeaderAnatomy?) -> [(Name, AnatomyField)] {
    var seen: [Name: Int] = [:]
    let fillers: Set<FieldName> = [.optionLength, .noOperation, .endOfOptions, .padding]
    return (header?.fields ?? []).filter { !$0.isPart && !fillers.contains($0.name) }.map { field in
      let kind = field.name == .optionKind ? Int(field.number ?? 0) * 64 : 0
      let name = Name(name: field.name, number: kind)
      defer { seen[name, default: 0] += 1 }
      return (Name(name: field.name, number: kind + seen[name, default: 0]), field)
    }
  }

  private mutating func compare(_ header: HeaderAnatomy?, _ other: HeaderAnatomy?) {
    guard let kind = header?.kind ?? other?.kind else { return }
    let ours = Self.fields(of: header), theirs = Self.fields(of: other)
    let found = Dictionary(uniqueKeysWithValues: theirs)
    for (name, field) in ours {
      let match = found[name]
      if let match, match.bits.count == field.bits.count, Self.value(match) == Self.value(field) {
        if name.name != .optionKind { same.append((kind, name.name)) }
      } else {
        fields.append(
          FieldDifference(
            header: kind, name: name.name, first: field, second: match,
            reason: reason(field, match, kind, header, other)))
      }
    }
    let known = Set(ours.map(\.0))
    for (name, field) in theirs where !known.contains(name) {
      fields.append(
        FieldDifference(
          header: kind, name: name.name, first: nil, second: field, reason: reason(nil, field, kind, header, other)))
    }
  }

  private static func value(_ field: AnatomyField) -> [UInt64] {
    field.number.map { [$0] } ?? field.captured.map(UInt64.init) + [UInt64(field.bytes.count)]
  }

  private func reason(
    _ field: AnatomyField?, _ match: AnatomyField?, _ kind: HeaderKind, _ header: HeaderAnatomy?,
    _ other: HeaderAnatomy?
  ) -> DifferenceReason? {
    guard let field, let match else {
      let isOfSYN = [.segmentSize, .windowShift].contains((field ?? match)?.name)
      return kind == .tcp && (isOfSYN || (field ?? match)?.name == .optionKind)
        ? .option(isOfSYN: isOfSYN) : .otherHeader
    }
    func number(_ of: AnatomyField) -> UInt32? { of.number.map { UInt32(truncatingIfNeeded: $0) } }
    let step = number(field).flatMap { one in number(match).map { Int(Int32(bitPattern: $0 &- one)) } }
    switch field.name {
    case .sourceMAC, .destinationMAC, .sourceAddress, .destinationAddress, .sourcePort, .destinationPort,
      .senderAddress, .targetAddress, .senderHardware, .targetHardware:
      let counterpart = opposite(of: field.name).flatMap { name in other?.fields.first { $0.name == name } }
      if let counterpart, Self.value(counterpart) == Self.value(field) { return .swapped }
      let isPort = field.name == .sourcePort || field.name == .destinationPort
      return isPort && isSameHost ? .otherPort : .otherEnd
    case .identification:
      guard isSameHost, let step else { return .countedApart }
      let distance = Int(Int16(truncatingIfNeeded: step))
      return abs(distance) <= 4_096 ? .counted(by: distance) : .numberedAtRandom
    case .fragmentOffset, .moreFragments, .ipFlags: return .otherFragment
    case .ipProtocol, .nextHeader, .etherType: return .otherProtocol
    case .totalLength, .datagramLength, .payloadLength:
      return .length(
        payload: second.payload.count - first.payload.count,
        headers: second.headers.reduce(0) { $0 + $1.length } - first.headers.reduce(0) { $0 + $1.length })
    case .headerChecksum, .checksum: return .follows
    case .sequenceNumber where kind == .tcp:
      return relation == .sameDirection ? step.map { .wentOn(by: $0) } : .ownNumbers
    case .acknowledgmentNumber where ![field, match].allSatisfy(Self.isValid): return .notValid
    case .acknowledgmentNumber:
      return relation == .sameDirection ? step.map { .acknowledged(by: $0) } : .ownNumbers
    case .tcpFlags: return .flags(first: names(field), second: names(match))
    case .window: return .room
    case .timestampValue: return relation == .sameDirection ? step.map { .clock(ticks: $0) } : .ownNumbers
    case .timestampEcho: return .echo
    case .timeToLive, .hopLimit: return .hops
    case .dataOffset, .headerLength: return .options
    default: return nil
    }
  }

  private static func isValid(_ field: AnatomyField) -> Bool {
    if case .acknowledgment(_, let isValid)? = field.meaning { isValid } else { true }
  }

  private func names(_ field: AnatomyField) -> [String] {
    let flags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: field.number ?? 0))
    return flags.names().split(separator: ", ").map(String.init)
  }

  /// Both were sent from one address.
  private var isSameHost: Bool {
    func sender(_ packet: PacketAnatomy) -> [UInt8]? {
      packet.headers.lazy.flatMap(\.fields).last { $0.name == .sourceAddress && !$0.isCut }?.captured
    }
    return sender(first) != nil && sender(first) == sender(second)
  }

  private func opposite(of name: FieldName) -> FieldName? {
    switch name {
    case .sourceMAC: .destinationMAC
    case .destinationMAC: .sourceMAC
    case .sourceAddress: .destinationAddress
    case .destinationAddress: .sourceAddress
    case .sourcePort: .destinationPort
    case .destinationPort: .sourcePort
    case .senderAddress: .targetAddress
    case .targetAddress: .senderAddress
    case .senderHardware: .targetHardware
    case .targetHardware: .senderHardware
    default: nil
    }
  }

  private static func payload(_ first: [UInt8], _ second: [UInt8]) -> PayloadDifference {
    if first.isEmpty, second.isEmpty { return .none }
    if first == second { return .same(first.count) }
    if let offset = zip(first, second).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
      return .different(first: first.count, second: second.count, offset: offset)
    }
    return .prefix(first: first.count, second: second.count)
  }
}
