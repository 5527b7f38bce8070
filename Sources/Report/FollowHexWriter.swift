public import Conversations
public import Wire

/// The payload as a hex dump laid out as Wireshark's: each chunk on lines of its own, with its offset in the stream of
/// its sender, the responder's indented.
public struct FollowHexWriter: FollowWriter {
  private let phrases: any Phrases
  private let colours: SideColours

  private static var bytesPerLine: Int { 16 }
  /// Between the offset and the text.
  private static var dumpWidth: Int { 50 }

  public init(language: Language = .english, isColoured: Bool = false) {
    phrases = language.phrases
    colours = SideColours(isOn: isColoured)
  }

  public mutating func begin(
    _ transport: TransportProtocol, stream: Int, from originator: Endpoint, to responder: Endpoint,
    to output: inout [UInt8]
  ) {
    output.append(text: phrases.followed(transport, stream: stream, originator, responder) + "\n")
  }

  public mutating func write(_ chunk: StreamChunk, _ bytes: RawSpan, to output: inout [UInt8]) {
    let indent = chunk.side == .originator ? "" : "    "
    if let gap = chunk.gap {
      output.append(text: indent + phrases.missing(gap, chunk, arrow: false) + "\n")
      return
    }
    for start in stride(from: 0, to: bytes.byteCount, by: Self.bytesPerLine) {
      let line = bytes.extracting(start..<min(start + Self.bytesPerLine, bytes.byteCount))
      colours.begin(chunk.side, to: &output)
      output.append(text: indent)
      append(line, at: chunk.offset + start, to: &output)
      colours.end(to: &output)
      output.append(UInt8(ascii: "\n"))
    }
  }

  public mutating func finish(
    _ transport: TransportProtocol, _ follower: StreamFollower, to output: inout [UInt8]
  ) {
    output.append(text: phrases.totals(transport, follower))
  }

  private func append(_ line: RawSpan, at offset: Int, to output: inout [UInt8]) {
    let digits = String(offset, radix: 16, uppercase: true)
    output.append(text: String(repeating: "0", count: max(8 - digits.utf8.count, 0)) + digits + "  ")
    let start = output.count
    for index in 0..<line.byteCount {
      if index == 8 { output.append(UInt8(ascii: " ")) }
      output.append(hexadecimal: UInt64(line.byte(at: index)), digits: 2)
      output.append(UInt8(ascii: " "))
    }
    output.alignLeft(from: start, width: Self.dumpWidth)
    for index in 0..<line.byteCount {
      if index == 8 { output.append(UInt8(ascii: " ")) }
      let byte = line.byte(at: index)
      output.append((0x20...0x7e).contains(byte) ? byte : UInt8(ascii: "."))
    }
  }
}
