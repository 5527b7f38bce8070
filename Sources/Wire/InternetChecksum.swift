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
  ///
  /// It is the same in either byte order, but for the order of its own two bytes (RFC 1071, section 2): so it is taken in
  /// words as wide as the machine adds.
  public static func sum(_ bytes: RawSpan, from initial: UInt64 = 0) -> UInt16 {
    let count = bytes.byteCount
    var offset = 0
    var wide = SIMD4<UInt64>()
    let low = SIMD4<UInt64>(repeating: 0xffff_ffff)
    while offset + 32 <= count {
      let words = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
      wide &+= (words & low) &+ (words &>> 32)
      offset += 32
    }
    // A capture of some hundred kilobytes fills no more than 46 bits of each.
    var sum = wide.wrappedSum()
    while offset + 4 <= count {
      sum &+= UInt64(bytes.load(fromByteOffset: offset, as: UInt32.self, .littleEndian))
      offset += 4
    }
    if offset + 2 <= count {
      sum &+= UInt64(bytes.load(fromByteOffset: offset, as: UInt16.self, .littleEndian))
      offset += 2
    }
    if offset < count { sum &+= UInt64(bytes.byte(at: offset)) }
    return fold(initial + UInt64(fold(UInt64(littleEndian: sum)).byteSwapped))
  }

  static func fold(_ sum: UInt64) -> UInt16 {
    var sum = sum
    while sum > 0xffff { sum = (sum >> 16) + (sum & 0xffff) }
    return UInt16(sum)
  }

  /// The pseudo-header of TCP, UDP and ICMPv6 (RFC 9293, section 3.1; RFC 8200, section 8.1), not yet folded.
  static func pseudoHeader(_ source: IPAddress, _ destination: IPAddress, _ next: IPProtocol, length: Int) -> UInt64 {
    @inline(__always)
    func words(_ address: IPAddress) -> UInt64 {
      // Carries out of 32 bits come back in when the sum is folded.
      let (high, low) = (
        UInt64(truncatingIfNeeded: address.rawValue >> 64), UInt64(truncatingIfNeeded: address.rawValue)
      )
      return (low & 0xffff_ffff) + (low >> 32) + (high & 0xffff_ffff) + (high >> 32)
    }
    return words(source) + words(destination) + UInt64(next.rawValue) + UInt64(length)
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
