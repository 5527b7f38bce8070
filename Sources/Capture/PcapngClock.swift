import Wire

/// How a pcapng interface counts time: its if_tsresol and if_tsoffset (draft-ietf-opsawg-pcapng, section 4.2).
struct PcapngClock: Equatable {
  private enum Unit: Equatable {
    /// This many nanoseconds: 10⁻⁹ s and coarser, the usual ones.
    case nanoseconds(UInt64)
    /// So many of them are a second.
    case partOfSecond(UInt64)
    /// Finer powers of ten: so many of them are a nanosecond.
    case partOfNanosecond(UInt64)
    /// 2⁻⁶⁴ s and finer: a 64-bit count is less than a second.
    case power(Int)
    /// So fine that a 64-bit count is less than a nanosecond.
    case nothing
  }

  private let unit: Unit
  private let offset: Int64
  /// 9 when it counts finer than microseconds, else 6.
  let digits: Int

  private static let nanosecondsPerSecond: UInt64 = 1_000_000_000

  /// `resolution` is an exponent, of ten, or of two when its highest bit is set, and negative; `offset` seconds are added.
  init(resolution: UInt8 = 6, offset: Int64 = 0) {
    self.offset = offset
    let exponent = Int(resolution & 0x7F)
    if resolution & 0x80 != 0 {
      unit = exponent < 64 ? .partOfSecond(1 << UInt64(exponent)) : .power(exponent)
      // 2⁻²⁰ s is the first power of two below a microsecond.
      digits = exponent >= 20 ? 9 : 6
      return
    }
    unit =
      switch exponent {
      case 0...9: .nanoseconds(Self.power(9 - exponent))
      case 10...19: .partOfSecond(Self.power(exponent))
      case 20...28: .partOfNanosecond(Self.power(exponent - 9))
      default: .nothing
      }
    digits = exponent > 6 ? 9 : 6
  }

  private static func power(_ exponent: Int) -> UInt64 { (0..<exponent).reduce(1) { product, _ in product * 10 } }

  /// The moment that is `units` after the interface's zero; the last there is when that is beyond all years.
  func timestamp(_ units: UInt64) -> Timestamp {
    let seconds: UInt64, nanoseconds: UInt64
    switch unit {
    case .nanoseconds(let width):
      let (product, overflow) = units.multipliedReportingOverflow(by: width)
      if offset == 0 { return Timestamp(nanoseconds: overflow ? .max : Int64(clamping: product)) }
      let (whole, rest) = units.quotientAndRemainder(dividingBy: Self.nanosecondsPerSecond / width)
      (seconds, nanoseconds) = (whole, rest * width)
    case .partOfSecond(let count):
      let (whole, rest) = units.quotientAndRemainder(dividingBy: count)
      // `rest` is less than `count`, so the quotient is less than a second.
      (seconds, nanoseconds) = (
        whole, count.dividingFullWidth(rest.multipliedFullWidth(by: Self.nanosecondsPerSecond)).quotient
      )
    case .partOfNanosecond(let count): (seconds, nanoseconds) = (0, units / count)
    case .power(let exponent):
      (seconds, nanoseconds) = (0, units.multipliedFullWidth(by: Self.nanosecondsPerSecond).high >> (exponent - 64))
    case .nothing: (seconds, nanoseconds) = (0, 0)
    }
    let (sum, overflow) = Int64(clamping: seconds).addingReportingOverflow(offset)
    return Timestamp(
      seconds: overflow ? (offset < 0 ? .min : .max) : sum, nanoseconds: Int64(clamping: nanoseconds))
  }
}
