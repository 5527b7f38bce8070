import Conversations
import Report
import Wire

/// The lines of a packet list, on their way to a stream.
struct PacketLines {
  private var writer: any PacketListWriter
  private var output: Output
  /// The stream takes no more; the user has been told.
  private(set) var hasFailed = false
  /// No packet was wanted so far.
  private(set) var isEmpty = true

  init(_ writer: any PacketListWriter, to output: Output) {
    self.writer = writer
    self.output = output
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

  mutating func flush() { attempt { output throws in try output.flush() } }
  mutating func flushIfFull() { attempt { output throws in try output.flushIfFull() } }
  mutating func flushIfDue() { attempt { output throws in try output.flushIfDue() } }

  private mutating func attempt(_ body: (inout Output) throws -> Void) {
    guard !hasFailed else { return }
    do {
      try body(&output)
    } catch {
      hasFailed = true
    }
  }
}
