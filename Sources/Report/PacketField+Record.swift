import Conversations
import Wire

extension PacketField {
  /// What the capture knows of a frame before anything is decoded.
  enum Record: String, CaseIterable {
    case number = "frame.number"
    case timeEpoch = "frame.time_epoch"
    case timeRelative = "frame.time_relative"
    case timeDelta = "frame.time_delta"
    case originalLength = "frame.len"
    case capturedLength = "frame.cap_len"

    var isNumber: Bool {
      switch self {
      case .number, .originalLength, .capturedLength: true
      case .timeEpoch, .timeRelative, .timeDelta: false
      }
    }

    func append(_ packet: Packet, _ observation: Observation, _ clock: PacketListClock, to line: inout [UInt8]) {
      switch self {
      case .number: line.append(decimal: observation.frame)
      case .timeEpoch: line.append(seconds: packet.timestamp.nanoseconds, digits: 9)
      case .timeRelative: line.append(seconds: clock.sinceFirst, digits: 9)
      case .timeDelta: line.append(seconds: clock.sincePrevious, digits: 9)
      case .originalLength: line.append(decimal: packet.originalLength)
      case .capturedLength: line.append(decimal: packet.bytes.byteCount)
      }
    }
  }
}
