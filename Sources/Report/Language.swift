/// A language in which reports are written.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case english = "en"

  var phrases: any Phrases {
    switch self {
    case .english: EnglishPhrases()
    }
  }

  var comparisonPhrases: any ComparisonPhrases {
    switch self {
    case .english: EnglishComparisonPhrases()
    }
  }

  var labPhrases: any LabPhrases {
    switch self {
    case .english: EnglishLabPhrases()
    }
  }
}
