/// A line of pieces of text, and what each of them stands for. Its length is that of the text alone.
struct StyledText {
  private var pieces: [(text: String, meaning: Meaning?)] = []

  init() {}
  init(_ text: String, _ meaning: Meaning? = nil) { append(text, meaning) }

  mutating func append(_ text: String, _ meaning: Meaning? = nil) {
    guard !text.isEmpty else { return }
    let text = EscapedText.refusing(text)
    if let last = pieces.indices.last, pieces[last].meaning == meaning {
      pieces[last].text += text
    } else {
      pieces.append((text, meaning))
    }
  }

  mutating func append(_ other: StyledText) {
    for piece in other.pieces { append(piece.text, piece.meaning) }
  }

  mutating func removeBlanksAtEnd() {
    while let last = pieces.indices.last {
      while pieces[last].text.last == " " { pieces[last].text.removeLast() }
      guard pieces[last].text.isEmpty else { return }
      pieces.removeLast()
    }
  }

  /// The text alone.
  var text: String { pieces.count == 1 ? pieces[0].text : pieces.map(\.text).joined() }
  var columns: Int { pieces.reduce(0) { $0 + $1.text.columns } }

  /// The text with what a terminal obeys around each piece that stands for something.
  var coloured: String {
    pieces.reduce(into: "") { line, piece in
      guard let meaning = piece.meaning else { return line += piece.text }
      line += "\(meaning.escape)\(piece.text)\(Meaning.end)"
    }
  }
}
