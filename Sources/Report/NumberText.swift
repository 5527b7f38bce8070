import Analyzer
import Wire

/// Numbers as text, through integer arithmetic alone: what is printed is what was counted.
struct NumberText: Sendable {
  /// What stands before the decimals.
  private let mark: String

  /// For programs, and as English has it.
  static let plain = NumberText(mark: ".")
  static let withComma = NumberText(mark: ",")

  /// Nanoseconds as seconds with `digits` decimals (0 to 9), rounded half away from zero.
  func seconds(_ nanoseconds: Int64, digits: Int) -> String {
    fixed(nanoseconds.magnitude, isNegative: nanoseconds < 0, pointAt: 9, digits: digits)
  }

  /// A duration with the unit that suits it: `29 µs`, `1.150 ms`, `46.580 s`.
  func duration(_ nanoseconds: Int64) -> String {
    let magnitude = nanoseconds.magnitude
    let isNegative = nanoseconds < 0
    if magnitude < 1_000 { return (isNegative ? "-" : "") + "\(magnitude) ns" }
    if magnitude < 1_000_000 {
      return fixed(magnitude, isNegative: isNegative, pointAt: 3, digits: magnitude % 1_000 == 0 ? 0 : 3) + " µs"
    }
    // What rounds to 1000.000 ms is one second.
    if magnitude < 999_999_500 { return fixed(magnitude, isNegative: isNegative, pointAt: 6, digits: 3) + " ms" }
    return fixed(magnitude, isNegative: isNegative, pointAt: 9, digits: 3) + " s"
  }

  /// A duration that was set, in seconds and exactly, with no digit more than it needs: `2 s`, `0.5 s`.
  func seconds(_ duration: Duration) -> String { plainSeconds(duration) + " s" }

  /// The same without its unit.
  func plainSeconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let isNegative = seconds < 0 || attoseconds < 0
    var digits = Self.padded(Int64(attoseconds.magnitude), 18)[...]
    while digits.last == "0" { digits.removeLast() }
    return (isNegative ? "-" : "") + "\(seconds.magnitude)" + (digits.isEmpty ? "" : mark + digits)
  }

  /// Hundredths as a number with two decimals: `9.29`.
  func hundredths(_ value: Int) -> String {
    fixed(UInt64(value.magnitude), isNegative: value < 0, pointAt: 2, digits: 2)
  }

  /// Points, with no decimal more than they need: `10`, `0.5`.
  func points(_ points: Points) -> String { points.text.replacing(".", with: mark) }

  /// How often in a second, with one decimal; nil in no time.
  func perSecond(_ count: Int, in nanoseconds: Int64) -> String? {
    guard count >= 0, nanoseconds > 0 else { return nil }
    let product = count.multipliedFullWidth(by: 10_000_000_000)
    guard product.high < nanoseconds else { return nil }
    let (quotient, remainder) = Int(nanoseconds).dividingFullWidth(product)
    let rounded = UInt64(remainder >= Int(nanoseconds) - remainder ? quotient + 1 : quotient)
    return fixed(rounded, isNegative: false, pointAt: 1, digits: 1)
  }

  /// `part` of `whole` in percent with two decimals; nil of nothing.
  func percent(_ part: Int, of whole: Int) -> String? {
    guard whole > 0, part >= 0 else { return nil }
    // Full width: a live capture's byte counts times 10,000 could leave Int64.
    let product = part.multipliedFullWidth(by: 10_000)
    guard product.high < whole else { return nil }
    let (quotient, remainder) = whole.dividingFullWidth(product)
    let rounded = UInt64(remainder >= whole - remainder ? quotient + 1 : quotient)
    return fixed(rounded, isNegative: false, pointAt: 2, digits: 2) + " %"
  }

  /// A moment in UTC, `2025-02-27 03:12:45.123456 UTC`.
  func utc(_ time: Timestamp, digits: Int) -> String {
    var (days, within) = time.nanoseconds.quotientAndRemainder(dividingBy: 86_400_000_000_000)
    if within < 0 {
      days -= 1
      within += 86_400_000_000_000
    }
    let (year, month, day) = Self.date(daysSince1970: days)
    let (wholeSeconds, fraction) = within.quotientAndRemainder(dividingBy: 1_000_000_000)
    let clock = [wholeSeconds / 3_600, wholeSeconds / 60 % 60, wholeSeconds % 60].map { Self.padded($0, 2) }
    var text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2)) " + clock.joined(separator: ":")
    // Cut, not rounded: a moment must not move into the next second.
    if digits > 0 { text += "." + String(Self.padded(fraction, 9).prefix(digits)) }
    return text + " UTC"
  }

  /// The civil date of a day number in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
  /// Algorithms", civil_from_days): years begin in March, so that the leap day comes last.
  private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// `value` with the decimal point moved left by `point` digits, rounded to `digits` decimals.
  private func fixed(_ value: UInt64, isNegative: Bool, pointAt point: Int, digits: Int) -> String {
    let cut = Self.power(point - digits)
    let scaled = value / cut + (cut > 1 && value % cut >= cut / 2 ? 1 : 0)
    let unit = Self.power(digits)
    // In bytes: a report is full of them, and each string on the way would be made and thrown away.
    var text: [UInt8] = []
    text.reserveCapacity(24)
    if isNegative, scaled > 0 { text.append(UInt8(ascii: "-")) }
    text.append(decimal: scaled / unit, width: 1)
    if digits > 0 {
      text.append(contentsOf: mark.utf8)
      text.append(decimal: scaled % unit, width: digits)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func power(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<max(exponent, 0) { power *= 10 }
    return power
  }

  private static func padded(_ value: Int64, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
  }
}
