/// Bytes from the wire made safe to show: valid UTF-8 stays, everything that a terminal could obey or a reader could
/// not see is written as an escape.
struct EscapedText: Hashable, Sendable {
  private(set) var text = ""
  /// Something is missing at the end: `limit` was reached, or the bytes were not all there.
  private(set) var isCut = false
  /// How much room `text` takes on a terminal.
  private(set) var columns = 0
  /// How many of the bytes `text` shows.
  private(set) var length = 0
  /// How many marks sit on the last character of `text`, for text that goes on after it.
  private(set) var marks: Int

  /// As many marks as a character bears; text begins as if it had them, because there is no character yet.
  static let mostMarks = 2

  /// Escapes `bytes` up to `limit` columns. `isWhole` is false where more bytes followed that were not kept: a
  /// character cut in two at the end is then left out. `quotes` and `backslashes` tell what else is escaped, so that
  /// text in quotes can be read back; `marks` how many the text before left on its last character.
  init(
    _ bytes: [UInt8], isWhole: Bool = true, quotes: Bool = true, backslashes: Bool = true, marks: Int = Self.mostMarks,
    limit: Int = .max
  ) {
    self.marks = marks
    var parser = Unicode.UTF8.ForwardParser()
    var joinable = Joinable.nothing
    // Columns of the last scalar.
    var latest = 0
    var iterator = bytes.makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if (0x20...0x7e).contains(scalar.value), scalar != "\"", scalar != "\\" {
          // Most characters: there is nothing to look up.
          guard columns < limit else {
            isCut = true
            return
          }
          text.unicodeScalars.append(scalar)
          columns += 1
          length += 1
          self.marks = 0
          joinable = .nothing
          latest = 1
          continue
        }
        let isMark = Self.isMark(scalar)
        self.marks = isMark ? min(self.marks, Self.mostMarks) + 1 : 0
        let belongsToPictograph = joinable.takes(scalar)
        joinable = joinable.after(scalar)
        // A mark needs a character to sit on; piled up, marks would cover the lines around.
        let piece =
          belongsToPictograph
          ? String(scalar)
          : isMark && self.marks > Self.mostMarks
            ? Self.escape(scalar) : Self.piece(scalar, quotes: quotes, backslashes: backslashes)
        latest = piece.utf8.count == encoded.count ? scalar.columns(after: latest) : piece.utf8.count
        guard append(piece, columns: latest, limit) else { return }
        length += encoded.count
      case .error(let count):
        let end = min(length + count, bytes.count)
        // What no character begins with (RFC 3629, section 4) will not become one.
        if !isWhole, end == bytes.count, (0xc2...0xf4).contains(bytes[length]) {
          isCut = true
          return
        }
        for byte in bytes[length..<end] {
          guard append("\\x" + Self.hexadecimal(UInt32(byte), digits: 2), columns: 4, limit) else { return }
          length += 1
        }
        self.marks = Self.mostMarks
        joinable = .nothing
        latest = 1
      case .emptyInput:
        if !isWhole { isCut = true }
        return
      }
    }
  }

  /// Escapes text that others chose, such as a path.
  init(_ text: String, limit: Int = .max) { self.init(Array(text.utf8), quotes: false, limit: limit) }

  /// In quotes, with an ellipsis outside where something is missing.
  var quoted: String { isCut ? "\"\(text)\"…" : "\"\(text)\"" }

  private mutating func append(_ piece: String, columns width: Int, _ limit: Int) -> Bool {
    guard columns + width <= limit else {
      isCut = true
      return false
    }
    text += piece
    columns += width
    return true
  }

  private static func piece(_ scalar: Unicode.Scalar, quotes: Bool, backslashes: Bool) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\\": return backslashes ? "\\\\" : "\\"
    case "\"": return quotes ? "\\\"" : "\""
    case " "..."~": return String(scalar)
    default: return isVisible(scalar) ? String(scalar) : escape(scalar)
    }
  }

  static func escape(_ scalar: Unicode.Scalar) -> String {
    scalar.value < 0x80
      ? "\\x" + hexadecimal(scalar.value, digits: 2) : "\\u{" + hexadecimal(scalar.value, digits: 1) + "}"
  }

  /// Bidirectional controls, zero-width and other format characters, fillers and unassigned code points are not.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
  }
}

/// What invisible scalar belongs to the emoji before it (Unicode Technical Standard 51): one variation selector, one
/// joiner. More of them are nothing to see.
private enum Joinable {
  case nothing, pictograph, selectedPictograph

  private static let selector: UInt32 = 0xfe0f
  private static let joiner: UInt32 = 0x200d

  func takes(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .nothing: false
    case .pictograph: scalar.value == Self.selector || scalar.value == Self.joiner
    case .selectedPictograph: scalar.value == Self.joiner
    }
  }

  func after(_ scalar: Unicode.Scalar) -> Joinable {
    if takes(scalar) { return scalar.value == Self.selector ? .selectedPictograph : .nothing }
    // Digits and signs of ASCII have an emoji form too, which nobody means here.
    return scalar.value > 0x7f && scalar.properties.isEmoji ? .pictograph : .nothing
  }
}
