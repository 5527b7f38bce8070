public import Conversations
public import Wire

/// What the comparison found about one conversation that both captures have.
public struct MatchedRecord: Hashable, Sendable {
  public let `protocol`: TransportProtocol
  /// Wireshark's number in each capture.
  public let streams: PointPair
  /// As the first capture has it.
  public let originator: Endpoint
  public let responder: Endpoint
  /// The same two parties as the second capture has them: other addresses or ports where they are translated.
  public let originatorAtSecond: Endpoint
  public let responderAtSecond: Endpoint
  public let evidence: PairEvidence
  public let order: VantageOrder
  /// What the originator sent, and what the responder sent.
  public let toResponder: VantageWay
  public let toOriginator: VantageWay
  /// What was changed on the way, in order of the first packet that shows it.
  public let changes: [PathChange]
  /// Packets in both of which one capture has only the beginning of the payload: that is not compared.
  public let cutPayloads: Int
  /// Links of which another copy of the same bytes was as good.
  public let ambiguous: Int
  /// Between the two capture points and back: needs no assumption about the clocks.
  public let roundTrip: DelaySummary?
  /// The first packets, in order of capture; nil where they are not kept (``VantageComparison/detailLimit``).
  public let rows: [VantageRow]?
  public let rowTotal: Int
  /// Packets that one capture alone has: the first of them; nil where they are not kept.
  public let unmatched: [UnmatchedPacket]?
  public let unmatchedTotal: Int

  public static var rowLimit: Int { 30 }
  public static var unmatchedLimit: Int { 200 }

  public var isTranslated: Bool { originator != originatorAtSecond || responder != responderAtSecond }
  public var ways: [VantageWay] { [toResponder, toOriginator] }
}
