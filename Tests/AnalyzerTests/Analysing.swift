import Analyzer
import Conversations
import PacketBuilding
import Wire

/// What the engine makes of packets: the summary, and what it told its listener of each packet.
struct Analysed {
  var summary = Summary()
  var observations: [Observation] = []
  /// Payload bytes of the transport header that the listener got; nil without one.
  var payloads: [Int?] = []

  var conversation: ConversationRecord { summary.conversations[0] }
  var trust: CaptureTrust { CaptureTrust(of: 0, in: summary) }
  func finding(_ code: Finding.Code) -> Finding? { summary.findings.first { $0.code == code } }
}

func analyse(
  _ packets: [Sighting]..., selection: Selection = Selection(), capacity: Capacity = Capacity(), cut: String? = nil,
  droppedByKernel: Int? = nil, droppedByInterface: Int? = nil
) -> Analysed {
  let record = CaptureRecord(path: "test.pcap", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6)
  var engine = Engine(record: record, selection: selection, capacity: capacity)
  var analysed = Analysed()
  packets.flatMap(\.self).forEachPacket { packet, isAnalysed in
    engine.observe(packet, isAnalysed: isAnalysed) { _, _, transport, observation in
      analysed.observations.append(observation)
      switch transport {
      case .tcp(let segment)?: analysed.payloads.append(segment.payloadLength)
      case .udp(let datagram)?: analysed.payloads.append(datagram.payloadLength)
      case .icmp?, .other?, nil: analysed.payloads.append(nil)
      }
    }
  }
  engine.finish(cut: cut, droppedByKernel: droppedByKernel, droppedByInterface: droppedByInterface)
  analysed.summary = engine.summary()
  return analysed
}
