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

  @Test func `wraps by columns`() {
    var document = Document()
    document.paragraph(lead: "日 ", "日本 日本 ne\u{301} x")
    #expect(text(document, width: 12) == "日 日本 日本\n   ne\u{301} x\n")
  }

  @Test func `colours a lead, or what stands before a colon, line by line`() {
    var document = Document()
    document.heading("Findings", level: 2)
    document.paragraph(lead: "error  ", "nobody listens", .error)
    document.section("trust", "limited: 3 frames are cut", .warning)
    document.section("echo", "yes; RTT 9 s: long", .good)
    document.paragraph("the other side was not there: all of it", .error)
    document.paragraph("plain: text")
    #expect(
      text(document, width: 30, isColoured: true) == """
        \u{1b}[1mFindings\u{1b}[0m
        \u{1b}[1;31merror  \u{1b}[0mnobody listens
          \u{1b}[1mtrust      \u{1b}[0m\u{1b}[33mlimited:\u{1b}[0m 3 frames
                     are cut
          \u{1b}[1mecho       \u{1b}[0m\u{1b}[32myes;\u{1b}[0m RTT 9 s:
                     long
        \u{1b}[1;31mthe other side was not there:\u{1b}[0m
        all of it
        plain: text

        """)
  }

  @Test func `on a narrow terminal a long line is broken between words`() {
    var document = Document()
    document.heading("TCP stream 0: 192.0.2.1:50892 → 192.0.2.2:12345", level: 2)
    document.line("    part-1.pcap: frames 1–7")
    #expect(
      text(document, width: 40) == "TCP stream 0: 192.0.2.1:50892 → 192.0.2.2:12345\n    part-1.pcap: frames 1–7\n")
    #expect(
      text(document, width: 40, limit: 25) == """
        TCP stream 0:
          192.0.2.1:50892 →
          192.0.2.2:12345
            part-1.pcap: frames
              1–7

        """)
  }

  private func text(_ document: Document, width: Int, limit: Int? = nil, isColoured: Bool = false) -> String {
    var page = TextPage(width: width, limit: limit, isColoured: isColoured)
    page.add(document)
    return page.text
  }
}
