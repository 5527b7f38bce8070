import Testing

@testable import Report

struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("Selamat pagi", 12), ("192.0.2.1 → 192.0.2.2", 21), ("é–µ×…", 5),
    // East Asian wide and fullwidth, and halfwidth.
    ("日本語", 6), ("한국어", 6), ("ｆｕｌｌ", 8), ("ﾊﾝｶｸ", 4), ("（）", 4), ("𠀀", 2), ("䷀", 2),
    // Emoji, with what only changes the one before.
    ("😀", 2), ("⌚", 2), ("🚀🚀", 4), ("❤", 1), ("❤\u{fe0f}", 2), ("⌚\u{fe0f}", 2), ("1\u{fe0f}", 2),
    ("👩\u{200d}🔬", 4), ("🇮🇩", 2),
    // Marks that stand over, under and around others, and what is not seen.
    ("e\u{301}", 1), ("a\u{20dd}", 1), ("ไทย", 3), ("ก็", 1), ("שָׁלוֹם", 4), ("a\u{200b}b", 2), ("\u{feff}x", 1),
    ("x\u{ad}y", 2), ("\u{1112}\u{1161}\u{11ab}", 2),
  ])
  func `is what a terminal gives`(text: String, columns: Int) {
    #expect(text.columns == columns)
    // What is counted while it is made safe, is the same.
    let escaped = EscapedText(text)
    #expect(escaped.columns == escaped.text.columns)
  }

  @Test func `is known of each scalar, whatever it is`() {
    for value in UInt32(0)...0x10ffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if !(0...2).contains(scalar.columns()) { Issue.record("\(value)") }
    }
  }
}
