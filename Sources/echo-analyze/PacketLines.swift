import Conversations
import Report
import Wire

/// The lines of a packet list, on their way to a stream.
struct PacketLines {
  private var writer: any PacketListWriter
  private var output: FailableOutput
  /// It takes no more; the user has been told.
  var hasFailed: Bool { output.hasFailed }
  /// No packet was wanted so far.
  private(set) var isEmpty = true

  init(_ writer: any PacketListWriter, to output: Output) {
    self.writer = writer
    self.output = FailableOutput(output)
  }

  /// Adds the line of one packet, or lets the packet pass when it is not wanted.
  mutating func add(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, isListed: Bool = true
  ) {
    if isListed, observation.isSelected {
      isEmpty = false
      writer.write(packet, frame, transport, observation, to: &output.bytes)
    } else {
      writer.skip(packet)
    }
  }

  mutating func flush() { output.flush() }
  mutating func flushIfFull() { output.flushIfFull() }
  mutating func flushIfDue() { output.flushIfDue() }
}
