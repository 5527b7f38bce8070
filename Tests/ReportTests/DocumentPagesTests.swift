import Testing

@testable import Report

/// Documents as Markdown and HTML: what packets hold stays text.
struct DocumentPagesTests {
  private static let hostile =
    "<script>alert(1)</script> [a](http://evil) `x` *y* _z_ |cell| # ~~s~~ & \\ www.evil.example @all"

  private static func document(_ text: String) -> Document {
    var document = Document()
    document.heading(text, level: 2)
    document.paragraph(lead: text, text)
    document.section(text, text)
    document.remark(text)
    document.line(text)
    var table = TextTable([(text, .left), ("n", .right)])
    table.add([text], last: { _ in text })
    table.add(note: text)
    document.table(table, indent: 0)
    document.add(.matrix(Document.Matrix(corner: text, marks: [text], titles: [text], rows: [(text, [text])])))
    document.add(.fields([Document.Field(name: text, value: text)]))
    document.add(.list([text]))
    document.add(.placeholder(text))
    return document
  }

  @Test func `nothing that is shown becomes Markdown or HTML`() {
    var page = MarkdownPage()
    page.add(Self.document(Self.hostile))
    #expect(!page.text.contains("<script"))
    #expect(page.text.firstMatch(of: /[^\\]\]\(/) == nil)
    #expect(!page.text.contains("http://"))
    #expect(!page.text.contains(" www.evil"))
    #expect(!page.text.contains(" @all"))
    for line in page.text.split(separator: "\n") where line.hasPrefix("|") {
      // Bars within cells are escaped: each row has as many cells as its title.
      let bars = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
      #expect([2, 3].contains(bars), "\(line)")
    }
  }

  @Test func `nothing that is shown becomes HTML`() {
    var page = HTMLPage(title: Self.hostile, language: .english, generator: Self.hostile, contentsTitle: "Contents")
    for _ in 0..<3 { page.add(Self.document(Self.hostile)) }
    let text = page.render()
    // One script of ours, and none of theirs.
    #expect(text.matches(of: /<script/).count == 1)
    #expect(!text.contains("alert(1)</script> [") || text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(text.matches(of: /<\/script>/).count == 1)
    // Headings of one text have anchors of their own.
    let anchors = text.matches(of: /<h2 id="([^"]+)"/).map(\.1)
    #expect(Set(anchors).count == 3)
  }

  @Test func `a line that would be a list stays a line`() {
    for line in ["- a", "+ a", "1. a", "12) a", "# a", "=== a"] {
      var document = Document()
      document.paragraph(line)
      var page = MarkdownPage()
      page.add(document)
      #expect(page.text.contains("\\"), "\(page.text)")
    }
  }

  @Test func `a fence is longer than what it holds`() {
    var document = Document()
    document.add(.code("```\n````"))
    var page = MarkdownPage()
    page.add(document)
    #expect(page.text == "`````text\n```\n````\n`````\n\n")
  }

  @Test func `a matrix stands aspect by aspect where there is no room beside`() {
    var document = Document()
    document.add(
      .matrix(
        Document.Matrix(
          corner: "aspect", marks: ["TCP", "UDP"], titles: ["a.pcap", "b.pcap"], rows: [("Speed", ["slow", "fast"])])))
    var page = TextPage(width: 40)
    page.add(document)
    #expect(page.text == "  TCP  a.pcap\n  UDP  b.pcap\n\n  Speed\n    TCP  slow\n    UDP  fast\n")
  }
}
