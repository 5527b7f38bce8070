import Conversations
import Wire

/// What tells the packets of a conversation from those of any other: numbers that hosts and clocks chose by chance.
struct PacketMarks: Hashable, Sendable {
  struct Mark: Hashable, Sendable {
    let frame: Int
    let time: Timestamp
    let side: Side
    /// TCP: as on the wire.
    let rawSequence: UInt32
    /// TCP: relative to the ISN.
    let sequence: UInt32
    let length: Int
    let flags: UInt16
    /// UDP: of the payload.
    let digest: UInt64
    /// IPv4; 0 where the host had none to give.
    let identification: UInt16
    /// TCP: of the timestamps option.
    let timestampValue: UInt32?
  }

  private(set) var marks: [Mark] = []

  /// Packets of one conversation that are kept.
  static var limit: Int { SameRecording.packetLimit }

  mutating func add(_ frame: Frame, _ transport: Transport?, _ packet: Packet, _ observation: Observation) {
    guard marks.count < Self.limit, packet.isTimed, let side = observation.sender else { return }
    let identification: UInt16 = if case .ipv4(let header)? = frame.network { header.identification } else { 0 }
    switch transport {
    case .tcp(let segment)?:
      guard let place = observation.tcp else { return }
      marks.append(
        Mark(
          frame: observation.frame, time: packet.timestamp, side: side,
          rawSequence: segment.sequenceNumber.rawValue, sequence: place.sequence, length: segment.payloadLength,
          flags: segment.flags.rawValue, digest: 0, identification: identification,
          timestampValue: segment.options.timestampValue))
    case .udp(let datagram)?:
      marks.append(
        Mark(
          frame: observation.frame, time: packet.timestamp, side: side, rawSequence: 0, sequence: 0,
          length: datagram.payloadLength, flags: 0, digest: datagram.payload.digest(seed: 0),
          identification: identification, timestampValue: nil))
    default: return
    }
  }
}
