public import Wire

/// Looks for bytes in the payload of all streams of a capture: of TCP across the borders of segments, each byte of the stream
/// once and in its order; of UDP within a datagram.
///
/// Of what was looked at it keeps no more than which frames an occurrence may begin in, and what waits for a segment that has
/// not come.
public struct PayloadSearch: Sendable {
  private struct Key: Hashable {
    let `protocol`: TransportProtocol
    let stream: Int
  }

  private struct Stream {
    var follower = StreamFollower(holdLimit: 1_048_576)
    var conversation: Int?
    /// When its latest packet came, in packets that were looked at.
    var latest = 0
    /// For each pattern, and each side.
    var fromOriginator: [PayloadMatch]
    var fromResponder: [PayloadMatch]

    init(patterns: Int) {
      fromOriginator = Array(repeating: PayloadMatch(), count: patterns)
      fromResponder = fromOriginator
    }
  }

  /// Payload bytes of all streams together that may wait for a segment, unless told otherwise.
  public static var holdLimit: Int { 32 * 1_048_576 }

  /// Streams that are followed at a time, unless told otherwise.
  public static var streamLimit: Int { 16_384 }

  /// Segments of all streams together that may wait for another: each takes room beside its payload.
  private static var segmentLimit: Int { 262_144 }

  private let patterns: [PayloadPattern]
  private let holdLimit: Int
  private let streamLimit: Int
  private var packets = 0
  private var streams: [Key: Stream] = [:]
  private var heldBytes = 0
  private var heldSegments = 0

  /// `patterns` are told apart by their places. An empty one is found nowhere. Past `holdLimit`, payload bytes of all streams
  /// together that wait for a segment, what is missing counts as a gap. Past `streamLimit`, streams at a time, those that have
  /// been silent longest are forgotten: what they bring later is looked at as if they began with it.
  public init(_ patterns: [[UInt8]], holdLimit: Int = Self.holdLimit, streamLimit: Int = Self.streamLimit) {
    self.patterns = patterns.map { PayloadPattern($0) }
    self.holdLimit = holdLimit
    self.streamLimit = streamLimit
  }

  /// Takes the next packet; gives what occurs now. The parameters are those of the engine's listener.
  public mutating func observe(
    _ frame: Frame, _ transport: Transport?, _ observation: Observation
  ) -> [PayloadOccurrence] {
    guard let key = Self.key(transport, observation) else { return [] }
    var found: [PayloadOccurrence] = []
    packets += 1
    if streams.count >= streamLimit, streams[key] == nil { forgetSilent(&found) }
    // Taken out and put back, so that it is changed where it is.
    var stream = streams.removeValue(forKey: key) ?? Stream(patterns: patterns.count)
    stream.latest = packets
    stream.conversation = observation.conversation ?? stream.conversation
    heldBytes -= stream.follower.heldBytes
    heldSegments -= stream.follower.heldSegments
    search(&stream, key, &found) { follower, deliver in follower.observe(frame, transport, observation, deliver) }
    if heldBytes + stream.follower.heldBytes > holdLimit
      || heldSegments + stream.follower.heldSegments > Self.segmentLimit
    {
      search(&stream, key, &found) { follower, deliver in follower.release(deliver) }
    }
    heldBytes += stream.follower.heldBytes
    heldSegments += stream.follower.heldSegments
    streams[key] = stream
    return found
  }

  /// Looks at what still waited for a segment when the capture ended.
  public mutating func finish() -> [PayloadOccurrence] {
    var found: [PayloadOccurrence] = []
    forget({ _ in true }, &found)
    return found
  }

  /// Forgets at least half of the streams: all but those of the latest packets.
  private mutating func forgetSilent(_ found: inout [PayloadOccurrence]) {
    let limit = packets - streamLimit / 2
    forget({ $0.latest < limit }, &found)
  }

  private mutating func forget(_ isForgotten: (Stream) -> Bool, _ found: inout [PayloadOccurrence]) {
    let waiting = streams.filter { $0.value.follower.heldBytes > 0 && isForgotten($0.value) }
    for (key, var stream) in waiting.sorted(by: { $0.key.stream < $1.key.stream }) {
      heldBytes -= stream.follower.heldBytes
      heldSegments -= stream.follower.heldSegments
      search(&stream, key, &found) { follower, deliver in follower.release(deliver) }
    }
    streams = streams.filter { !isForgotten($0.value) }
  }

  private func search(
    _ stream: inout Stream, _ key: Key, _ found: inout [PayloadOccurrence],
    _ advance: (inout StreamFollower, StreamFollower.Delivery) -> Void
  ) {
    var (fromOriginator, fromResponder) = (stream.fromOriginator, stream.fromResponder)
    // They are changed in place.
    (stream.fromOriginator, stream.fromResponder) = ([], [])
    let conversation = stream.conversation
    advance(&stream.follower) { chunk, bytes in
      for (place, pattern) in patterns.enumerated() where pattern.length > 0 {
        func add(_ match: inout PayloadMatch) {
          if chunk.gap != nil || key.protocol == .udp { match.reset() }
          guard chunk.gap == nil else { return }
          match.add(bytes, at: chunk.offset, in: chunk.frame, pattern) { offset, frames in
            found.append(
              PayloadOccurrence(
                pattern: place, protocol: key.protocol, stream: key.stream, conversation: conversation,
                side: chunk.side, offset: offset, frames: frames))
          }
        }
        if chunk.side == .originator { add(&fromOriginator[place]) } else { add(&fromResponder[place]) }
      }
    }
    (stream.fromOriginator, stream.fromResponder) = (fromOriginator, fromResponder)
  }

  private static func key(_ transport: Transport?, _ observation: Observation) -> Key? {
    switch transport {
    case .tcp?: observation.tcpStream.map { Key(protocol: .tcp, stream: $0) }
    case .udp?: observation.udpStream.map { Key(protocol: .udp, stream: $0) }
    default: nil
    }
  }
}
