public import Conversations
public import Wire

/// What grading needs of a capture beside its summary: when its packets were seen, where demanded texts are, and what tells
/// its packets from those of other recordings. A listener of the engine fills it.
public struct CaptureEvidence: Sendable {
  private(set) var earliest: FrameMoment?
  private(set) var latest: FrameMoment?
  /// Of each demanded text, by conversation.
  private(set) var occurrences: [Int: [Int: [PayloadOccurrence]]] = [:]
  /// By conversation.
  private(set) var marks: [Int: PacketMarks] = [:]
  private var search: PayloadSearch
  private var total = 0

  /// Occurrences that are kept.
  private static let occurrenceLimit = 20_000
  /// Conversations whose packets are kept.
  private static let conversationLimit = 1_024

  /// `payloads` are the texts to look for (``GradingSpecification/payloads``).
  public init(_ payloads: [[UInt8]]) { search = PayloadSearch(payloads) }

  public mutating func add(_ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation) {
    if packet.isTimed {
      let moment = FrameMoment(frame: observation.frame, time: packet.timestamp)
      if earliest.map({ moment.time < $0.time }) ?? true { earliest = moment }
      if latest.map({ moment.time >= $0.time }) ?? true { latest = moment }
    }
    guard let conversation = observation.conversation else { return }
    if marks[conversation] != nil || marks.count < Self.conversationLimit {
      marks[conversation, default: PacketMarks()].add(frame, transport, packet, observation)
    }
    note(search.observe(frame, transport, observation))
  }

  /// The capture has ended.
  public mutating func finish() { note(search.finish()) }

  private mutating func note(_ found: [PayloadOccurrence]) {
    for occurrence in found {
      guard total < Self.occurrenceLimit, let conversation = occurrence.conversation else { return }
      total += 1
      occurrences[occurrence.pattern, default: [:]][conversation, default: []].append(occurrence)
    }
  }
}
