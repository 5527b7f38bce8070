import Conversations
import Report
import Testing
import Wire

/// One frame by hand, with what the engine would say of it.
struct ListedPacket {
  var bytes: [UInt8]
  var originalLength: Int?
  var linkType = LinkType.ethernet
  var nanoseconds: Int64 = 1_700_000_000_123_456_789
  var observation = Observation(frame: 1)
  var comment: [UInt8] = []
  var isTimed = true

  /// The lines that `writer` makes of `packets`, without the last line feed.
  static func lines(_ packets: [ListedPacket], _ writer: some PacketListWriter) -> [String] {
    var writer = writer
    var output: [UInt8] = []
    for listed in packets {
      listed.lend { packet in
        let frame = Frame(packet)
        writer.write(packet, frame, frame.transport, listed.observation, to: &output)
      }
    }
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func line(_ writer: some PacketListWriter) -> String { Self.lines([self], writer).first ?? "" }

  func lend(_ body: (Packet) -> Void) {
    body(
      Packet(
        timestamp: Timestamp(nanoseconds: nanoseconds), originalLength: originalLength ?? bytes.count,
        linkType: linkType, bytes: bytes.span.bytes, isTimed: isTimed, comment: comment.span.bytes))
  }
}

/// The bytes that hexadecimal digits write, whatever stands between them.
func hexadecimal(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

enum SampleFrame {
  static let ethernet = "020000000002 020000000001"
  static let ipv4 = ethernet + "0800"
  static let ipv6 = ethernet + "86dd"
  static let addresses6 = "fe800000000000000000000000000001 ff020000000000000000000000000002"

  /// 192.0.2.1:50892 to 192.0.2.2:12345, with the options of a Windows SYN.
  static let syn = hexadecimal(
    ipv4 + "4500 0034 1234 4000 40 06 0000 c0000201 c0000202"
      + "c6cc 3039 00000064 00000000 8002 faf0 abcd 0000 020405b4 01030308 01010402")
  static let synObservation = {
    var observation = Observation(frame: 1)
    observation.tcpStream = 3
    observation.tcp = Observation.Segment(
      sequence: 0, acknowledgment: 0, window: 64240, isWindowScaleUnknown: false, sinceFirst: 0, sincePrevious: -1500)
    return observation
  }()

  static let udp = hexadecimal(
    ipv4 + "4500 0021 0001 0000 40 11 0000 c0000201 c0000202" + "edf4 3039 000d beef 48656c6c6f")
  static let unreachable = hexadecimal(
    ipv4 + "4500 0038 0001 0000 40 01 0000 c0000202 c0000201" + "0303 0000 00000000"
      + "4500 0021 0001 0000 40 11 0000 c0000201 c0000202 edf4 3039 000d beef")
  static let question = hexadecimal(
    ethernet + "0806 0001 0800 0604 0001 020000000001 0a000002 000000000000 0a000001")
}
