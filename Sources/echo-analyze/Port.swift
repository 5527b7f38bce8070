import ArgumentParser

/// A TCP or UDP port, as users write it.
enum Port {
  /// For options: ArgumentParser itself could only say that it is invalid.
  static func parse(_ argument: String) throws -> UInt16 {
    guard let port = UInt16(argument) else { throw ValidationError("a port is a number from 1 to 65535") }
    return port
  }
}
