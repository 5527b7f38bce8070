import Analyzer
import Conversations
import FuzzSupport
import Report
import Wire

/// The packets of a capture, listed in each format, and the payload of each stream.
struct PacketLines {
  private var texts: [PacketTextWriter]
  private var json = PacketJSONWriter()
  private var fields = FieldWriter(PacketField.all)
  private var output = (text: [UInt8](), json: [UInt8](), fields: [UInt8]())
  private var streams: [Selection.Stream: FollowedStream] = [:]

  init(digits: Int) {
    texts = [.relative, .epoch, .utc].map { PacketTextWriter(time: $0, timestampDigits: digits) }
  }

  mutating func add(_ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation) {
    for place in texts.indices { texts[place].write(packet, frame, transport, observation, to: &output.text) }
    json.write(packet, frame, transport, observation, to: &output.json)
    fields.write(packet, frame, transport, observation, to: &output.fields)
    let streams = [
      observation.tcpStream.map { Selection.Stream(.tcp, $0) }, observation.udpStream.map { .init(.udp, $0) },
    ]
    // Enough of them to meet each other; an input may have hundreds.
    for case let stream? in streams where stream.number < 8 {
      self.streams[stream, default: FollowedStream(stream)].add(frame, transport, observation)
    }
  }

  mutating func finish() {
    for stream in streams.keys { streams[stream]?.finish() }
    Output.check(text: output.text)
    Output.check(jsonLines: output.json)
    Output.check(text: output.fields, allowsTabs: true)
  }
}
