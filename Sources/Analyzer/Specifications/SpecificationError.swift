/// What is wrong with a file that somebody wrote by hand, and where.
public struct SpecificationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Such as `requirements[2].atLeast`, or `line 3, column 5` of a text that is no JSON; empty for the whole.
  public let place: String
  public let reason: String

  public var description: String { place.isEmpty ? reason : "\(place): \(reason)" }

  init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }
}
