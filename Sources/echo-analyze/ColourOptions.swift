import ArgumentParser

/// Whether results are coloured: the same option in every command that has colours.
struct ColourOptions: ParsableArguments {
  enum Choice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  @Option(
    help: """
      Colours: auto, on a terminal, unless NO_COLOR is set or TERM is dumb; always, also for a pipe to less -R; never.
      """)
  var color: Choice = .auto

  /// Whether what goes to `stream` is coloured.
  func isWanted(on stream: StandardStream = .output) -> Bool {
    switch color {
    case .auto: stream.isTerminal && !refusesColours()
    case .always: true
    case .never: false
    }
  }
}
