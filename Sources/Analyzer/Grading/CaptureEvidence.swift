public import Conversations
public import Wire

/// What grading needs of a capture beside its summary: when its packets were seen, where demanded texts are, and what tells
/// its packets from those of other recordings. A listener of the engine fills it.
public struct CaptureEvidence: Sendable {
  private(set) var earliest: FrameMoment?
  private(set) var latest: FrameMoment?
  /// Where the demanded texts are.
  private(set) var texts = TextOccurrences()
  /// What tells the packets of the largest conversations.
  private(set) var marks = ConversationMarks()
  private var search: PayloadSearch

  /// `payloads` are the texts to look for (``GradingSpecification/payloads``).
  public init(_ payloads: [[UInt8]]) { search = PayloadSearch(payloads) }

  public mutating func add(_ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation) {
    if packet.isTimed {
      let moment = FrameMoment(frame: observation.frame, time: packet.timestamp)
      if earliest.map({ moment.time < $0.time }) ?? true { earliest = moment }
      if latest.map({ moment.time >= $0.time }) ?? true { latest = moment }
    }
    guard let conversation = observation.conversation else { return }
    marks.add(frame, transport, packet, observation, of: conversation)
    texts.add(search.observe(frame, transport, observation))
  }

  /// The capture has ended.
  public mutating func finish() { texts.add(search.finish()) }
}
