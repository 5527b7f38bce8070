public import ArgumentParser
public import Report

extension ConsoleLines.Language: ExpressibleByArgument {}
extension ConsoleLines.Style: ExpressibleByArgument {}

/// How the console of an echo program is to look.
struct ConsoleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The language of the console.", valueName: "language"))
  var lang: ConsoleLines.Language = .english

  @Flag(name: .shortAndLong, help: "Print only errors (and a server's counters at its end, and a load's report).")
  var quiet = false

  func lines(_ style: ConsoleLines.Style = .praktikum) -> ConsoleLines { ConsoleLines(language: lang, style: style) }
}
