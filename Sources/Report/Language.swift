/// A language in which reports are written.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case english = "en"
  case indonesian = "id"

  var phrases: any Phrases {
    switch self {
    case .english: EnglishPhrases()
    case .indonesian: IndonesianPhrases()
    }
  }

  var comparisonPhrases: any ComparisonPhrases {
    switch self {
    case .english: EnglishComparisonPhrases()
    case .indonesian: IndonesianComparisonPhrases()
    }
  }

  var vantagePhrases: any VantagePhrases {
    switch self {
    case .english: EnglishVantagePhrases()
    case .indonesian: IndonesianVantagePhrases()
    }
  }

  var labPhrases: any LabPhrases {
    switch self {
    case .english: EnglishLabPhrases()
    case .indonesian: IndonesianLabPhrases()
    }
  }

  var gradePhrases: any GradePhrases {
    switch self {
    case .english: EnglishGradePhrases()
    case .indonesian: IndonesianGradePhrases()
    }
  }

  var checkPhrases: any CheckPhrases {
    switch self {
    case .english: EnglishCheckPhrases()
    case .indonesian: IndonesianCheckPhrases()
    }
  }
}
