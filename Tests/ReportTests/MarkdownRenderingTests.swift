import Fixtures
import Foundation
import Testing

@testable import Report

/// Markdown as GitHub's own program renders it, with its tables, links and all HTML that would be in it.
@Suite(.enabled(if: Rendering.isInstalled("cmark-gfm"), "cmark-gfm is not installed (Tests/packages test installs it)"))
struct MarkdownRenderingTests {
  private static let texts = HostileText.bytes.map { EscapedText($0).text }

  private func render(_ document: Document) throws -> String {
    var page = MarkdownPage()
    page.add(document)
    let extensions = ["table", "autolink", "strikethrough", "tasklist"].flatMap { ["-e", $0] }
    let output = try Rendering.run(["cmark-gfm", "--unsafe"] + extensions, input: page.text)
    return String(decoding: output, as: UTF8.self).replacing("<!-- -->", with: "")
  }

  /// As cmark writes text, without blanks at its ends.
  private func plain(_ text: String) -> String {
    let signs: [Unicode.Scalar: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"]
    var plain = ""
    for scalar in text.unicodeScalars {
      if let sign = signs[scalar] { plain += sign } else { plain.unicodeScalars.append(scalar) }
    }
    return plain.trimmingCharacters(in: CharacterSet(charactersIn: " "))
  }

  private func expect(_ rendered: String, _ parts: [String]) {
    let lines = rendered.split(separator: "\n").map { Array($0.utf8) }
    let wanted = parts.map { Array($0.utf8) }
    #expect(lines.count == wanted.count)
    for (line, part) in zip(lines, wanted) where line != part {
      Issue.record("\(String(decoding: line, as: UTF8.self)) instead of \(String(decoding: part, as: UTF8.self))")
    }
  }

  @Test func `paragraphs, headings and lists are the text alone`() throws {
    var paragraphs = Document()
    var headings = Document()
    for text in Self.texts {
      paragraphs.paragraph(text)
      headings.heading(text, level: 2)
    }
    expect(try render(paragraphs), Self.texts.map { "<p>\(plain($0))</p>" })
    expect(try render(headings), Self.texts.map { "<h2>\(plain($0))</h2>" })
    var list = Document()
    list.add(.list(Self.texts))
    expect(try render(list), ["<ul>"] + Self.texts.map { "<li>\(plain($0))</li>" } + ["</ul>"])
  }

  @Test func `cells of tables are the text alone`() throws {
    var document = Document()
    var table = TextTable([("text", .left), ("text", .left)])
    for text in Self.texts { table.add([text, text]) }
    document.table(table, indent: 0)
    let cells = try render(document).matches(of: /<td>(.*)<\/td>/).map { Array($0.1.utf8) }
    #expect(cells == Self.texts.flatMap { [Array(plain($0).utf8), Array(plain($0).utf8)] })
  }

  @Test func `a block of code ends where it ends`() throws {
    let code = HostileText.all.map { EscapedText.refusing($0, keepsLines: true) }.joined(separator: "\n")
    var document = Document()
    document.add(.code(code))
    document.paragraph("behind")
    let rendered = try render(document)
    #expect(rendered.matches(of: /<[a-z]/).count == 3)
    #expect(rendered.hasSuffix("</code></pre>\n<p>behind</p>\n"))
  }
}
