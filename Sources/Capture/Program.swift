#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The running executable and how it was called, so that an error can say what to type instead.
public struct Program: Hashable, Sendable {
  /// The executable file itself, links followed: `setcap` takes no link.
  public let path: String
  /// What followed its name on the command line.
  public let arguments: [String]

  public init(path: String, arguments: [String]) {
    self.path = path
    self.arguments = arguments
  }

  /// This process.
  public static var current: Program {
    let called = CommandLine.arguments.first ?? "echo-analyze"
    #if os(Linux) || os(Android)
      let link = "/proc/self/exe"
    #else
      // No /proc: the name it was called by, which is a path unless the shell searched for it.
      let link = called
    #endif
    return Program(path: resolved(link) ?? called, arguments: Array(CommandLine.arguments.dropFirst()))
  }

  /// The path as a shell wants it typed.
  public var quotedPath: String { Self.quoted(path) }

  /// The call, as a shell wants it typed.
  public var commandLine: String { ([path] + arguments).map(Self.quoted).joined(separator: " ") }

  /// `word` in a form that a POSIX shell reads as one word with no meaning of its own.
  public static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-./:,=+@%".utf8.contains(byte)
      }
    }
    if plain, !word.isEmpty { return word }
    // Byte by byte: a mark behind a quote makes another character of both, but not for a shell.
    let bytes = word.utf8
    if word.unicodeScalars.allSatisfy(isShown) {
      let parts = bytes.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
      return "'" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "'\\''") + "'"
    }
    // What cannot be shown cannot be typed either; this form has it in octal digits (POSIX.1-2024, section 2.2.4).
    return bytes.reduce("$'") { text, byte in
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): text + "\\" + String(UnicodeScalar(byte))
      case 0x20...0x7e: text + String(UnicodeScalar(byte))
      default: text + "\\" + String(512 + Int(byte), radix: 8).dropFirst()
      }
    } + "'"
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
    case .spaceSeparator: return scalar == " "
    default: return true
    }
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
