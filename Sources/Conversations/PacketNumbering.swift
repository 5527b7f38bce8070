/// How a sender numbers its packets, by the steps from each IPv4 identification to the next.
struct PacketNumbering {
  /// What the number of a packet tells of it.
  enum Kind {
    /// Not enough packets have come to say.
    case unknown
    /// Different packets have different numbers.
    case distinct
    /// Different packets have the same number: it tells nothing.
    case constant
  }

  private(set) var kind = Kind.unknown
  /// Steps by one, and by two, which leave one out.
  private var ones = 0
  private var twos = 0
  /// Steps that a count of packets makes, those among them, and others.
  private var near = 0
  private var far = 0

  mutating func note(step: UInt16) {
    // One that gives two packets one number may do so again.
    if step == 0 { kind = .constant } else if kind == .unknown { kind = .distinct }
    if step == 1 { ones += 1 }
    if step == 2 { twos += 1 }
    // Forward past what the host sends elsewhere, or a little back where packets overtook each other.
    if (1..<4_096).contains(step) || step > UInt16.max - 64 { near += 1 } else { far += 1 }
  }

  /// It counts, so that the numbers tell in which order packets left.
  var tellsOrder: Bool { (near >= 2 || ones > 0) && near > 2 * far }

  /// It counts the packets of this connection alone, and none is missing.
  var isGapless: Bool { ones > 0 && near == ones && far == 0 }

  /// Gaps are so rare that each may be a lost packet.
  static func areGapsRare(_ first: PacketNumbering, _ second: PacketNumbering) -> Bool {
    first.twos + second.twos <= max((first.ones + second.ones) / 8, 1)
  }
}
