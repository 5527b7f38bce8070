import Testing

@testable import Report

struct TextPageTests {
  @Test func `wraps at spaces and keeps a number with its unit`() {
    var document = Document()
    document.paragraph(lead: "echo  ", indent: 2, "RTT took 115 µs; done")
    #expect(text(document, width: 20) == "  echo  RTT took\n        115 µs; done\n")
  }

  @Test func `gives a word that is too long a line of its own`() {
    var document = Document()
    document.paragraph("a 0123456789012345 b")
    #expect(text(document, width: 10) == "a\n0123456789012345\nb\n")
  }

  @Test func `a section without a text is its name alone`() {
    var document = Document()
    document.section("latency", "")
    #expect(text(document, width: 40) == "  latency\n")
  }

  private func text(_ document: Document, width: Int) -> String {
    var page = TextPage(width: width)
    page.add(document)
    return page.text
  }
}
