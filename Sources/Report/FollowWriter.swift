public import Conversations
public import Wire

/// One form in which a followed stream is shown. A writer is for one stream.
public protocol FollowWriter: Sendable {
  /// Appends what stands above the chunks.
  mutating func begin(
    _ transport: TransportProtocol, stream: Int, from originator: Endpoint, to responder: Endpoint,
    to output: inout [UInt8])

  /// Appends a chunk, or tells of a gap.
  mutating func write(_ chunk: StreamChunk, _ bytes: RawSpan, to output: inout [UInt8])

  /// A chunk of `side` comes here and is not shown.
  mutating func leaveOut(_ side: Side, to output: inout [UInt8])

  /// Appends what stands below the chunks.
  mutating func finish(_ transport: TransportProtocol, _ follower: StreamFollower, to output: inout [UInt8])

  /// What is to be told beside the output, as that has no place for it.
  var remarks: [String] { get }
}

extension FollowWriter {
  public var remarks: [String] { [] }
  public mutating func leaveOut(_ side: Side, to output: inout [UInt8]) {}
}
