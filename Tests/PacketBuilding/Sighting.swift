public import Wire

/// A packet of a test as a capture sees it: real Ethernet bytes, and when.
public struct Sighting: Sendable {
  public var bytes: [UInt8]
  public var originalLength: Int
  /// Since the first packet; nil for one millisecond after the packet before.
  public var milliseconds: Double?
  /// False for a packet that a filter drops.
  public var isAnalysed = true

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    originalLength = bytes.count
  }

  public func at(_ milliseconds: Double) -> Sighting { changed { $0.milliseconds = milliseconds } }

  /// As a capture with this snapshot length has it.
  public func cut(to length: Int) -> Sighting { changed { $0.bytes = Array($0.bytes.prefix(length)) } }

  public var dropped: Sighting { changed { $0.isAnalysed = false } }

  /// With the last byte changed on the way: the checksum is wrong now.
  public var corrupted: Sighting { changed { $0.bytes[$0.bytes.count - 1] ^= 0xff } }

  public func setting(_ value: UInt16, at offset: Int) -> Sighting {
    changed { $0.bytes.replaceSubrange(offset..<offset + 2, with: big(value)) }
  }

  /// With an IPv4 identification; its header checksum is not mended, which nobody looks at.
  public func numbered(_ identification: UInt16) -> Sighting { setting(identification, at: 18) }

  /// With an 802.1Q or 802.1ad tag in front of what is there.
  public func tagged(_ identifier: UInt16, type: UInt16 = 0x8100) -> Sighting {
    changed {
      $0.bytes.insert(contentsOf: big(type) + big(identifier), at: 12)
      $0.originalLength += 4
    }
  }

  private func changed(_ change: (inout Sighting) -> Void) -> Sighting {
    var copy = self
    change(&copy)
    return copy
  }

  private static var linkLength: Int { 14 }
  var link: [UInt8] { Array(bytes.prefix(Self.linkLength)) }
  var isIPv6: Bool { bytes[12] == 0x86 }

  /// The IP packet without its link header, as an ICMP error quotes it.
  var network: [UInt8] { Array(bytes.dropFirst(Self.linkLength)) }

  /// What offload leaves in the checksum field of a transport header over IPv4.
  public var pseudoHeaderSum: UInt16 {
    let header = network
    let bytes = Array(header[12..<20]) + [0, header[9]] + big(UInt16(header.count - 20))
    return bytes.withBytes { InternetChecksum.sum($0) }
  }

  /// The same datagram in fragments that carry `size` bytes each (RFC 791, section 3.2; RFC 8200, section 4.5).
  public func fragments(of size: Int, identification: UInt32 = 0x77) -> [Sighting] {
    let payload = Array(network.dropFirst(isIPv6 ? 40 : 20))
    return stride(from: 0, to: payload.count, by: size).map { start in
      piece(
        Array(payload[start..<min(start + size, payload.count)]), at: start, hasMore: start + size < payload.count,
        identification: identification)
    }
  }

  /// One fragment of this datagram, whatever it claims.
  public func piece(_ payload: [UInt8], at offset: Int, hasMore: Bool, identification: UInt32 = 0x77) -> Sighting {
    if isIPv6 {
      let field = UInt16(truncatingIfNeeded: offset & 0xfff8) | (hasMore ? 1 : 0)
      let header = [network[6], 0] + big(field) + big(identification)
      var fixed = Array(network.prefix(40))
      fixed.replaceSubrange(4..<6, with: big(UInt16(8 + payload.count)))
      fixed[6] = 44
      return Sighting(link + fixed + header + payload)
    }
    var header = Array(network.prefix(20))
    header.replaceSubrange(2..<4, with: big(UInt16(20 + payload.count)))
    header.replaceSubrange(4..<6, with: big(UInt16(truncatingIfNeeded: identification)))
    header.replaceSubrange(6..<8, with: big(UInt16(truncatingIfNeeded: offset / 8) | (hasMore ? 0x2000 : 0)))
    return Sighting(link + withHeaderChecksum(header) + payload)
  }
}

/// The big-endian bytes of an integer.
func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  stride(from: T.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> T($0)) }
}

/// An IPv4 header with the sum that it should have.
func withHeaderChecksum(_ header: [UInt8]) -> [UInt8] {
  var header = header
  header.replaceSubrange(10..<12, with: [0, 0])
  let sum = header.withBytes { InternetChecksum.sum($0) }
  header.replaceSubrange(10..<12, with: big(~sum))
  return header
}

extension [Sighting] {
  /// Lends each packet in turn, with the time that it has.
  public func forEachPacket(_ body: (Packet, _ isAnalysed: Bool) -> Void) {
    var milliseconds = -1.0
    for sighting in self {
      milliseconds = sighting.milliseconds ?? milliseconds + 1
      let time = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64((milliseconds * 1_000_000).rounded()))
      sighting.bytes.withBytes { bytes in
        body(
          Packet(timestamp: time, originalLength: sighting.originalLength, linkType: .ethernet, bytes: bytes),
          sighting.isAnalysed)
      }
    }
  }

  /// A classic pcap file of the packets, with times in nanoseconds: those that they have, or one so many microseconds after
  /// the other.
  public func pcap(everyMicroseconds step: Int64? = nil) -> [UInt8] {
    var file: [UInt8] = []
    func add(_ values: UInt32...) {
      for value in values { file += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }
    add(0xa1b2_3c4d, 4 << 16 | 2, 0, 0, 65_535, 1)
    var number: Int64 = 0
    forEachPacket { packet, _ in
      number += 1
      let time = step.map { 1_700_000_000_000_000_000 + number * $0 * 1_000 } ?? packet.timestamp.nanoseconds
      add(
        UInt32(time / 1_000_000_000), UInt32(time % 1_000_000_000), UInt32(packet.bytes.byteCount),
        UInt32(packet.originalLength))
      file += [UInt8](packet.bytes)
    }
    return file
  }
}
