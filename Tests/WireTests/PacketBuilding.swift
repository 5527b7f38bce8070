import Wire

// Packets of the tests, built byte by byte. What an argument does not say is what a sound packet would have.

/// The big-endian bytes of an integer.
func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
  stride(from: T.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> T($0)) }
}

/// `00 01 02 …`, so that a misplaced byte shows.
func counting(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }

let destinationMAC: [UInt8] = [0x02, 0, 0, 0, 0, 0x02]
let sourceMAC: [UInt8] = [0x02, 0, 0, 0, 0, 0x01]
let sourceV4: [UInt8] = [192, 0, 2, 1]
let destinationV4: [UInt8] = [192, 0, 2, 2]
let sourceV6: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
let destinationV6: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [2]

struct Tag {
  var type: UInt16 = 0x8100
  var control: UInt16
}

func ethernet(_ type: UInt16, _ payload: [UInt8], tags: [Tag] = []) -> [UInt8] {
  destinationMAC + sourceMAC + tags.flatMap { big($0.type) + big($0.control) } + big(type) + payload
}

/// An Ethernet frame as long as a card makes it: 60 bytes at least.
func padded(_ frame: [UInt8]) -> [UInt8] { frame + [UInt8](repeating: 0xee, count: max(60 - frame.count, 0)) }

func cooked(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
  big(UInt16(0)) + big(UInt16(1)) + big(UInt16(6)) + sourceMAC + [0, 0] + big(type) + payload
}

func cooked2(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
  big(type) + [0, 0] + big(UInt32(3)) + big(UInt16(1)) + [0, 6] + sourceMAC + [0, 0] + payload
}

func ipv4(
  _ next: UInt8, _ payload: [UInt8], options: [UInt8] = [], first: UInt8? = nil, totalLength: UInt16? = nil,
  identification: UInt16 = 0x1234, flagsAndOffset: UInt16 = 0, checksum: UInt16? = nil
) -> [UInt8] {
  let headerLength = 20 + options.count
  let start: [UInt8] =
    [first ?? 0x40 | UInt8(headerLength / 4), 0xb8] + big(totalLength ?? UInt16(headerLength + payload.count))
    + big(identification) + big(flagsAndOffset) + [64, next]
  let end = sourceV4 + destinationV4 + options
  return start + big(checksum ?? ~referenceSum(start + [0, 0] + end)) + end + payload
}

func ipv6(_ next: UInt8, _ payload: [UInt8], payloadLength: UInt16? = nil, version: UInt8 = 6) -> [UInt8] {
  [version << 4, 0, 0, 0] + big(payloadLength ?? UInt16(payload.count)) + [next, 64] + sourceV6 + destinationV6
    + payload
}

func arp(operation: UInt16 = 1, hardwareType: UInt16 = 1, hardwareLength: UInt8 = 6, protocolLength: UInt8 = 4)
  -> [UInt8]
{
  big(hardwareType) + big(UInt16(0x0800)) + [hardwareLength, protocolLength] + big(operation) + sourceMAC + sourceV4
    + [0, 0, 0, 0, 0, 0] + destinationV4
}

func tcp(
  flags: UInt16 = 0x18, options: [UInt8] = [], payload: [UInt8] = [], dataOffset: UInt16? = nil, checksum: UInt16 = 0
) -> [UInt8] {
  let offset = dataOffset ?? UInt16(5 + options.count / 4)
  return big(UInt16(50892)) + big(UInt16(12345)) + big(UInt32(0x0102_0304)) + big(UInt32(0xfffe_fdfc))
    + big(offset << 12 | flags) + big(UInt16(64240)) + big(checksum) + big(UInt16(7)) + options + payload
}

func udp(_ payload: [UInt8] = [], length: UInt16? = nil, checksum: UInt16 = 0) -> [UInt8] {
  big(UInt16(60916)) + big(UInt16(12345)) + big(length ?? UInt16(8 + payload.count)) + big(checksum) + payload
}

func icmp(type: UInt8, code: UInt8 = 0, checksum: UInt16 = 0, rest: [UInt8] = [0, 0, 0, 0], _ body: [UInt8] = [])
  -> [UInt8]
{
  [type, code] + big(checksum) + rest + body
}

/// The sum of RFC 1071 done the slow way, two bytes at a time, to hold the fast one against.
func referenceSum(_ bytes: [UInt8]) -> UInt16 {
  var sum: UInt32 = 0
  for start in stride(from: 0, to: bytes.count, by: 2) {
    sum += UInt32(bytes[start]) << 8 + (start + 1 < bytes.count ? UInt32(bytes[start + 1]) : 0)
    if sum > 0xffff { sum -= 0xffff }
  }
  return UInt16(sum)
}

/// The folded sum of a pseudo-header, which offload leaves in the checksum field.
func pseudoHeaderSum(_ next: UInt8, length: Int, isIPv6: Bool) -> UInt16 {
  isIPv6
    ? referenceSum(sourceV6 + destinationV6 + big(UInt32(length)) + [0, 0, 0, next])
    : referenceSum(sourceV4 + destinationV4 + [0, next] + big(UInt16(length)))
}

/// What the checksum field of `transport`, in which it is zero, should hold.
func checksum(of transport: [UInt8], _ next: UInt8, isIPv6: Bool) -> UInt16 {
  let pseudoHeader = pseudoHeaderSum(next, length: transport.count, isIPv6: isIPv6)
  return ~referenceSum(big(pseudoHeader) + transport)
}

extension [UInt8] {
  /// The same bytes with a 16-bit field overwritten.
  func setting(_ value: UInt16, at offset: Int) -> [UInt8] {
    var bytes = self
    bytes.replaceSubrange(offset..<offset + 2, with: big(value))
    return bytes
  }

  func first(_ count: Int) -> [UInt8] { [UInt8](prefix(count)) }
}

/// Decodes `bytes` as the captured part of a frame of `originalLength` bytes, and shows the frame to `body`.
func decode<Result>(
  _ bytes: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil, _ body: (Frame) throws -> Result
) rethrows -> Result {
  let packet = Packet(
    timestamp: Timestamp(nanoseconds: 0), originalLength: originalLength ?? bytes.count, linkType: linkType,
    bytes: bytes.span.bytes)
  return try body(Frame(packet))
}

/// Why decoding of `bytes` stopped.
func error(_ bytes: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil) -> DecodeError? {
  decode(bytes, linkType, originalLength: originalLength) { $0.error }
}

/// The layers of a frame in a line, `ipv4 udp:5`, with the bytes of payload that were sent.
func outline(_ bytes: [UInt8], _ linkType: LinkType = .ethernet, originalLength: Int? = nil) -> String {
  decode(bytes, linkType, originalLength: originalLength) { frame in
    var parts: [String] = []
    switch frame.network {
    case .ipv4?: parts.append("ipv4")
    case .ipv6?: parts.append("ipv6")
    case .arp?: parts.append("arp")
    case nil: break
    }
    switch frame.transport {
    case .tcp(let segment)?: parts.append("tcp:\(segment.payloadLength)")
    case .udp(let datagram)?: parts.append("udp:\(datagram.payloadLength)")
    case .icmp(let message)?: parts.append("icmp:\(message.type)")
    case .other(let next)?: parts.append("other:\(next.rawValue)")
    case nil: break
    }
    return parts.joined(separator: " ")
  }
}

/// A header that has to be there whole, from `start` to `end`.
struct Step {
  let layer: Layer
  let start: Int
  let end: Int

  init(_ layer: Layer, _ start: Int, _ end: Int) {
    self.layer = layer
    self.start = start
    self.end = end
  }
}

extension [Step] {
  /// The error of a frame cut after `count` bytes.
  func error(cutTo count: Int) -> DecodeError? {
    first { count < $0.end }.map { .truncated($0.layer, needed: $0.end - $0.start, available: count - $0.start) }
  }
}
