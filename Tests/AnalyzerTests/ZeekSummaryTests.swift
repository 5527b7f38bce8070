import Analyzer
import Conversations
import PacketBuilding
import Testing
import Wire

/// What the engine hands on for Zeek's summary.
struct ZeekSummaryTests {
  @Test func `a datagram in fragments is one packet, with its header once, and begins with the last of them`() {
    let whole = client.datagram(bytes: [UInt8](repeating: 0x61, count: 4_000))
    let pieces = whole.fragments(of: 1_480)
    let analysed = analyse(pieces + [server.datagram("ok")])
    let zeek = analysed.conversation.zeek
    #expect(pieces.count == 3)
    #expect((zeek?.originatorPackets, zeek?.originatorIPBytes, zeek?.originatorBytes) == (1, 4_028, 4_000))
    #expect(zeek?.start.nanoseconds == 1_700_000_000_002_000_000)
    #expect(zeek?.durationNanoseconds == 1_000_000)
  }

  @Test func `over IPv6 the fragment header is not counted`() {
    let whole = client6.datagram(bytes: [UInt8](repeating: 0x61, count: 4_000))
    let zeek = analyse(whole.fragments(of: 1_400)).conversation.zeek
    #expect((zeek?.originatorPackets, zeek?.originatorIPBytes) == (1, 4_048))
    #expect(analyse([client6.datagram("hello")]).conversation.zeek?.originatorIPBytes == 53)
  }

  @Test func `in a tunnel the IP packet inside is counted`() {
    let inside = client.segment(.syn)
    let zeek = analyse([inside.inIP(of: carrier)]).conversation.zeek
    #expect((zeek?.originatorIPBytes, zeek?.history) == (40, "S"))
  }

  @Test func `padding of a short frame is not counted`() {
    var padded = client.segment(.syn)
    padded.bytes += [UInt8](repeating: 0, count: 6)
    padded.originalLength += 6
    #expect(analyse([padded]).conversation.zeek?.originatorIPBytes == 40)
  }

  @Test func `the engine can be told to take packets with wrong checksums`() {
    let record = CaptureRecord(path: "test.pcap", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6)
    for ignoresChecksums in [false, true] {
      var engine = Engine(record: record, ignoresChecksums: ignoresChecksums)
      [client.segment(.syn).corrupted].forEachPacket { packet, _ in engine.observe(packet) }
      #expect(engine.summary().conversations[0].zeek?.history == (ignoresChecksums ? "S" : "C"))
    }
  }
}
