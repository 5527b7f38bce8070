import Wire

/// What is to be said to questions about UDP.
enum UDPFact: Sendable {
  case fields(frame: Int)
  case notFiveFields
  case firstDatagram(frame: Int, payload: Int)
  /// By its ports, or by how it begins.
  case protocolByPort(String)
  case noKnownProtocol
  case fieldLengths
  /// Where the header begins in the frame, and what is before it: names and lengths.
  case offsets(frame: Int, start: Int, before: [(name: String, length: Int)])
  case lengthIsSum(frame: Int, length: Int, payload: Int)
  /// The field contradicts the packet.
  case lengthDiffers(frame: Int, length: Int, sent: Int)
  case notHeaderAlone
  case maximumPayload
  case maximumPayloadIPv4
  case largestSeen(payload: Int, frame: Int)
  case maximumPort
  case portsSeen(UInt16, UInt16, frame: Int)
  case protocolNumber(version: Int, frame: Int, offset: Int)
  /// In which field of IPv6 it stands depends on what comes before.
  case pair(request: Int, reply: Int)
  case portsSwap
  case noConnection
}
