import Wire

/// What a checksum turned out to be.
enum ChecksumVerdict: Equatable {
  case right
  case wrong(expected: UInt16)
  /// The sum of the pseudo-header alone, or its complement: the network card was to finish it (offload).
  case partial(sum: UInt16, isComplement: Bool)
  /// Zero in a UDP datagram over IPv4 (RFC 768).
  case absent
  case cut(captured: Int, needed: Int)
  case fragment
  /// A length field contradicts the packet: nothing says what the checksum is over.
  case lengthUnknown
}

/// A checksum computed as by hand: words added up, carries brought back, the complement taken (RFC 1071).
struct ChecksumSteps {
  /// Words that are added together, and what they are.
  struct Line {
    enum Name {
      /// Of the pseudo-header (RFC 9293, section 3.1; RFC 768; RFC 8200, section 8.1).
      case pseudoHeader([FieldName])
      case fields([FieldName])
      /// Payload words from the byte `offset` of the payload on.
      case payload(offset: Int)
      /// So many payload words, which are not shown.
      case payloadSum(words: Int)
    }

    let name: Name
    /// The checksum field counts as zero. Empty where only their sum is shown.
    let words: [UInt16]
    /// What they add up to.
    let sum: UInt64
  }

  /// What a carry is brought back in with.
  struct Fold: Equatable {
    let carry: UInt64
    let low: UInt64
    var result: UInt64 { carry + low }
  }

  let kind: HeaderKind
  /// What the packet has.
  let field: UInt16
  let lines: [Line]
  /// The sum of all words, the field left out.
  let sum: UInt64
  let folds: [Fold]
  /// The pseudo-header's own sum, folded; nil without one.
  let pseudoHeaderSum: UInt16?
  let verdict: ChecksumVerdict

  /// More payload words are not shown one by one.
  static let mostPayloadWords = 40
  static let wordsPerLine = 8

  /// What the field should hold.
  var complement: UInt16 { ~UInt16(truncatingIfNeeded: folds.last?.result ?? sum) }
  /// What a receiver gets who sums all words, the field included: all ones where it is right.
  var check: UInt16 { Self.folded(sum + UInt64(field)) }

  /// A checksum that cannot be computed.
  init(_ kind: HeaderKind, field: UInt16, obstacle: ChecksumVerdict) {
    self.kind = kind
    self.field = field
    verdict = obstacle
    lines = []
    sum = 0
    folds = []
    pseudoHeaderSum = nil
  }

  /// Sums `covered` bytes of a frame, which `header` begins and which are all there.
  init(
    _ header: HeaderAnatomy, _ covered: Range<Int>, of frame: [UInt8], pseudoHeader: [Line] = [],
    field name: FieldName, field: UInt16
  ) {
    kind = header.kind
    self.field = field
    let checksumOffset = header.fields.first { $0.name == name }?.bytes.lowerBound
    func word(_ offset: Int) -> UInt16 {
      if offset == checksumOffset { return 0 }
      // An odd last byte is padded with zero.
      return UInt16(frame[offset]) << 8 | (offset + 1 < covered.upperBound ? UInt16(frame[offset + 1]) : 0)
    }
    func words(_ range: Range<Int>) -> [UInt16] {
      stride(from: range.lowerBound, to: range.upperBound, by: 2).map(word)
    }
    var lines = pseudoHeader
    var (names, start) = ([FieldName](), covered.lowerBound)
    func close(at end: Int) {
      guard end > start else { return }
      let sumUp = words(start..<end)
      lines.append(Line(.fields(names), sumUp))
      (names, start) = ([], end)
    }
    for each in header.fields where !each.isPart && each.bytes.upperBound <= covered.upperBound {
      if !names.contains(each.name) { names.append(each.name) }
      if (header.start * 8 + each.bits.upperBound - covered.lowerBound * 8) % 16 == 0 {
        close(at: each.bytes.upperBound)
      }
    }
    // Options end at a multiple of four bytes; only a damaged header leaves something.
    close(at: min(header.range.upperBound, covered.upperBound))
    let payload = start..<covered.upperBound
    let all = words(payload)
    if all.count > Self.mostPayloadWords {
      lines.append(Line(.payloadSum(words: all.count), [], sum: all.reduce(0) { $0 + UInt64($1) }))
    } else {
      for first in stride(from: 0, to: all.count, by: Self.wordsPerLine) {
        let part = Array(all[first..<min(first + Self.wordsPerLine, all.count)])
        lines.append(Line(.payload(offset: first * 2), part))
      }
    }
    self.lines = lines
    let sum = lines.reduce(0) { $0 + $1.sum }
    self.sum = sum
    folds = Self.folds(sum)
    let pseudoHeaderSum = pseudoHeader.isEmpty ? nil : Self.folded(pseudoHeader.reduce(0) { $0 + $1.sum })
    self.pseudoHeaderSum = pseudoHeaderSum
    let computed = ~Self.folded(sum)
    if Self.folded(sum + UInt64(field)) == 0xffff {
      verdict = .right
    } else if let pseudoHeaderSum, field == pseudoHeaderSum || ~field == pseudoHeaderSum {
      verdict = .partial(sum: pseudoHeaderSum, isComplement: field != pseudoHeaderSum)
    } else {
      // A sum of zero is sent as all ones, since zero stands for none (RFC 768).
      verdict = .wrong(expected: computed == 0 && kind == .udp ? 0xffff : computed)
    }
  }

  private static func folds(_ sum: UInt64) -> [Fold] {
    var folds: [Fold] = []
    var rest = sum
    while rest > 0xffff {
      let fold = Fold(carry: rest >> 16, low: rest & 0xffff)
      folds.append(fold)
      rest = fold.result
    }
    return folds
  }

  private static func folded(_ sum: UInt64) -> UInt16 {
    UInt16(truncatingIfNeeded: folds(sum).last?.result ?? sum)
  }
}

extension ChecksumSteps.Line {
  init(_ name: Name, _ words: [UInt16]) {
    self.init(name, words, sum: words.reduce(0) { $0 + UInt64($1) })
  }

  init(_ name: Name, _ words: [UInt16], sum: UInt64) {
    self.name = name
    self.words = words
    self.sum = sum
  }

  /// What TCP, UDP and ICMPv6 sum before their own header.
  static func pseudoHeader(
    _ source: IPAddress, _ destination: IPAddress, _ next: IPProtocol, length: Int
  ) -> [ChecksumSteps.Line] {
    func words(_ value: UInt128, _ count: Int) -> [UInt16] {
      (0..<count).reversed().map { UInt16(truncatingIfNeeded: value >> UInt128(16 * $0)) }
    }
    let isIPv6 = source.isIPv6
    let addressWords = isIPv6 ? 8 : 2
    var lines = [
      ChecksumSteps.Line(.pseudoHeader([.sourceAddress]), words(source.rawValue, addressWords)),
      ChecksumSteps.Line(.pseudoHeader([.destinationAddress]), words(destination.rawValue, addressWords)),
    ]
    // IPv6 has the length first, and both in 32 bits.
    if isIPv6 {
      lines.append(ChecksumSteps.Line(.pseudoHeader([.datagramLength]), words(UInt128(max(length, 0)), 2)))
      lines.append(ChecksumSteps.Line(.pseudoHeader([.zeros, .nextHeader]), [0, UInt16(next.rawValue)]))
    } else {
      lines.append(ChecksumSteps.Line(.pseudoHeader([.zeros, .ipProtocol]), [UInt16(next.rawValue)]))
      lines.append(
        ChecksumSteps.Line(.pseudoHeader([.datagramLength]), words(UInt128(max(length, 0)), length > 0xffff ? 2 : 1)))
    }
    return lines
  }
}
