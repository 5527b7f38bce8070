import ArgumentParser

/// A TCP or UDP port, as users write it.
enum Port {
  /// For options: ArgumentParser itself could only say that it is invalid.
  static func parse(_ argument: String) throws -> UInt16 {
    guard let port = UInt16(argument) else { throw ValidationError("a port is a number, 65535 at most") }
    return port
  }
}
