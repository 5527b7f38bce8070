import Conversations

extension SegmentLabel {
  /// As Wireshark's Info column has it, between brackets.
  var name: String {
    switch self {
    case .reusedPorts: "TCP Port numbers reused"
    case .zeroWindowProbe: "TCP ZeroWindowProbe"
    case .zeroWindow: "TCP ZeroWindow"
    case .lostSegment: "TCP Previous segment not captured"
    case .keepAlive: "TCP Keep-Alive"
    case .windowUpdate: "TCP Window Update"
    case .windowFull: "TCP Window Full"
    case .keepAliveACK: "TCP Keep-Alive ACK"
    case .zeroWindowProbeACK: "TCP ZeroWindowProbeAck"
    case .duplicateACK: "TCP Dup ACK"
    case .acknowledgedLostSegment: "TCP ACKed unseen segment"
    case .spuriousRetransmission: "TCP Spurious Retransmission"
    case .fastRetransmission: "TCP Fast Retransmission"
    case .outOfOrder: "TCP Out-Of-Order"
    case .retransmission: "TCP Retransmission"
    }
  }

  /// The name of its display filter: of several that stand for it the one of its own.
  var filter: String {
    PacketField.Analysis.allCases.last { $0.labels.isSuperset(of: labels) }?.rawValue ?? ""
  }
}
