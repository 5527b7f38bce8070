/// An Ethernet frame with IPv4 and TCP or UDP, written into a buffer that is used again.
struct PacketBytes {
  struct Ends {
    var source: UInt32
    var destination: UInt32
    var sourcePort: UInt16
    var destinationPort: UInt16

    var reversed: Ends {
      Ends(
        source: destination, destination: source, sourcePort: destinationPort, destinationPort: sourcePort)
    }
  }

  private(set) var bytes: [UInt8] = []
  private static let text = Array("Hello World!!! This will be echoed".utf8)
  private static var linkLength: Int { 14 }

  private mutating func add(_ value: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  private mutating func add(_ value: UInt32) {
    add(UInt16(truncatingIfNeeded: value >> 16))
    add(UInt16(truncatingIfNeeded: value))
  }

  private mutating func begin(_ ends: Ends, next: UInt8, length: Int, identification: UInt16) {
    bytes.removeAll(keepingCapacity: true)
    bytes += [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]
    bytes += [0x45, 0]
    add(UInt16(20 + length))
    add(identification)
    bytes += [0x40, 0, 64, next, 0, 0]
    add(ends.source)
    add(ends.destination)
    put(checksum(from: Self.linkLength, count: 20, 0), at: Self.linkLength + 10)
  }

  private mutating func addPayload(_ length: Int, from offset: Int) {
    for place in 0..<length { bytes.append(Self.text[(offset + place) % Self.text.count]) }
  }

  private mutating func put(_ value: UInt16, at offset: Int) {
    bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
  }

  private func checksum(from start: Int, count: Int, _ initial: UInt32) -> UInt16 {
    var sum = initial
    for place in stride(from: start, to: start + count, by: 2) {
      sum += UInt32(bytes[place]) << 8 | (place + 1 < start + count ? UInt32(bytes[place + 1]) : 0)
    }
    while sum > 0xffff { sum = (sum >> 16) + (sum & 0xffff) }
    return ~UInt16(sum)
  }

  private func pseudoHeader(_ ends: Ends, next: UInt8, length: Int) -> UInt32 {
    (ends.source >> 16) + (ends.source & 0xffff) + (ends.destination >> 16) + (ends.destination & 0xffff)
      + UInt32(next) + UInt32(length)
  }

  mutating func segment(
    _ ends: Ends, flags: UInt8, sequence: UInt32, acknowledgment: UInt32, payload: Int, from offset: Int = 0,
    options: [UInt8], identification: UInt16
  ) {
    let length = 20 + options.count + payload
    begin(ends, next: 6, length: length, identification: identification)
    let start = bytes.count
    add(ends.sourcePort)
    add(ends.destinationPort)
    add(sequence)
    add(acknowledgment)
    bytes += [UInt8((20 + options.count) / 4) << 4, flags]
    add(UInt16(64_240))
    bytes += [0, 0, 0, 0]
    bytes += options
    addPayload(payload, from: offset)
    put(checksum(from: start, count: length, pseudoHeader(ends, next: 6, length: length)), at: start + 16)
  }

  mutating func datagram(_ ends: Ends, payload: Int, identification: UInt16) {
    let length = 8 + payload
    begin(ends, next: 17, length: length, identification: identification)
    let start = bytes.count
    add(ends.sourcePort)
    add(ends.destinationPort)
    add(UInt16(length))
    bytes += [0, 0]
    addPayload(payload, from: 0)
    let sum = checksum(from: start, count: length, pseudoHeader(ends, next: 17, length: length))
    put(sum == 0 ? 0xffff : sum, at: start + 6)
  }
}
