public import Conversations

/// What one side of a conversation sent, as two captures have it.
public struct VantageWay: Hashable, Sendable {
  public let sender: Side
  /// The capture that its packets pass first; nil where that is not known.
  public let passesFirst: CapturePoint?
  /// Packets in each capture.
  public let packets: PointPair
  /// Packets that both have.
  public internal(set) var matched = 0
  /// Segments whose bytes the other capture has in segments of other sizes, in each capture.
  public internal(set) var regrouped = PointPair(0, 0)
  /// The first of them: the frames on either side.
  public internal(set) var regroupedExample: RegroupedFrames?

  public struct RegroupedFrames: Hashable, Sendable {
    public let first: [Int]
    public let second: [Int]
  }

  /// Of those the bytes that one capture alone has.
  public internal(set) var missingBytes = 0
  /// Packets of one capture alone, by what became of them.
  public internal(set) var fates: [CapturePoint: [PacketFate: Evidence]] = [:]
  /// Packets that arrived after one that was sent later.
  public internal(set) var overtaken: [PointPair] = []
  public internal(set) var overtakenTotal = 0
  /// The second capture's time less the first one's.
  public internal(set) var differences: DelaySummary?
  /// From the capture that is passed first to the other, with the offset in the middle of its bounds.
  public internal(set) var delays: DelaySummary?

  public static var overtakenLimit: Int { 16 }

  public func evidence(_ fate: PacketFate, at point: CapturePoint) -> Evidence { fates[point]?[fate] ?? Evidence() }

  public func total(_ fate: PacketFate) -> Int {
    CapturePoint.allCases.reduce(0) { $0 + evidence(fate, at: $1).total }
  }
}
