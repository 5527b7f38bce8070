import Analyzer
import Conversations
import Report
import Wire

/// The payload of one stream, on its way to an output.
struct FollowedStream {
  private let stream: Selection.Stream
  private let sides: Set<Side>
  private var follower = StreamFollower()
  private var writer: any FollowWriter
  private var output: FailableOutput
  /// A packet of the stream has come.
  private(set) var hasBegun = false
  /// The first packet of the stream of which it cannot be told how long its payload is, where no other has come.
  private(set) var unmeasured: Int?
  /// It takes no more; the user has been told.
  var hasFailed: Bool { output.hasFailed }

  init(_ stream: Selection.Stream, _ writer: any FollowWriter, of sides: Set<Side>, to output: Output) {
    self.stream = stream
    self.writer = writer
    self.sides = sides
    self.output = FailableOutput(output)
  }

  /// What is to be told beside the output, at the end.
  var remarks: [String] { writer.remarks }

  /// Adds what a packet of the stream brings.
  mutating func add(_ frame: Frame, _ transport: Transport?, _ observation: Observation) {
    let start = output.bytes.count
    Self.write(&follower, &writer, &output, of: sides) { follower, deliver in
      follower.observe(frame, transport, observation, deliver)
    }
    guard !hasBegun else { return }
    guard let originator = follower.originator, let responder = follower.responder else {
      switch transport {
      case .tcp, .udp: unmeasured = unmeasured ?? observation.frame
      case .icmp, .other, nil: break
      }
      return
    }
    // The packet that tells who the two are may have brought bytes.
    var heading: [UInt8] = []
    writer.begin(stream.protocol, stream: stream.number, from: originator, to: responder, to: &heading)
    output.bytes.insert(contentsOf: heading, at: start)
    hasBegun = true
  }

  /// Adds what waits for bytes that will not come, and the totals, and writes all out.
  mutating func finish() {
    if hasBegun {
      Self.write(&follower, &writer, &output, of: sides) { follower, deliver in follower.finish(deliver) }
      writer.finish(stream.protocol, follower, to: &output.bytes)
    }
    flush()
  }

  mutating func flush() { output.flush() }
  mutating func flushIfFull() { output.flushIfFull() }

  private static func write(
    _ follower: inout StreamFollower, _ writer: inout any FollowWriter, _ output: inout FailableOutput,
    of sides: Set<Side>,
    _ body: (inout StreamFollower, StreamFollower.Delivery) -> Void
  ) {
    body(&follower) { chunk, bytes in
      if sides.contains(chunk.side) {
        writer.write(chunk, bytes, to: &output.bytes)
      } else {
        writer.leaveOut(chunk.side, to: &output.bytes)
      }
    }
  }
}
