/// A label that Wireshark gives to a segment, in the order in which it asks for them.
public enum SegmentLabel: Hashable, Sendable, CaseIterable {
  case reusedPorts
  case zeroWindowProbe, zeroWindow, lostSegment, keepAlive, windowUpdate, windowFull, keepAliveACK, zeroWindowProbeACK
  case duplicateACK
  case acknowledgedLostSegment
  case spuriousRetransmission, fastRetransmission, outOfOrder, retransmission

  public var labels: SegmentAnalysis.Labels {
    switch self {
    case .reusedPorts: .reusedPorts
    case .zeroWindowProbe: .zeroWindowProbe
    case .zeroWindow: .zeroWindow
    case .lostSegment: .lostSegment
    case .keepAlive: .keepAlive
    case .windowUpdate: .windowUpdate
    case .windowFull: .windowFull
    case .keepAliveACK: .keepAliveACK
    case .zeroWindowProbeACK: .zeroWindowProbeACK
    case .duplicateACK: .duplicateACK
    case .acknowledgedLostSegment: .acknowledgedLostSegment
    case .spuriousRetransmission: .spuriousRetransmission
    case .fastRetransmission: .fastRetransmission
    case .outOfOrder: .outOfOrder
    case .retransmission: .retransmission
    }
  }
}

extension SegmentLabel {
  /// How seriously Wireshark takes it (its expert information).
  public enum Severity: Hashable, Sendable, CaseIterable { case chat, note, warning }

  public var severity: Severity {
    switch self {
    case .zeroWindow, .lostSegment, .windowFull, .acknowledgedLostSegment, .outOfOrder: .warning
    case .windowUpdate: .chat
    default: .note
    }
  }
}
