import Analyzer
import Conversations
import Wire

/// A capture built packet by packet between 192.0.2.1 and 192.0.2.2, and what the engine makes of it.
struct Situation {
  static let originator: UInt32 = 0xc000_0201
  static let responder: UInt32 = 0xc000_0202
  private var engine: Engine
  private var time: Int64 = 1_740_618_765_000_000_000

  init(path: String = "situation.pcap", digits: Int = 6, selection: Selection = Selection()) {
    engine = Engine(
      record: CaptureRecord(path: path, format: "pcap", linkTypes: [.ethernet], timestampDigits: digits),
      selection: selection)
  }

  /// What was found, of a capture that was cut if `cut` says so.
  mutating func summary(
    cut: String? = nil, droppedByKernel: Int? = nil, droppedByInterface: Int? = nil
  ) -> Summary {
    engine.finish(cut: cut, droppedByKernel: droppedByKernel, droppedByInterface: droppedByInterface)
    return engine.summary()
  }

  /// A segment, `microseconds` after the packet before. Sequence numbers are relative; ISNs are 1000 and 5000.
  mutating func tcp(
    _ side: Side, _ flags: TCPFlags, _ sequence: UInt32, _ acknowledgment: UInt32 = 0, _ payload: String = "",
    options: [UInt8] = [], after microseconds: Int64 = 100
  ) {
    let isn: (UInt32, UInt32) = side == .originator ? (1_000, 5_000) : (5_000, 1_000)
    let ports: (UInt16, UInt16) = side == .originator ? (50_892, 12_345) : (12_345, 50_892)
    let acknowledged = flags.contains(.ack) ? acknowledgment &+ isn.1 : 0
    var bytes = Self.bytes(ports.0) + Self.bytes(ports.1) + Self.bytes(sequence &+ isn.0) + Self.bytes(acknowledged)
    bytes += [UInt8((20 + options.count) / 4) << 4, UInt8(truncatingIfNeeded: flags.rawValue)]
    bytes += Self.bytes(UInt16(64_240)) + [0, 0, 0, 0] + options + Array(payload.utf8)
    let sum = Self.checksum(Self.pseudoHeader(side, 6, bytes.count) + bytes)
    bytes[16] = UInt8(sum >> 8)
    bytes[17] = UInt8(sum & 255)
    ip(side, 6, bytes, after: microseconds)
  }

  /// A datagram between the server and a port of the client.
  mutating func udp(_ side: Side, _ payload: String, port: UInt16 = 60_916, after microseconds: Int64 = 100) {
    ip(side, 17, Self.datagram(side, payload, port: port), after: microseconds)
  }

  /// Port unreachable from the responder for a datagram of the originator.
  mutating func portUnreachable(_ payload: String, after microseconds: Int64 = 100) {
    let quoted =
      Self.header(.originator, 17, Self.datagram(.originator, payload).count)
      + Self.datagram(.originator, payload)
    var bytes: [UInt8] = [3, 3, 0, 0, 0, 0, 0, 0] + quoted
    let sum = Self.checksum(bytes)
    bytes[2] = UInt8(sum >> 8)
    bytes[3] = UInt8(sum & 255)
    ip(.responder, 1, bytes, after: microseconds)
  }

  private mutating func ip(_ side: Side, _ next: UInt8, _ payload: [UInt8], after microseconds: Int64) {
    time += microseconds * 1_000
    let link: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]
    let bytes = link + Self.header(side, next, payload.count) + payload
    engine.observe(
      Packet(
        timestamp: Timestamp(nanoseconds: time), originalLength: bytes.count, linkType: .ethernet,
        bytes: bytes.span.bytes))
  }

  private static func datagram(_ side: Side, _ payload: String, port: UInt16 = 60_916) -> [UInt8] {
    let ports: (UInt16, UInt16) = side == .originator ? (port, 12_345) : (12_345, port)
    return bytes(ports.0) + bytes(ports.1) + bytes(UInt16(8 + payload.utf8.count)) + [0, 0] + Array(payload.utf8)
  }

  private static func header(_ side: Side, _ next: UInt8, _ length: Int) -> [UInt8] {
    var header: [UInt8] = [0x45, 0] + bytes(UInt16(20 + length)) + [0, 0, 0x40, 0, 64, next, 0, 0]
    header += bytes(side == .originator ? originator : responder) + bytes(side == .originator ? responder : originator)
    let sum = checksum(header)
    header[10] = UInt8(sum >> 8)
    header[11] = UInt8(sum & 255)
    return header
  }

  private static func pseudoHeader(_ side: Side, _ next: UInt8, _ length: Int) -> [UInt8] {
    bytes(originator) + bytes(responder) + [0, next] + bytes(UInt16(length))
  }

  private static func bytes<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<MemoryLayout<T>.size).reversed().map { UInt8(truncatingIfNeeded: value >> T($0 * 8)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() { sum += index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return ~UInt16(sum)
  }
}

extension Situation {
  /// The options of a Windows SYN: MSS 1460, scale 8, SACK.
  static let synOptions: [UInt8] = [2, 4, 5, 180, 1, 3, 3, 8, 1, 1, 4, 2]
  static let hello = "Hello World!!! This will be echoed"

  mutating func handshake() {
    tcp(.originator, .syn, 0, options: Self.synOptions)
    tcp(.responder, [.syn, .ack], 0, 1, options: Self.synOptions, after: 1_127)
    tcp(.originator, .ack, 1, 1, after: 23)
  }

  /// The lab's session: one message, echoed; the server closes first.
  static func echoSession() -> Summary {
    var situation = Situation()
    situation.handshake()
    situation.tcp(.originator, [.psh, .ack], 1, 1, hello, after: 497)
    situation.tcp(.responder, .ack, 1, 35, after: 1_130)
    situation.tcp(.responder, [.psh, .ack], 1, 35, hello, after: 120)
    situation.tcp(.originator, .ack, 35, 35, after: 7)
    situation.tcp(.responder, [.fin, .ack], 35, 35, after: 54)
    situation.tcp(.originator, [.fin, .ack], 35, 36, after: 91)
    situation.tcp(.responder, .ack, 36, 36, after: 7_013)
    return situation.summary()
  }
}
