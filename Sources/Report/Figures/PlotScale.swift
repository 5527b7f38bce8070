/// An axis with its ticks: round steps of 1, 2 or 5 that hold all values.
struct PlotScale {
  let lower: Int64
  let upper: Int64
  let step: Int64
  private let unit: Int64
  private let symbolOfUnit: String
  private let decimals: Int
  private let numbers: NumberText

  /// Holds `range`, which may be a single value, with about `count` steps; with headroom there is more above it.
  init(
    _ range: ClosedRange<Int64>, _ unit: Plot.Unit, steps count: Int, _ phrases: any FigurePhrases,
    hasHeadroom: Bool = false
  ) {
    numbers = phrases.numbers
    // Half of the numbers there are is more than enough, and leaves room for a step.
    let bound = Int64.max / 4
    var low = min(max(range.lowerBound, -bound), bound), high = min(max(range.upperBound, -bound), bound)
    if low == high { if low > 0 { low = 0 } else { high = low + Self.least(unit) } }
    var step = Self.round(up: max((high - low) / Int64(count), 1))
    while (high - low + step - 1) / step > count { step = Self.round(up: step + 1) }
    self.step = step
    lower = Self.floor(low, step)
    upper = -Self.floor(-high, step) + (hasHeadroom && high % step == 0 ? step : 0)
    let scale = Self.scale(max(lower.magnitude, upper.magnitude), unit, phrases)
    (self.unit, symbolOfUnit) = scale
    var (digits, multiple) = (0, step)
    while multiple % scale.0 != 0, digits < 9 {
      digits += 1
      multiple = multiple.multipliedReportingOverflow(by: 10).partialValue
    }
    decimals = digits
  }

  var symbol: String { symbolOfUnit }

  var ticks: [Int64] { Array(stride(from: lower, through: upper, by: Int64.Stride(step))) }

  /// From 0 at the lower end to 1 at the upper end.
  func place(_ value: Int64) -> Double {
    Double(Int128(value) - Int128(lower)) / Double(Int128(upper) - Int128(lower))
  }

  func holds(_ value: Int64) -> Bool { (lower...upper).contains(value) }

  func label(_ tick: Int64) -> String {
    // In thousand-millionths of the unit, which `seconds` writes as seconds.
    guard unit > 1 else { return "\(tick)" }
    return numbers.seconds(
      Int64(clamping: Int128(tick) * (1_000_000_000 / Int128(unit))), digits: decimals)
  }

  /// What an axis shows where all values are 0.
  private static func least(_ unit: Plot.Unit) -> Int64 { unit == .nanoseconds ? 1_000_000 : 1 }

  private static func floor(_ value: Int64, _ step: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: step)
    return (remainder < 0 ? quotient - 1 : quotient) * step
  }

  /// The next of 1, 2, 5, 10, 20, 50, …
  private static func round(up value: Int64) -> Int64 {
    var power: Int64 = 1
    while true {
      for factor: Int64 in [1, 2, 5] {
        let (candidate, overflow) = power.multipliedReportingOverflow(by: factor)
        if overflow { return .max / 4 }
        if candidate >= value { return candidate }
      }
      let (next, overflow) = power.multipliedReportingOverflow(by: 10)
      if overflow { return .max / 4 }
      power = next
    }
  }

  private static func scale(
    _ largest: UInt64, _ unit: Plot.Unit, _ phrases: any FigurePhrases
  ) -> (Int64, String) {
    let thousand: Int64 = 1_000
    switch unit {
    case .count: return (1, "")
    case .nanoseconds:
      if largest >= 1_000_000_000 { return (1_000_000_000, "s") }
      if largest >= 1_000_000 { return (1_000_000, "ms") }
      return largest >= 1_000 ? (thousand, "µs") : (1, "ns")
    case .bytes, .bytesPerSecond:
      let rest = unit == .bytes ? "" : "/s"
      if largest >= 10_000_000_000 { return (1_000_000_000, "GB" + rest) }
      if largest >= 10_000_000 { return (1_000_000, "MB" + rest) }
      return largest >= 10_000 ? (thousand, "kB" + rest) : (1, phrases.byteUnit(2) + rest)
    }
  }
}
