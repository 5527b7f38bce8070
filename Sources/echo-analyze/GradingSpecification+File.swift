import Analyzer
import ArgumentParser

extension GradingSpecification {
  /// Reads the specification at `path`. One that cannot be read, or is wrong, is told with the place in it, and ends the
  /// command.
  init(file path: String) throws {
    let bytes = try contents(of: path, limit: Self.sizeLimit, as: "a specification")
    do throws(SpecificationError) {
      try self.init(json: bytes)
    } catch {
      tell("echo-analyze: \(path): \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }

  /// A specification to begin with: a TCP and a UDP session of the practicum.
  static let example = """
    {
      "schema": 1,
      "title": "Practicum: TCP and UDP echo",
      "passAt": 70,
      "requirements": [
        { "require": "tcp-and-udp", "points": 5 },
        { "require": "handshake", "points": 10 },
        { "require": "echo", "id": "tcp-echo", "protocol": "tcp", "atLeast": 1, "payload": "Hello World!!! This will be echoed", "points": 15 },
        { "require": "close", "by": "server", "points": 10 },
        { "require": "endpoints", "id": "tcp-endpoints", "protocol": "tcp", "server": "192.168.0.0/16", "serverPort": 12345, "clientPort": "49152-65535", "points": 10 },
        { "require": "no-retransmissions", "points": 5 },
        { "require": "echo", "id": "udp-echo", "protocol": "udp", "atLeast": 1, "payload": "Good Morning!!! This will be echoed", "points": 15 },
        { "require": "replies", "atLeast": 1, "points": 10 },
        { "require": "endpoints", "id": "udp-endpoints", "protocol": "udp", "server": "192.168.0.0/16", "serverPort": 12345, "points": 5 },
        { "require": "link-type", "is": "Ethernet", "points": 5 },
        { "require": "captured", "after": "2025-02-27T00:00:00+07:00", "points": 5 },
        { "require": "no-loss", "points": 2.5 },
        { "require": "uncut", "points": 2.5 }
      ]
    }

    """
}

/// All bytes of a file that has at most `limit` of them. One that is longer, or cannot be read, is told, and ends the command;
/// no more of it is read than that.
func contents(of path: String, limit: Int, as kind: String) throws -> [UInt8] {
  var bytes: [UInt8] = []
  do {
    try readPieces(
      of: path,
      while: { piece in
        bytes += piece
        return bytes.count <= limit
      })
  } catch {
    tell("echo-analyze: \(path) cannot be read: \(error)")
    throw ExitCode(ExitStatus.failed.rawValue)
  }
  guard bytes.count <= limit else {
    tell("echo-analyze: \(path) is not \(kind): it has more than \(limit) bytes")
    throw ExitCode(ExitStatus.failed.rawValue)
  }
  return bytes
}
