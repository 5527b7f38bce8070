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
    case comment = "frame.comment"

    var isNumber: Bool {
      switch self {
      case .number, .originalLength, .capturedLength: true
      case .timeEpoch, .timeRelative, .timeDelta, .comment: false
      }
    }

    func append(_ packet: Packet, _ observation: Observation, _ clock: PacketListClock, to line: inout [UInt8]) {
      switch self {
      case .number: line.append(decimal: observation.frame)
      case .timeEpoch, .timeRelative, .timeDelta:
        if packet.isTimed { append(time: packet.timestamp, clock, to: &line) }
      case .originalLength: line.append(decimal: packet.originalLength)
      case .capturedLength: line.append(decimal: packet.bytes.byteCount)
      case .comment:
        var isFirst = true
        packet.forEachComment { comment in
          if isFirst { line.append(text: EscapedText(comment: comment, quotes: false, backslashes: false).text) }
          isFirst = false
        }
      }
    }

    private func append(time: Timestamp, _ clock: PacketListClock, to line: inout [UInt8]) {
      let nanoseconds =
        switch self {
        case .timeRelative: clock.sinceFirst
        case .timeDelta: clock.sincePrevious
        default: time.nanoseconds
        }
      line.append(seconds: nanoseconds, digits: 9)
    }
  }
}
