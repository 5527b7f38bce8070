import Analyzer
import Conversations
import PacketBuilding
import Wire

/// What an engine's listener keeps of packets to compare them with those of another capture.
func trace(_ packets: [Sighting]) -> VantageTrace {
  let record = CaptureRecord(path: "test.pcap", format: "pcap", linkTypes: [.ethernet], timestampDigits: 9)
  var engine = Engine(record: record)
  var trace = VantageTrace()
  packets.forEachPacket { packet, isAnalysed in
    engine.observe(packet, isAnalysed: isAnalysed) { packet, frame, transport, observation in
      trace.observe(packet, frame, transport, observation)
    }
  }
  return trace
}

extension TwoPoints {
  func compare(isAsked: Bool = true) -> VantageComparison {
    VantageComparison(trace(clientSide), trace(serverSide), isAsked: isAsked)
  }

  func compareSwapped() -> VantageComparison {
    VantageComparison(trace(serverSide), trace(clientSide), isAsked: true)
  }

  /// Handshake, one echo and close, 5 ms from end to end: six packets of the client, four of the server.
  static func echo(
    _ client: Party = PacketBuilding.client, from start: Double = 0, number: UInt16 = 100,
    clock: @escaping (Double) -> Double = { _ in 0 }
  ) -> TwoPoints {
    var points = TwoPoints()
    points.clock = clock
    points.addEcho(client, from: start, number: number)
    return points
  }

  /// What `echo` has, added to what is there.
  mutating func addEcho(_ client: Party = PacketBuilding.client, from start: Double = 0, number: UInt16 = 100) {
    let server = client.other
    var (own, others) = (number, number &+ 20_000)
    func numbered(_ packet: Sighting, _ number: inout UInt16) -> Sighting {
      number &+= 1
      return packet.numbered(number)
    }
    there(numbered(client.segment(.syn, options: [2, 4, 5, 180, 1, 3, 3, 7, 4, 2]), &own), at: start)
    back(
      numbered(server.segment([.syn, .ack], ack: 1, options: [2, 4, 5, 180, 1, 3, 3, 7, 4, 2]), &others), at: start + 6)
    there(numbered(client.segment(.ack, seq: 1, ack: 1), &own), at: start + 12)
    there(numbered(client.segment([.psh, .ack], seq: 1, ack: 1, "hello"), &own), at: start + 13)
    back(numbered(server.segment([.psh, .ack], seq: 1, ack: 6, "hello"), &others), at: start + 20)
    there(numbered(client.segment(.ack, seq: 6, ack: 6), &own), at: start + 26)
    there(numbered(client.segment([.fin, .ack], seq: 6, ack: 6), &own), at: start + 27)
    back(numbered(server.segment([.fin, .ack], seq: 6, ack: 7), &others), at: start + 33)
    there(numbered(client.segment(.ack, seq: 7, ack: 7), &own), at: start + 39)
    back(numbered(server.segment(.ack, seq: 7, ack: 7, window: 1), &others), at: start + 45)
  }
}
