/// What a capture has to show, as an instructor wrote it down.
public struct GradingSpecification: Hashable, Sendable {
  public static var schema: Int { 1 }
  /// Bytes of a file that is read; what is longer is no specification.
  public static var sizeLimit: Int { 1_048_576 }

  public let title: String?
  public let requirements: [Requirement]
  /// Points that a submission needs to pass.
  public let passAt: Points

  /// All points that there are.
  public var maximum: Points { requirements.map(\.points).sum }

  /// The texts that requirements demand, each once.
  public var payloads: [[UInt8]] {
    requirements.reduce(into: []) { payloads, requirement in
      if case .echo(_, _, let payload?) = requirement.kind, !payloads.contains(payload) { payloads.append(payload) }
    }
  }
}
