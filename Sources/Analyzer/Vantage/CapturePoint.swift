/// One of the two captures that are compared, in the order in which they were given.
public enum CapturePoint: String, Hashable, Sendable, CaseIterable {
  case first, second

  public var other: CapturePoint { self == .first ? .second : .first }
}
