/// How an acknowledgment number comes about: `start + bytes + controls = number`, modulo 2³².
struct AcknowledgmentSum: Hashable {
  let start: UInt32
  let bytes: Int
  /// SYN and FIN count one each.
  let controls: Int
  let number: UInt32

  /// Nil where the numbers do not add up: then something else was acknowledged.
  init?(_ start: UInt32, bytes: Int = 0, controls: Int = 0, is number: UInt32) {
    guard start &+ UInt32(truncatingIfNeeded: bytes) &+ UInt32(truncatingIfNeeded: controls) == number else {
      return nil
    }
    (self.start, self.bytes, self.controls, self.number) = (start, bytes, controls, number)
  }

  /// `1 + 34 = 35`; past 2³² the count begins anew at 0.
  var text: String {
    let parts = [String(start)] + (bytes > 0 ? [String(bytes)] : []) + (controls > 0 ? [String(controls)] : [])
    let wraps = number < start ? " (mod 2³²)" : ""
    return parts.joined(separator: " + ") + " = \(number)" + wraps
  }
}
