/// The terms of the field in one language: a word and a definition each. A missing one does not compile.
protocol Glossary: Sendable {
  /// What the field calls it in this language.
  func word(_ term: GlossaryTerm) -> String
  /// Other forms of the word that own phrases use, such as plurals.
  func forms(_ term: GlossaryTerm) -> [String]
  /// One to three sentences, for a reader who meets the term for the first time.
  func definition(_ term: GlossaryTerm) -> String
  /// `RFC 9293, section 3.5`.
  func text(_ source: GlossaryTerm.Source) -> String
  /// What stands over the entries.
  var heading: String { get }
}

/// A term of the glossary as a document shows it.
struct GlossaryEntry: Hashable, Sendable {
  let term: GlossaryTerm
  let word: String
  let definition: String
  /// Where it is defined; nil for words that no standard defines.
  let source: String?

  /// The definition and its source.
  var text: String { source.map { "\(definition) (\($0))" } ?? definition }
}

extension Glossary {
  /// The entries of these terms, each once, in the order of their words.
  func entries(of terms: some Sequence<GlossaryTerm>) -> [GlossaryEntry] {
    Set(terms).map { term in
      GlossaryEntry(
        term: term, word: word(term), definition: definition(term), source: term.source.map(text))
    }.sorted { ($0.word.lowercased(), $0.word) < ($1.word.lowercased(), $1.word) }
  }

  /// Phrases of the program itself with their terms found in them by their words. Never for text that came from packets or
  /// files: that is no phrase, and is put into ``Prose`` as a piece of its own.
  func marked(_ phrase: String) -> Prose {
    let words = GlossaryTerm.allCases.flatMap { term in ([word(term)] + forms(term)).map { (term, $0) } }
      .sorted { $0.1.count > $1.1.count }
    var prose = Prose()
    var text = "", place = phrase.startIndex, isInWord = false
    while place < phrase.endIndex {
      if !isInWord, let (term, word) = words.first(where: { Self.stands($0.1, in: phrase[place...]) }) {
        let end = phrase.index(place, offsetBy: word.count)
        prose.append(text)
        prose.append(term, String(phrase[place..<end]))
        (text, place, isInWord) = ("", end, true)
        continue
      }
      let character = phrase[place]
      isInWord = character.isLetter || character.isNumber || character == "-"
      text.append(character)
      place = phrase.index(after: place)
    }
    prose.append(text)
    return prose
  }

  /// `text` begins with `word`, and the word ends there. Indonesian hangs `-nya` on words.
  private static func stands(_ word: String, in text: Substring) -> Bool {
    guard text.hasPrefix(word) else { return false }
    let rest = text.dropFirst(word.count)
    guard let next = rest.first else { return true }
    if next == "-" { return rest.hasPrefix("-nya") || rest.dropFirst().first?.isLetter != true }
    return !next.isLetter && !next.isNumber
  }
}

extension Language {
  var glossary: any Glossary {
    switch self {
    case .english: EnglishGlossary()
    case .indonesian: IndonesianGlossary()
    }
  }
}
