import Wire

/// A header of a frame, field by field.
struct HeaderAnatomy {
  let kind: HeaderKind
  /// Where it begins in the frame.
  let start: Int
  private(set) var fields: [AnatomyField] = []
  var problems: [HeaderProblem] = []
  /// The frame, as captured.
  private let frame: [UInt8]

  init(_ kind: HeaderKind, at start: Int, of frame: [UInt8]) {
    self.kind = kind
    self.start = start
    self.frame = frame
  }

  /// Bytes that its fields take, there or not.
  var length: Int { ((fields.map(\.bits.upperBound).max() ?? 0) + 7) / 8 }
  var range: Range<Int> { start..<start + length }
  /// Bytes of it that there are.
  var capturedLength: Int { min(length, max(frame.count - start, 0)) }

  /// The number in `bits`, at most 64; nil where a byte of them is missing.
  func number(_ bits: Range<Int>) -> UInt64? {
    let last = start + (bits.upperBound - 1) / 8
    guard !bits.isEmpty, bits.count <= 64, last < frame.count else { return nil }
    var value: UInt128 = 0
    for place in start + bits.lowerBound / 8...last { value = value << 8 | UInt128(frame[place]) }
    value >>= UInt128((8 - bits.upperBound % 8) % 8)
    return UInt64(truncatingIfNeeded: value & (UInt128(1) << UInt128(bits.count) - 1))
  }

  /// The byte at `offset`.
  func byte(_ offset: Int) -> UInt8? { number(offset * 8..<offset * 8 + 8).map { UInt8($0) } }

  /// Adds the field of `count` bits after the last, or at bit `start`.
  mutating func add(
    _ name: FieldName, _ count: Int, at position: Int? = nil, _ style: AnatomyField.Style = .decimal,
    isPart: Bool = false, isInParts: Bool = false, _ meaning: ((UInt64) -> FieldMeaning?)? = nil
  ) {
    let first = position ?? nextBit
    let bits = first..<first + count
    let bytes = start + first / 8..<start + (bits.upperBound + 7) / 8
    let number = number(bits)
    fields.append(
      AnatomyField(
        name: name, bits: bits, bytes: bytes, number: number, captured: frame.part(bytes), style: style,
        meaning: number.flatMap { meaning?($0) }, isPart: isPart, isInParts: isInParts))
  }

  /// Adds a field of whole bytes that is an address or no number at all.
  mutating func add(
    bytes count: Int, _ name: FieldName, _ style: AnatomyField.Style = .bytes,
    _ meaning: (([UInt8]) -> FieldMeaning?)? = nil
  ) {
    guard count > 0 else { return }
    let first = nextBit
    let bytes = start + first / 8..<start + first / 8 + count
    let captured = frame.part(bytes)
    fields.append(
      AnatomyField(
        name: name, bits: first..<first + 8 * count, bytes: bytes, number: nil, captured: captured, style: style,
        meaning: captured.count == count ? meaning?(captured) : nil, isPart: false, isInParts: false))
  }

  /// Where the next field begins.
  private var nextBit: Int { fields.last?.bits.upperBound ?? 0 }

  mutating func explain(_ name: FieldName, _ meaning: FieldMeaning) {
    guard let index = fields.lastIndex(where: { $0.name == name }), !fields[index].isCut else { return }
    fields[index].meaning = meaning
  }
}

/// What is wrong with a header, or missing from it.
enum HeaderProblem {
  case cut(needed: Int, captured: Int)
  case version(found: Int, expected: Int)
  case headerLengthBelow(found: Int, minimum: Int)
  case headerLengthBeyond(found: Int, sent: Int)
  case lengthBelowHeader(found: Int, header: Int)
  case lengthBeyond(found: Int, sent: Int)
  case optionBeyond
  /// More tags or headers in each other than are taken apart.
  case tooMany(Int)
}

extension [UInt8] {
  /// As many of the bytes in `range` as there are.
  func part(_ range: Range<Int>) -> [UInt8] {
    let start = Swift.min(Swift.max(range.lowerBound, 0), count)
    return Array(self[start..<Swift.max(start, Swift.min(range.upperBound, count))])
  }
}
