/// The ones' complement sum that IPv4, TCP, UDP and ICMP share (RFC 1071).
public enum InternetChecksum {
  /// What a checksum field turned out to be.
  public enum Status: Hashable, Sendable {
    case correct
    /// Neither right nor explained by offload; `expected` is what the field should hold.
    case wrong(expected: UInt16)
    /// The sum of the pseudo-header alone: the card was to finish it (checksum offload), so nothing is wrong.
    case partial
    /// Zero in a UDP datagram over IPv4: the sender made none (RFC 768).
    case absent
    /// The bytes it covers are not all there: cut by the snapshot length, or a fragment.
    case notCheckable
  }

  /// The folded 16-bit ones' complement sum of `bytes`, an odd last byte padded with zero.
  public static func sum(_ bytes: RawSpan, from initial: UInt64 = 0) -> UInt16 {
    var sum = initial
    var offset = 0
    // Four bytes at a time: the carries of the upper half fold in at the end (RFC 1071, section 2).
    while offset + 4 <= bytes.byteCount {
      sum &+= UInt64(bytes.load(fromByteOffset: offset, as: UInt32.self))
      offset += 4
    }
    if offset + 2 <= bytes.byteCount {
      sum &+= UInt64(bytes.load(fromByteOffset: offset, as: UInt16.self))
      offset += 2
    }
    if offset < bytes.byteCount { sum &+= UInt64(bytes.byte(at: offset)) << 8 }
    return fold(sum)
  }

  static func fold(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xffff { sum = (sum >> 16) + (sum & 0xffff) }
    return UInt16(sum)
  }

  /// The pseudo-header of TCP, UDP and ICMPv6 (RFC 9293, section 3.1; RFC 8200, section 8.1), not yet folded.
  static func pseudoHeader(_ source: IPAddress, _ destination: IPAddress, _ next: IPProtocol, length: Int) -> UInt64 {
    func halves(_ address: IPAddress) -> UInt64 {
      var sum: UInt64 = 0
      for shift in stride(from: 0, to: address.isIPv6 ? 128 : 32, by: 16) {
        sum += UInt64(truncatingIfNeeded: address.rawValue >> UInt128(shift)) & 0xffff
      }
      return sum
    }
    return halves(source) + halves(destination) + UInt64(next.rawValue) + UInt64(length)
  }

  /// Classifies the checksum field of `bytes`, which begin at the transport header and hold all of it. Without a
  /// pseudo-header (ICMP) there is nothing that offload leaves behind.
  static func classify(_ bytes: RawSpan, field: UInt16, pseudoHeader: UInt64?) -> Status {
    let total = sum(bytes, from: pseudoHeader ?? 0)
    if total == 0xffff { return .correct }
    if let partial = pseudoHeader.map(fold), field == partial || ~field == partial { return .partial }
    // Take the field out of the sum again (ones' complement subtraction), and complement what is left.
    let without = fold(UInt64(total) + UInt64(~field))
    return .wrong(expected: ~without)
  }
}
