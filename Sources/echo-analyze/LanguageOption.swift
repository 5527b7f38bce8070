import ArgumentParser
import Report

/// The language of a report.
struct LanguageOption: ParsableArguments {
  @Option(help: ArgumentHelp("The language of the report: en.", valueName: "language"), transform: Self.language)
  var lang: Language = .english

  private static func language(_ name: String) throws -> Language {
    guard let language = Language(rawValue: name) else {
      throw ValidationError("reports are written in: \(Language.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return language
  }
}
