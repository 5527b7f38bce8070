import Report

/// What the parser of the command line says of it, which quotes what was typed.
struct UsageMessage {
  let text: String

  /// `arguments` are the words of the command line. A line end in one of them is none of the message's own.
  init(_ message: String, arguments: [String]) {
    // Of --name=value the value is quoted alone. The longest first: a shorter one may be a part of it.
    let words = (arguments + arguments.compactMap(Self.value)).filter { $0.unicodeScalars.contains("\n") }
    let scalars = words.sorted { $0.utf8.count > $1.utf8.count }.reduce(message.unicodeScalars) { message, word in
      message.replacing(word.unicodeScalars, with: ConsoleText.words(word).unicodeScalars)
    }
    text = ConsoleText.lines(String(scalars))
  }

  private static func value(_ word: String) -> String? {
    word.unicodeScalars.firstIndex(of: "=").map { String(word.unicodeScalars[$0...].dropFirst()) }
  }
}
