public import Conversations

/// Numbers of a conversation over time, or how they are spread: one model, shown as SVG or in a line of text.
///
/// All numbers are whole: nanoseconds, bytes, bytes per second or a count, as the axis says.
public struct Plot: Hashable, Sendable {
  /// Two ways to draw the same time–sequence diagram.
  public enum Variant: String, Hashable, Sendable {
    /// Segments from their first byte to their last, ACKs and windows as steps, as tcptrace draws them.
    case tcptrace
    /// A point a segment, as in W. R. Stevens, "TCP/IP Illustrated".
    case stevens
  }

  public enum Unit: String, Hashable, Sendable {
    case nanoseconds = "ns"
    case bytes = "B"
    case bytesPerSecond = "B/s"
    case count = "1"
  }

  public struct Axis: Hashable, Sendable {
    public let name: String
    public let unit: Unit
  }

  public enum Style: String, Hashable, Sendable {
    case points
    /// From value to value.
    case line
    /// Each value holds until the next.
    case steps
    /// Upright, from `y` to `top`.
    case segments
    /// Signs that something happened.
    case marks
  }

  public struct Value: Hashable, Sendable {
    public let x: Int64
    public let y: Int64
    /// Of a segment the upper end.
    public let top: Int64?
    /// The frame that shows it, where one does.
    public let frame: Int?

    init(_ x: Int64, _ y: Int64, top: Int64? = nil, frame: Int? = nil) {
      self.x = x
      self.y = y
      self.top = top
      self.frame = frame
    }
  }

  public struct Series: Hashable, Sendable {
    public let name: String
    public let style: Style
    public let values: [Value]
    /// How many values there were before they were thinned out.
    public let total: Int
    /// Something to compare the others with, which may lie far above them.
    public let isBound: Bool
    /// How it is drawn, whichever others are there.
    var look = 0
  }

  public let kind: PlotKind
  public let variant: Variant?
  /// Whose payload it is about; nil of both together.
  public let side: Side?
  public let title: String
  public let x: Axis
  public let y: Axis
  public let series: [Series]
  let words: Ladder.Words

  /// Of a series with more values these many are kept: the first, the last, the smallest and the largest of each stretch.
  public static var valueLimit: Int { 2_000 }
}
