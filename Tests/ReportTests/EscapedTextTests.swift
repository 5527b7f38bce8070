import Testing

@testable import Report

struct EscapedTextTests {
  @Test(arguments: [
    ("Hello World!!! This will be echoed", "Hello World!!! This will be echoed"),
    ("selamat pagi – ini", "selamat pagi – ini"), ("日本", "日本"), ("a\nb\r\tc", "a\\nb\\r\\tc"),
    ("\u{1b}[2J", "\\x1b[2J"), ("\"\\", "\\\"\\\\"), ("\u{7f}\u{9b}", "\\x7f\\u{9b}"),
    ("\u{202e}exe.txt", "\\u{202e}exe.txt"), ("a\u{200b}b\u{feff}", "a\\u{200b}b\\u{feff}"),
    ("\u{2028}\u{a0}\u{e000}", "\\u{2028}\\u{a0}\\u{e000}"), ("e\u{301}", "e\u{301}"),
    ("\u{301}e", "\\u{301}e"), ("e\u{301}\u{301}\u{301}", "e\u{301}\u{301}\\u{301}"),
  ])
  func `shows what is readable and escapes the rest`(text: String, expected: String) {
    #expect(EscapedText(Array(text.utf8)).text.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(arguments: [
    ("❤\u{fe0f}!", "❤\u{fe0f}!"), ("👩\u{200d}🔬", "👩\u{200d}🔬"), ("👍🏽", "👍🏽"),
    ("a\u{fe0f}", "a\\u{fe0f}"), ("1\u{200d}2", "1\\u{200d}2"), ("❤a\u{200d}", "❤a\\u{200d}"),
  ])
  func `leaves emoji together, and nothing else invisible`(text: String, expected: String) {
    #expect(EscapedText(Array(text.utf8)).text.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test func `does not wait for the rest of what no character begins with`() {
    #expect(EscapedText([0x41, 0xf5], isWhole: false).text == "A\\xf5")
  }

  @Test func `writes bytes that are not UTF-8 as numbers`() {
    #expect(EscapedText([0x41, 0xff, 0xc3, 0x28, 0xe2, 0x82]).text == "A\\xff\\xc3(\\xe2\\x82")
  }

  @Test func `leaves out a character that was cut in two where more bytes were not kept`() {
    let text = EscapedText([0x41, 0xe2, 0x82], isWhole: false)
    #expect(text.text == "A")
    #expect(text.quoted == "\"A\"…")
  }

  @Test func `tells how many bytes it shows`() {
    #expect(EscapedText(Array("日本".utf8)).length == 6)
    #expect(EscapedText([0x41, 0xe2, 0x82], isWhole: false).length == 1)
    #expect(EscapedText([0xff, 0xe2, 0x82]).length == 3)
    #expect(EscapedText(Array("日本".utf8), limit: 3).length == 3)
  }

  @Test func `leaves backslashes where they cannot be taken for escapes of its own`() {
    #expect(EscapedText(Array("\"\\\t".utf8), quotes: false, backslashes: false).text == "\"\\\\t")
  }

  @Test func `goes on after the marks of the text before`() {
    let first = EscapedText("e\u{301}")
    #expect(first.marks == 1)
    let second = EscapedText(Array("\u{301}\u{301}".utf8), marks: first.marks)
    #expect(second.text.unicodeScalars.elementsEqual("\u{301}\\u{301}".unicodeScalars))
  }

  @Test func `never cuts an escape in two`() {
    let text = EscapedText([0x41, 0x1b, 0x42], limit: 4)
    #expect(text.text == "A")
    #expect(text.isCut)
  }

  @Test func `counts two columns for wide characters`() {
    #expect(EscapedText("日本").columns == 4)
    #expect(EscapedText("日本", limit: 3).text == "日")
  }

  @Test func `holds no byte that a terminal obeys, whatever comes`() {
    for first in UInt8.min...UInt8.max {
      for second in stride(from: UInt8.min, to: UInt8.max, by: 3) {
        let text = EscapedText([first, second, 0xa8]).text
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
      }
    }
  }
}
