import Conversations
import Report
import Wire

/// The lines of a packet list, on their way to a stream.
struct PacketLines {
  private enum Writer {
    case fields(FieldWriter)
    case json(PacketJSONWriter)
  }

  private var writer: Writer
  private var output: Output
  /// The stream takes no more; the message has been given.
  private(set) var hasFailed = false

  init(
    _ format: PacketsCommand.Format, fields: [PacketField], time: PacketTime, digits: Int,
    to output: Output = .standardOutput
  ) {
    self.output = output
    switch format {
    case .fields: writer = .fields(FieldWriter(fields))
    case .json: writer = .json(fields.isEmpty ? PacketJSONWriter() : PacketJSONWriter(fields))
    case .text: writer = .fields(FieldWriter(fields))
    }
  }

  /// Adds the line of one packet, or lets the packet pass when it is not wanted.
  mutating func add(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, isListed: Bool = true
  ) {
    switch writer {
    case .fields(var fields):
      if isListed, observation.isSelected {
        fields.write(packet, frame, transport, observation, to: &output.bytes)
      } else {
        fields.skip(packet)
      }
      writer = .fields(fields)
    case .json(var json):
      if isListed, observation.isSelected {
        json.write(packet, frame, transport, observation, to: &output.bytes)
      } else {
        json.skip(packet)
      }
      writer = .json(json)
    }
  }

  mutating func flush() { attempt { output throws in try output.flush() } }
  mutating func flushIfFull() { attempt { output throws in try output.flushIfFull() } }
  mutating func flushIfDue() { attempt { output throws in try output.flushIfDue() } }

  private mutating func attempt(_ body: (inout Output) throws -> Void) {
    guard !hasFailed else { return }
    do {
      try body(&output)
    } catch {
      hasFailed = true
      tell("echo-analyze: cannot write the packet list: \(error)")
    }
  }
}
