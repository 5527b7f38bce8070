import Conversations
import PacketBuilding
import Testing
import Wire

/// What a table makes of packets: the conversations, and what it added to each packet.
struct Observed {
  var records: [ConversationRecord] = []
  var observations: [Observation] = []
  var hasAllDetails = true
  /// What the labels of each segment rest on.
  var evidence: [Int: LabelEvidence] = [:]
}

/// Shows packets to a table as the engine does, fragments apart.
func observe(
  _ packets: [Sighting]..., capacity: Capacity = Capacity(), ignoresChecksums: Bool = false
) -> Observed {
  var table = ConversationTable(capacity: capacity, ignoresChecksums: ignoresChecksums)
  table.watchedFrames = Set(1...packets.reduce(1) { $0 + $1.count })
  var observed = Observed()
  table.observe(packets.flatMap(\.self)) { _, observation in observed.observations.append(observation) }
  // Whatever the situation, the rules tell why it has the labels that it has.
  for observation in observed.observations {
    guard let evidence = table.labelEvidence[observation.frame] else { continue }
    let given = LabelReasoning(evidence).given.reduce(into: SegmentAnalysis.Labels()) { $0.insert($1.labels) }
    #expect(given == observation.tcp?.analysis.labels, "frame \(observation.frame)")
  }
  observed.evidence = table.labelEvidence
  observed.records = table.records()
  observed.hasAllDetails = table.hasAllDetails
  return observed
}

extension ConversationTable {
  /// Takes in packets, and lends itself after each, with what it added.
  mutating func observe(_ packets: [Sighting], _ body: (inout ConversationTable, Observation) -> Void) {
    var number = 0
    packets.forEachPacket { packet, isAnalysed in
      number += 1
      let frame = Frame(packet)
      var observation = Observation(frame: number)
      guard let network = frame.network, let transport = frame.transport else { return }
      let identification: UInt16? = if case .ipv4(let header) = network { header.identification } else { nil }
      let arrival = Arrival(
        moment: FrameMoment(frame: number, time: packet.timestamp), source: network.source!,
        destination: network.destination!, frameBytes: packet.originalLength,
        ipBytes: network.headerLength + network.payloadLength, checksum: network.checksumStatus(of: transport),
        identification: identification, encapsulation: frame.encapsulation, isAnalysed: isAnalysed)
      switch transport {
      case .tcp(let segment): observe(segment, arrival, into: &observation)
      case .udp(let datagram): observe(datagram, arrival, into: &observation)
      case .icmp(let message):
        if let quoted = message.quotedPacket {
          _ = observe(message, quoting: quoted, arrival, into: &observation)
        }
      case .other: break
      }
      body(&self, observation)
    }
  }
}

/// The one conversation that packets make.
func conversation(
  _ packets: [Sighting]..., capacity: Capacity = Capacity(), ignoresChecksums: Bool = false
) -> ConversationRecord {
  let records = observe(packets.flatMap(\.self), capacity: capacity, ignoresChecksums: ignoresChecksums).records
  precondition(records.count == 1, "\(records.count) conversations, one expected")
  return records[0]
}

/// A number of milliseconds in the nanoseconds that results are in.
func ms(_ milliseconds: Double) -> Int64 { Int64((milliseconds * 1_000_000).rounded()) }
