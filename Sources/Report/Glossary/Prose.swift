/// Running text in pieces, so that terms in it lead to their entries in the glossary, and what a packet holds does not,
/// whatever it holds: only what stands as a literal in the program, and what ``Glossary/marked(_:)`` made, is looked at for
/// terms.
///
/// `"The \(.originator) sends a \(.syn) (\(frame))."` has two terms.
struct Prose: Hashable, Sendable {
  enum Piece: Hashable, Sendable {
    /// Words of the program.
    case text(String)
    /// What was put in: numbers, addresses, payload. It holds no terms.
    case verbatim(String)
    /// A term as it stands in the sentence; nil for the word of its entry.
    case term(GlossaryTerm, String?)
  }

  private(set) var pieces: [Piece] = []

  init() {}

  mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if case .text(let last)? = pieces.last {
      pieces[pieces.count - 1] = .text(last + text)
    } else {
      pieces.append(.text(text))
    }
  }

  mutating func append(verbatim text: String) {
    guard !text.isEmpty else { return }
    if case .verbatim(let last)? = pieces.last {
      pieces[pieces.count - 1] = .verbatim(last + text)
    } else {
      pieces.append(.verbatim(text))
    }
  }

  mutating func append(_ term: GlossaryTerm, _ form: String? = nil) { pieces.append(.term(term, form)) }

  mutating func append(_ other: Prose) {
    for piece in other.pieces {
      switch piece {
      case .text(let text): append(text)
      case .verbatim(let text): append(verbatim: text)
      case .term(let term, let form): append(term, form)
      }
    }
  }

  /// Sentences one after the other.
  init(sentences: [Prose]) {
    for sentence in sentences where !sentence.pieces.isEmpty {
      if !pieces.isEmpty { append(" ") }
      append(sentence)
    }
  }

  /// Items with `separator` between them.
  init(_ items: [Prose], separator: String) {
    for (place, item) in items.enumerated() {
      if place > 0 { append(separator) }
      append(item)
    }
  }

  var terms: Set<GlossaryTerm> {
    Set(pieces.compactMap { piece in if case .term(let term, _) = piece { term } else { nil } })
  }

  /// The first letter made large, as at the beginning of a sentence.
  func capitalised(_ glossary: any Glossary) -> Prose {
    func large(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
    var prose = self
    switch pieces.first {
    case .text(let text)?: prose.pieces[0] = .text(large(text))
    case .verbatim(let text)?: prose.pieces[0] = .verbatim(large(text))
    case .term(let term, let form)?: prose.pieces[0] = .term(term, large(form ?? glossary.word(term)))
    case nil: break
    }
    return prose
  }

  /// With the word of each term in it, and with the terms that stand in the program's own words, as documents have it.
  func worded(by glossary: any Glossary) -> Prose {
    pieces.reduce(into: Prose()) { prose, piece in
      switch piece {
      case .text(let text): prose.append(glossary.marked(text))
      case .verbatim(let text): prose.append(verbatim: text)
      case .term(let term, let form): prose.append(term, form ?? glossary.word(term))
      }
    }
  }

  /// The text alone. Terms without a word of their own have none yet.
  var text: String {
    pieces.reduce(into: "") { text, piece in
      switch piece {
      case .text(let part), .verbatim(let part): text += part
      case .term(_, let form): text += form ?? ""
      }
    }
  }
}

extension Prose: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var prose = Prose()

    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { prose.append(literal) }
    mutating func appendInterpolation(_ term: GlossaryTerm, _ form: String? = nil) { prose.append(term, form) }
    mutating func appendInterpolation(_ text: String) { prose.append(verbatim: text) }
    mutating func appendInterpolation(_ other: Prose) { prose.append(other) }
    mutating func appendInterpolation(_ number: some BinaryInteger & Sendable) {
      prose.append(verbatim: String(number))
    }
    /// Bytes from packets, in quotes.
    mutating func appendInterpolation(payload: EscapedText) { prose.append(verbatim: payload.quoted) }
  }

  init(stringLiteral value: String) { append(value) }
  init(stringInterpolation: StringInterpolation) { self = stringInterpolation.prose }
}
