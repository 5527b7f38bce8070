public import Conversations
public import Wire

/// The payload as it is, and nothing else: what is missing is told in `remarks`.
public struct FollowRawWriter: FollowWriter {
  public private(set) var remarks: [String] = []
  private let phrases: any Phrases
  private var gaps = 0
  private var sidesWithGaps: Set<Side> = []

  /// Gaps told one by one.
  private static var toldGaps: Int { 16 }

  public init(language: Language = .english) { phrases = language.phrases }

  public mutating func begin(
    _ transport: TransportProtocol, stream: Int, from originator: Endpoint, to responder: Endpoint,
    to output: inout [UInt8]
  ) {}

  public mutating func write(_ chunk: StreamChunk, _ bytes: RawSpan, to output: inout [UInt8]) {
    guard let gap = chunk.gap else { return output.append(bytes) }
    gaps += 1
    sidesWithGaps.insert(chunk.side)
    if gaps <= Self.toldGaps { remarks.append(phrases.missingAtOffset(gap, chunk)) }
  }

  public mutating func finish(
    _ transport: TransportProtocol, _ follower: StreamFollower, to output: inout [UInt8]
  ) {
    if gaps > Self.toldGaps { remarks.append(phrases.moreGaps(gaps - Self.toldGaps)) }
    for side in [Side.originator, .responder] where sidesWithGaps.contains(side) {
      if let late = phrases.late(follower.totals(of: side), of: side) { remarks.append(late) }
    }
  }
}
