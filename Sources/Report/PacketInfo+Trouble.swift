import Conversations
import Wire

extension PacketInfo {
  /// Whether something is wrong with a packet, or with what it tells of others.
  static func trouble(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation
  ) -> Meaning? {
    if frame.error != nil { return packet.bytes.byteCount < packet.originalLength ? .warning : .error }
    guard let transport else { return nil }
    switch transport {
    case .tcp(let segment) where segment.flags.contains(.rst): return .error
    case .icmp(let message) where message.isError: return .error
    default: break
    }
    if case .wrong? = frame.network?.checksumStatus(of: transport) { return .error }
    guard let labels = observation.tcp?.analysis.labels else { return nil }
    return labels.isDisjoint(with: troubles) ? nil : .warning
  }

  private static let troubles: SegmentAnalysis.Labels = [
    .anyRetransmission, .outOfOrder, .lostSegment, .acknowledgedLostSegment, .duplicateACK, .zeroWindow,
    .zeroWindowProbe, .zeroWindowProbeACK, .windowFull, .reusedPorts,
  ]
}
