/// Points of a grade, in hundredths: half a point is exact.
public struct Points: Hashable, Comparable, Sendable {
  public let hundredths: Int

  public init(hundredths: Int) { self.hundredths = hundredths }

  public static var zero: Points { Points(hundredths: 0) }
  /// The most that one requirement can give.
  static var limit: Points { Points(hundredths: 1_000_000) }

  /// Reads a number with at most two decimals, `10` or `0.5`, up to `limit`.
  init?(_ digits: String, upTo limit: Points = Self.limit) {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) }),
      let whole = Int(parts[0]), whole <= limit.hundredths / 100
    else { return nil }
    var hundredths = whole * 100
    if parts.count == 2 {
      guard (1...2).contains(parts[1].utf8.count), let decimals = Int(parts[1]) else { return nil }
      hundredths += parts[1].utf8.count == 1 ? decimals * 10 : decimals
    }
    guard hundredths <= limit.hundredths else { return nil }
    self.hundredths = hundredths
  }

  /// `part` of `whole` of them, rounded down: only what is complete gives all.
  func share(_ part: Int, of whole: Int) -> Points {
    guard whole > 0, part < whole else { return self }
    let (quotient, _) = whole.dividingFullWidth(hundredths.multipliedFullWidth(by: max(part, 0)))
    return Points(hundredths: quotient)
  }

  public static func < (left: Points, right: Points) -> Bool { left.hundredths < right.hundredths }
  public static func + (left: Points, right: Points) -> Points {
    Points(hundredths: left.hundredths + right.hundredths)
  }
}

extension Sequence<Points> {
  /// All together.
  public var sum: Points { reduce(.zero, +) }
}

extension Points {
  /// As JSON and people write it: `10`, `0.5`, `3.33`.
  public var text: String {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : rest < 10 ? "\(whole).0\(rest)" : "\(whole).\(rest)"
  }
}
