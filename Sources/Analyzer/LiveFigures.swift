public import Capture

/// What a running capture came to so far.
public struct LiveFigures: Sendable {
  public let packets: Int
  public let conversations: Int
  /// The kernel's counts; nil where it keeps none.
  public let statistics: CaptureStatistics?
}
