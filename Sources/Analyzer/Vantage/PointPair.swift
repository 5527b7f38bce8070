/// A number of each of two captures: the frames of one packet, a stream, a count.
public struct PointPair: Hashable, Sendable {
  public let first: Int
  public let second: Int

  public init(_ first: Int, _ second: Int) {
    self.first = first
    self.second = second
  }
}
