public import ArgumentParser
public import Report

extension Language: ExpressibleByArgument {}

/// The language of what a command tells: the same option in every command that has more than names and numbers to tell.
struct LanguageOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The language: en for English, id for Indonesian.", valueName: "language"))
  var lang: Language = .english
}
