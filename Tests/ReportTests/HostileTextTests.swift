import Fixtures
import Foundation
import Testing

@testable import Report

/// What others chose stays text in each format, whatever it is.
struct HostileTextTests {
  /// As it comes to the formats.
  private static let escaped = HostileText.bytes.map { EscapedText($0).text }

  @Test func `nothing of it is obeyed or hidden`() {
    for text in Self.escaped {
      #expect(HostileText.unsafe(in: text).isEmpty && !text.unicodeScalars.contains("\n"))
      #expect(EscapedText.refusing(text) == text)
    }
    for text in HostileText.all {
      let words = ConsoleText.words(text)
      #expect(HostileText.unsafe(in: words).isEmpty && !words.unicodeScalars.contains("\n"))
      // What has been escaped may be escaped again.
      #expect(ConsoleText.lines(words) == words)
    }
  }

  @Test func `no format lets through what was not escaped before`() {
    for text in HostileText.all {
      var styled = StyledText()
      styled.append(text)
      let formats: [any CustomStringConvertible] = [
        XMLText(text), MarkdownText(text), MermaidText(text), CSVText(text),
      ]
      for shown in formats.map(\.description) + [styled.text] { #expect(HostileText.unsafe(in: shown).isEmpty) }
    }
  }

  @Test func `in XML it is neither a tag nor the end of an attribute`() {
    for text in HostileText.all + Self.escaped {
      let xml = XMLText(text).description.unicodeScalars
      #expect(!xml.contains { "<>\"'".unicodeScalars.contains($0) })
    }
  }

  @Test func `JSON gives back what went in, and nothing of it is seen otherwise`() throws {
    for text in HostileText.all + Self.escaped {
      var json = JSONWriter()
      json.value(text)
      let bytes = json.take()
      let back = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) as? String
      #expect(back.map { Array($0.utf16) } == Array(text.utf16))
      #expect(HostileText.unsafe(in: String(decoding: bytes, as: UTF8.self)).isEmpty)
    }
  }

  @Test func `a cell of CSV is one cell, and no formula`() throws {
    let texts = HostileText.all
    let file = texts.map { "\(CSVText($0)),1\r\n" }.joined()
    let script = "import csv, json, sys; json.dump(list(csv.reader(sys.stdin, strict=True)), sys.stdout)"
    let output = try Rendering.run(["python3", "-c", script], input: file)
    let rows = try #require(try JSONSerialization.jsonObject(with: output) as? [[String]])
    #expect(rows.count == texts.count)
    for (row, text) in zip(rows, texts) {
      let plain = EscapedText.refusing(text), cell = try #require(row.first)
      #expect(row.count == 2)
      #expect(cell.utf8.elementsEqual(plain.utf8) || cell.utf8.elementsEqual(("'" + plain).utf8))
      let first = cell.unicodeScalars.first { $0 != " " }
      #expect(!"=+-@\t\r＝＋－＠".unicodeScalars.contains(try #require(first)))
    }
  }

  @Test func `in a line of a diagram it means nothing`() {
    for text in HostileText.all + Self.escaped {
      let rest = MermaidText(text).description.replacing(/#[0-9]+;/.matchingSemantics(.unicodeScalar), with: "")
      #expect(!rest.unicodeScalars.contains { "#;:<>\"'`{}[]|&%-\\\n".unicodeScalars.contains($0) })
    }
  }
}
