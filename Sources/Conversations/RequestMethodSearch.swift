import Wire

/// Looks for the first HTTP request in what one side of a connection sends: a method at the beginning of a line (RFC 9112,
/// section 3), wherever segments begin and end.
public struct RequestMethodSearch: Hashable, Sendable {
  public struct Match: Hashable, Sendable {
    public let method: String
    /// The frame with its first letter, and the one with its last.
    public let frames: ClosedRange<Int>
  }

  public private(set) var match: Match?
  /// The snapshot length cut bytes that were looked for.
  public private(set) var isCut = false

  /// The beginning of the current line, and the frame of its first byte; nil where its beginning is not known.
  private var line: [UInt8]? = []
  private var lineFrame = 0
  private var expected: UInt32?
  private var searched = 0

  private static let methods = [
    "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE",
  ].map { ($0, Array($0.utf8) + [UInt8(ascii: " ")]) }
  private static let longest = 9

  /// There was more payload than is looked at.
  public var hasEnded: Bool { match == nil && searched >= Self.limit }

  /// Bytes of a connection that are looked at.
  public static var limit: Int { 262_144 }

  public init() {}

  /// Takes in a segment with `sequence` relative to the ISN. What was seen before is passed over; behind a hole the search
  /// goes on with the next line.
  public mutating func take(_ payload: RawSpan, sequence: UInt32, length: Int, frame: Int) {
    guard match == nil, searched < Self.limit, length > 0 else { return }
    var skip = 0
    if let expected {
      let distance = Int(Int32(bitPattern: sequence &- expected))
      if distance > 0 { line = nil }
      skip = max(-distance, 0)
      guard skip < length else { return }
    }
    expected = sequence &+ UInt32(truncatingIfNeeded: length)
    searched += length - skip
    if skip < payload.byteCount {
      for offset in skip..<payload.byteCount {
        note(payload.byte(at: offset), frame)
        if match != nil { return }
      }
    }
    if payload.byteCount < length {
      isCut = true
      line = nil
    }
  }

  private mutating func note(_ byte: UInt8, _ frame: Int) {
    if byte == UInt8(ascii: "\n") {
      line = []
      return
    }
    guard let count = line?.count, count < Self.longest else { return }
    if count == 0 { lineFrame = frame }
    line?.append(byte)
    guard let line else { return }
    for (method, start) in Self.methods where line.count == start.count + 1 && line.starts(with: start) {
      // A target begins with a slash, is * or an address; CONNECT names a host.
      guard method == "CONNECT" || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "*") || byte | 0x20 == 0x68 else {
        return
      }
      match = Match(method: method, frames: min(lineFrame, frame)...max(lineFrame, frame))
    }
  }
}
