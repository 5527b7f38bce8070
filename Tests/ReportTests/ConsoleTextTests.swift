import Testing

@testable import Report

struct ConsoleTextTests {
  /// One, two, three and four bytes a character, and a mark of its own.
  private static let text = "Selamat pagi – ini pesan UTF-8: é ñ 日本 😀 e\u{301}, \"C:\\kuliah\""

  private static func pieces(of bytes: [UInt8], count: Int) -> [ArraySlice<UInt8>] {
    stride(from: 0, to: bytes.count, by: count).map { bytes[$0..<min($0 + count, bytes.count)] }
  }

  private static func printed(_ bytes: [UInt8], inPiecesOf count: Int) -> String {
    var console = ConsoleText()
    let pieces = pieces(of: bytes, count: count)
    var text = ""
    for (index, piece) in pieces.enumerated() { text += console.piece(piece, isLast: index == pieces.count - 1) }
    return text
  }

  private static func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
      default: !scalar.properties.isDefaultIgnorableCodePoint
      }
    }
  }

  @Test(arguments: 1...16)
  func `gives back the whole text in pieces of any length`(count: Int) {
    let text = Self.printed(Array(Self.text.utf8), inPiecesOf: count)
    #expect(text.unicodeScalars.elementsEqual(Self.text.unicodeScalars))
  }

  @Test func `gives back the whole text when it is cut anywhere`() {
    let bytes = Array(Self.text.utf8)
    for cut in 0...bytes.count {
      var console = ConsoleText()
      let text = console.piece(bytes[..<cut]) + console.piece(bytes[cut...], isLast: true)
      #expect(text.unicodeScalars.elementsEqual(Self.text.unicodeScalars), "cut at \(cut)")
    }
  }

  @Test func `holds a cut character back and prints it with the next piece`() {
    var console = ConsoleText()
    #expect(console.piece([0x41, 0xe2, 0x80]) == "A")
    #expect(console.piece([0x93]) == "–")
    #expect(console.piece([0xf0]) == "")
    #expect(console.piece([0x9f]) == "")
    #expect(console.piece([0x98, 0x80, 0x42]) == "😀B")
  }

  @Test func `shows the beginning of a character as numbers when nothing more comes`() {
    var console = ConsoleText()
    #expect(console.piece([0x41, 0xe2, 0x80], isLast: true) == "A\\xe2\\x80")
    #expect(console.piece([0xe2, 0x80]) == "")
    #expect(console.piece([UInt8](), isLast: true) == "\\xe2\\x80")
    #expect(console.piece([UInt8](), isLast: true) == "")
  }

  @Test func `shows what was held back as numbers when something else follows`() {
    var console = ConsoleText()
    #expect(console.piece([0xe2, 0x80]) == "")
    #expect(console.piece([0x41]) == "\\xe2\\x80A")
  }

  @Test(arguments: [0xf5, 0xfe, 0xff] as [UInt8])
  func `holds no byte back that begins no character`(byte: UInt8) {
    var console = ConsoleText()
    #expect(console.piece([0x41, byte]) == "A\\x" + String(byte, radix: 16))
  }

  @Test(
    arguments: [
      (Array("a\nb\r\tc".utf8), "a\\nb\\r\\tc"), (Array("\u{1b}[2J".utf8), "\\x1b[2J"), ([0], "\\x00"),
      (Array("\u{202e}txt.exe".utf8), "\\u{202e}txt.exe"), (Array("\u{200b}\u{feff}".utf8), "\\u{200b}\\u{feff}"),
      (Array("\u{9b}31m".utf8), "\\u{9b}31m"), (Array("\u{2028}".utf8), "\\u{2028}"), ([0x80], "\\x80"),
      ([0xc0, 0xaf], "\\xc0\\xaf"), ([0xe0, 0x80, 0xaf], "\\xe0\\x80\\xaf"), ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"),
      ([0xf4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"), (Array("\\ \" '".utf8), "\\ \" '"),
    ] as [([UInt8], String)])
  func `escapes what is hostile and leaves backslashes and quotes`(bytes: [UInt8], expected: String) {
    for count in 1...4 { #expect(Self.printed(bytes, inPiecesOf: count) == expected) }
    #expect(ConsoleText.message(bytes) == (expected, 0))
  }

  @Test func `prints nothing that a terminal obeys, whatever comes`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        var console = ConsoleText()
        let text = console.piece([first]) + console.piece([second]) + console.piece([0xae, 0x1b], isLast: true)
        #expect(Self.isHarmless(text), "\(first) \(second)")
      }
    }
  }

  @Test func `piles no marks up, over pieces neither`() {
    var console = ConsoleText()
    var text = ""
    for scalar in "e\u{301}\u{301}\u{301}\u{301}".unicodeScalars { text += console.piece(Array(String(scalar).utf8)) }
    #expect(text.unicodeScalars.elementsEqual("e\u{301}\u{301}\\u{301}\\u{301}".unicodeScalars))
  }

  @Test func `shows a message up to the limit`() {
    let whole = [UInt8](repeating: 0x61, count: 2_048)
    #expect(ConsoleText.message(whole) == (String(repeating: "a", count: 2_048), 0))
    #expect(ConsoleText.message(whole + [0x62]) == (String(repeating: "a", count: 2_048), 1))
    #expect(ConsoleText.message([]) == ("", 0))
  }

  @Test(arguments: 1...3)
  func `cuts no character at the limit`(cut: Int) {
    let bytes = [UInt8](repeating: 0x61, count: 2_048 - cut) + Array("😀bc".utf8)
    #expect(ConsoleText.message(bytes) == (String(repeating: "a", count: 2_048 - cut), 6))
  }
}
