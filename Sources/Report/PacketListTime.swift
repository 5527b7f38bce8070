public import Wire

/// What the time column of a packet list shows.
public enum PacketListTime: Sendable {
  /// Seconds since the first packet of the capture.
  case relative
  /// Seconds since 1970-01-01 00:00:00 UTC.
  case epoch
  /// Date and time of day in UTC.
  case utc
  /// Date and time of day, so many seconds east of UTC at that moment.
  case local(secondsEast: @Sendable (Timestamp) -> Int)

  func append(_ time: Timestamp, _ clock: PacketListClock, digits: Int, to line: inout [UInt8]) {
    switch self {
    case .relative: line.append(seconds: clock.sinceFirst, digits: digits)
    case .epoch: line.append(seconds: time.nanoseconds, digits: digits)
    case .utc: Self.append(time, secondsEast: 0, digits: digits, to: &line)
    case .local(let secondsEast): Self.append(time, secondsEast: secondsEast(time), digits: digits, to: &line)
    }
  }

  private static func append(_ time: Timestamp, secondsEast: Int, digits: Int, to line: inout [UInt8]) {
    let (seconds, nanosecond) = floorDivision(time.nanoseconds, 1_000_000_000)
    let (day, second) = floorDivision(seconds + Int64(secondsEast), 86_400)
    let date = civilDate(daysSince1970: day)
    line.append(decimal: UInt64(date.year), width: 4)
    line.append(UInt8(ascii: "-"))
    line.append(decimal: UInt64(date.month), width: 2)
    line.append(UInt8(ascii: "-"))
    line.append(decimal: UInt64(date.day), width: 2)
    line.append(UInt8(ascii: " "))
    line.append(decimal: UInt64(second / 3600), width: 2)
    line.append(UInt8(ascii: ":"))
    line.append(decimal: UInt64(second / 60 % 60), width: 2)
    line.append(UInt8(ascii: ":"))
    line.append(decimal: UInt64(second % 60), width: 2)
    line.append(UInt8(ascii: "."))
    line.append(decimal: UInt64(digits == 9 ? nanosecond : nanosecond / 1000), width: digits)
  }

  private static func floorDivision(_ value: Int64, _ unit: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: unit)
    return remainder < 0 ? (quotient - 1, remainder + unit) : (quotient, remainder)
  }

  /// The Gregorian date of a day, found by its place in the 400-year cycle; years are counted from March.
  private static func civilDate(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (cycle, dayOfCycle) = floorDivision(daysSince1970 + 719_468, 146_097)
    let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }
}
