public import Wire

/// A frame of the capture and when it was seen: the evidence behind a number.
public struct FrameMoment: Hashable, Sendable, Codable {
  /// Counted from 1 in its capture (`frame.number`).
  public let frame: Int
  public let time: Timestamp

  public init(frame: Int, time: Timestamp) {
    self.frame = frame
    self.time = time
  }
}
