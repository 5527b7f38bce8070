import Analyzer
import Conversations
import FuzzSupport
import Report
import Wire

/// The payload of one stream in each of the forms in which `follow` shows it.
struct FollowedStream {
  private let stream: Selection.Stream
  private var follower = StreamFollower()
  private var writers: [any FollowWriter]
  private var outputs: [[UInt8]]

  init(_ stream: Selection.Stream) {
    self.stream = stream
    writers = [
      FollowTextWriter(stream.protocol), FollowTextWriter(stream.protocol, language: .indonesian), FollowHexWriter(),
      FollowRawWriter(),
    ]
    outputs = writers.map { _ in [] }
  }

  mutating func add(_ frame: Frame, _ transport: Transport?, _ observation: Observation) {
    var (writers, outputs) = (writers, outputs)
    follower.observe(frame, transport, observation) { chunk, bytes in
      for place in writers.indices { writers[place].write(chunk, bytes, to: &outputs[place]) }
    }
    (self.writers, self.outputs) = (writers, outputs)
  }

  mutating func finish() {
    var (writers, outputs) = (writers, outputs)
    follower.finish { chunk, bytes in
      for place in writers.indices { writers[place].write(chunk, bytes, to: &outputs[place]) }
    }
    guard let originator = follower.originator, let responder = follower.responder else { return }
    for place in writers.indices {
      var heading: [UInt8] = []
      writers[place].begin(stream.protocol, stream: stream.number, from: originator, to: responder, to: &heading)
      writers[place].finish(stream.protocol, follower, to: &outputs[place])
      for remark in writers[place].remarks { Output.check(text: remark) }
      // Raw bytes are as they came.
      if writers[place] is FollowRawWriter {
        Output.check(size: outputs[place].count)
      } else {
        Output.check(text: heading + outputs[place])
      }
    }
  }
}
