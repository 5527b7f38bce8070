public import Conversations
public import Wire

/// The payload as text: `→` and `←` stand before each line and tell who sent it, and nothing of it can begin a line
/// without one.
///
/// Lines end where the sender ended them (LF, or CR LF), where the other side goes on, and after each datagram. All that
/// a terminal could obey or a reader could not see is written as an escape.
public struct FollowTextWriter: FollowWriter {
  private let phrases: any Phrases
  private let colours: SideColours
  private var fromOriginator = FollowedText()
  private var fromResponder = FollowedText()
  /// Whose line is not ended yet.
  private var open: Side?
  private let isDatagrams: Bool

  public init(_ transport: TransportProtocol, language: Language = .english, isColoured: Bool = false) {
    phrases = language.phrases
    isDatagrams = transport == .udp
    colours = SideColours(isOn: isColoured)
  }

  public mutating func begin(
    _ transport: TransportProtocol, stream: Int, from originator: Endpoint, to responder: Endpoint,
    to output: inout [UInt8]
  ) {
    output.append(text: phrases.followed(transport, stream: stream, originator, responder) + "\n")
  }

  public mutating func write(_ chunk: StreamChunk, _ bytes: RawSpan, to output: inout [UInt8]) {
    if let gap = chunk.gap {
      add([], isLast: true, of: chunk.side, to: &output)
      endLine(to: &output)
      output.append(text: phrases.missing(gap, chunk, arrow: true) + "\n")
      return
    }
    add([UInt8](bytes), isLast: isDatagrams, of: chunk.side, to: &output)
    if isDatagrams { endLine(to: &output) }
  }

  /// A line ends where the other side goes on, shown or not.
  public mutating func leaveOut(_ side: Side, to output: inout [UInt8]) {
    if open == side.other { endLine(to: &output) }
  }

  public mutating func finish(
    _ transport: TransportProtocol, _ follower: StreamFollower, to output: inout [UInt8]
  ) {
    // What waits of a character that was not finished; the side whose line is open first.
    let first = open ?? .originator
    add([], isLast: true, of: first, to: &output)
    add([], isLast: true, of: first.other, to: &output)
    endLine(to: &output)
    output.append(text: phrases.totals(transport, follower))
  }

  private mutating func add(_ bytes: [UInt8], isLast: Bool, of side: Side, to output: inout [UInt8]) {
    let lines =
      side == .originator
      ? fromOriginator.lines(bytes, isLast: isLast) : fromResponder.lines(bytes, isLast: isLast)
    for (index, line) in lines.enumerated() {
      let isEnded = index < lines.count - 1
      guard isEnded || !line.isEmpty else { continue }
      if open != side {
        endLine(to: &output)
        colours.begin(side, to: &output)
        output.append(text: SideColours.arrow(side) + (line.isEmpty ? "" : " "))
        open = side
      } else {
        colours.begin(side, to: &output)
      }
      output.append(text: line)
      colours.end(to: &output)
      if isEnded { endLine(to: &output) }
    }
  }

  private mutating func endLine(to output: inout [UInt8]) {
    if open != nil { output.append(UInt8(ascii: "\n")) }
    open = nil
  }
}
