import Conversations

extension PacketField {
  /// What following a stream says of a segment.
  enum Analysis: String, CaseIterable {
    case completeness = "tcp.completeness"
    case retransmission = "tcp.analysis.retransmission"
    case fastRetransmission = "tcp.analysis.fast_retransmission"
    case spuriousRetransmission = "tcp.analysis.spurious_retransmission"
    case outOfOrder = "tcp.analysis.out_of_order"
    case lostSegment = "tcp.analysis.lost_segment"
    case acknowledgedLostSegment = "tcp.analysis.ack_lost_segment"
    case duplicateACK = "tcp.analysis.duplicate_ack"
    case duplicateACKNumber = "tcp.analysis.duplicate_ack_num"
    case duplicateACKFrame = "tcp.analysis.duplicate_ack_frame"
    case keepAlive = "tcp.analysis.keep_alive"
    case keepAliveACK = "tcp.analysis.keep_alive_ack"
    case zeroWindow = "tcp.analysis.zero_window"
    case zeroWindowProbe = "tcp.analysis.zero_window_probe"
    case zeroWindowProbeACK = "tcp.analysis.zero_window_probe_ack"
    case windowFull = "tcp.analysis.window_full"
    case windowUpdate = "tcp.analysis.window_update"
    case reusedPorts = "tcp.analysis.reused_ports"
    case acknowledgedFrame = "tcp.analysis.acks_frame"
    case acknowledgmentTime = "tcp.analysis.ack_rtt"
    case initialRoundTripTime = "tcp.analysis.initial_rtt"
    case bytesInFlight = "tcp.analysis.bytes_in_flight"
    case pushBytesSent = "tcp.analysis.push_bytes_sent"
    case retransmissionTimeout = "tcp.analysis.rto"
    case retransmissionTimeoutFrame = "tcp.analysis.rto_frame"

    var isNumber: Bool {
      switch self {
      case .acknowledgmentTime, .initialRoundTripTime, .retransmissionTimeout: false
      default: true
      }
    }

    /// The labels that the field stands for; none where it is a value.
    var labels: SegmentAnalysis.Labels {
      switch self {
      // Whatever kind of retransmission it is.
      case .retransmission: .anyRetransmission
      case .fastRetransmission: .fastRetransmission
      case .spuriousRetransmission: .spuriousRetransmission
      case .outOfOrder: .outOfOrder
      case .lostSegment: .lostSegment
      case .acknowledgedLostSegment: .acknowledgedLostSegment
      case .duplicateACK: .duplicateACK
      case .keepAlive: .keepAlive
      case .keepAliveACK: .keepAliveACK
      case .zeroWindow: .zeroWindow
      case .zeroWindowProbe: .zeroWindowProbe
      case .zeroWindowProbeACK: .zeroWindowProbeACK
      case .windowFull: .windowFull
      case .windowUpdate: .windowUpdate
      case .reusedPorts: .reusedPorts
      case .completeness, .duplicateACKNumber, .duplicateACKFrame, .acknowledgedFrame, .acknowledgmentTime,
        .initialRoundTripTime, .bytesInFlight, .pushBytesSent, .retransmissionTimeout, .retransmissionTimeoutFrame:
        []
      }
    }

    func append(_ segment: Observation.Segment, to line: inout [UInt8]) {
      let analysis = segment.analysis
      func append(number: Int?) { if let number { line.append(decimal: number) } }
      func append(time: Int64?) { if let time { line.append(seconds: time, digits: 9) } }
      switch self {
      case .completeness: line.append(decimal: segment.completeness.rawValue)
      case .duplicateACKNumber: append(number: analysis.duplicateACKNumber)
      case .duplicateACKFrame: append(number: analysis.duplicateACKFrame)
      case .acknowledgedFrame: append(number: analysis.acknowledgedFrame)
      case .acknowledgmentTime: append(time: analysis.acknowledgmentTime)
      case .initialRoundTripTime: append(time: analysis.initialRoundTripTime)
      case .bytesInFlight: append(number: analysis.bytesInFlight)
      case .pushBytesSent: append(number: analysis.pushBytesSent)
      case .retransmissionTimeout: append(time: analysis.retransmissionTimeout)
      case .retransmissionTimeoutFrame: append(number: analysis.retransmissionTimeoutFrame)
      default:
        if !analysis.labels.isDisjoint(with: labels) { line.append(UInt8(ascii: "1")) }
      }
    }
  }
}
