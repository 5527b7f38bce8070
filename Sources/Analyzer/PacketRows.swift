public import Conversations
import Wire

/// The packets of conversations one by one, in order of capture, for diagrams and plots: up to what there is room for.
public struct PacketRows: Hashable, Sendable, Codable {
  private var rows: [Int: [PacketRow]] = [:]
  private var total = 0

  /// Rows of one conversation, and of all together.
  static var conversationLimit: Int { Capacity().detailsPerConversation * 2 }
  private static var limit: Int { Capacity().details * 2 }

  public init() {}

  /// There is no room for more, so that later conversations have no rows.
  public var isFull: Bool { total >= Self.limit }

  /// The rows of a conversation, by its `index`: fewer than its packets where there was no room for all.
  public subscript(conversation: Int) -> [PacketRow] { rows[conversation] ?? [] }

  /// Adds the row of a packet that was taken in.
  mutating func add(_ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation) {
    guard let conversation = observation.conversation, observation.isSelected, total < Self.limit,
      rows[conversation, default: []].count < Self.conversationLimit,
      let row = PacketRow(packet, transport, observation)
    else { return }
    total += 1
    rows[conversation, default: []].append(row)
  }

  /// Adds those of another capture, whose conversations count on from `first`.
  mutating func append(_ other: PacketRows, from first: Int) {
    for (conversation, others) in other.rows { rows[conversation + first] = others }
  }
}
