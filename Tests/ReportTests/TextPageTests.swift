import Testing

@testable import Report

struct TextPageTests {
  @Test func `wraps at spaces and keeps a number with its unit`() {
    var page = TextPage(width: 20)
    page.paragraph(lead: "echo  ", indent: 2, "RTT took 115 µs; done")
    #expect(page.take() == "  echo  RTT took\n        115 µs; done\n")
  }

  @Test func `gives a word that is too long a line of its own`() {
    var page = TextPage(width: 10)
    page.paragraph("a 0123456789012345 b")
    #expect(page.take() == "a\n0123456789012345\nb\n")
  }

  @Test func `a section without a text is its name alone`() {
    var page = TextPage(width: 40)
    page.section("latency", "")
    #expect(page.take() == "  latency\n")
  }
}
