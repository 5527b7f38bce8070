/// One packet at two clocks.
public struct ClockSample: Hashable, Sendable {
  /// At the first capture, in nanoseconds since 1970.
  public let time: Int64
  /// The second capture's time less the first one's.
  public let difference: Int64
  /// It passed the first capture before the second.
  public let isOutward: Bool
  public let frames: PointPair

  init(time: Int64, difference: Int64, isOutward: Bool, frames: PointPair) {
    self.time = time
    self.difference = difference
    self.isOutward = isOutward
    self.frames = frames
  }
}
