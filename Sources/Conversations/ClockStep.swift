/// The capture's clock jumped forward somewhere between two packets of one sender, as that sender's own clock proves.
public struct ClockStep: Hashable, Sendable, Codable {
  /// The frame of the packet before.
  public let after: Int
  /// The frame that shows it.
  public let frame: Int

  public init(after: Int, frame: Int) {
    self.after = after
    self.frame = frame
  }

  /// The fewest steps that explain all of `evidence`, each by the first frame that shows it: every conversation that went
  /// on over a step tells of it.
  public static func fewest(explaining evidence: [ClockStep]) -> [Int] {
    var steps: [Int] = []
    for step in evidence.sorted(by: { $0.frame < $1.frame }) where step.after >= steps.last ?? .min {
      steps.append(step.frame)
    }
    return steps
  }
}
