import Wire

extension Timestamp {
  /// Reads a moment as RFC 3339 writes it, `2026-11-23T07:30:00+07:00`, or a day, which stands for its first moment in UTC.
  /// Nil of what is none, of days that no calendar has, and of years that a timestamp cannot tell (before 1970, after 2261).
  init?(written text: String) {
    var rest = Substring(text).utf8
    func number(_ digits: Int) -> Int? {
      let taken = rest.prefix(digits)
      guard taken.count == digits, taken.allSatisfy({ (48...57).contains($0) }) else { return nil }
      rest = rest.dropFirst(digits)
      return taken.reduce(0) { $0 * 10 + Int($1) - 48 }
    }
    func take(_ characters: String) -> Bool {
      guard let first = rest.first, characters.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      (1970...2261).contains(year), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    var seconds = Self.daysSince1970(year, month, day) * 86_400
    var fraction = 0
    if !rest.isEmpty {
      guard take("Tt "), let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60 else {
        return nil
      }
      seconds += hour * 3_600 + minute * 60
      if take(":") {
        // A leap second is told as the first of the next minute.
        guard let second = number(2), second <= 60 else { return nil }
        seconds += second
        if take(".") {
          let digits = rest.prefix { (48...57).contains($0) }
          guard (1...9).contains(digits.count) else { return nil }
          rest = rest.dropFirst(digits.count)
          fraction = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
          for _ in digits.count..<9 { fraction *= 10 }
        }
      }
      if !take("Zz") {
        guard let sign = rest.first, take("+-"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
          minutes < 60
        else { return nil }
        seconds += (sign == UInt8(ascii: "+") ? -1 : 1) * (hours * 3_600 + minutes * 60)
      }
    }
    guard rest.isEmpty else { return nil }
    self.init(nanoseconds: Int64(seconds) * 1_000_000_000 + Int64(fraction))
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// The number of a day in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
  /// days_from_civil): years begin in March, so that the leap day comes last.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = (shifted / 400, shifted % 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
