import PacketBuilding
import Testing

@testable import Report

/// Bytes in lines, with the fields under them.
struct MarkedBytesTests {
  private func lines(_ sighting: Sighting) -> [Substring] {
    MarkedBytes(PacketAnatomy(sighting), phrases: EnglishAnatomyPhrases()).text.split(separator: "\n")
  }

  @Test func `names the fields under their bytes`() {
    let lines = lines(client.datagram("hi"))
    #expect(lines[0] == "0000  |02  00  00  00  00  02 |02  00  00  00  00  01 |08  00 |45 |00 |  ..............E.")
    #expect(lines[1] == "      |Destination Address    |Source Address         |Type   |V/L|D/E|")
    #expect(lines[4].hasPrefix("0020  |02  02 |c6  cc |30  39 |00  0a |"))
    #expect(lines[5] == "      |… Dest.|SrcPort|DstPort|Length |ChkSum |payload|")
  }

  @Test func `shows every byte once, and ends where there is enough`() {
    let sighting = client.datagram(String(repeating: "x", count: 600))
    let shown = lines(sighting).enumerated().filter { $0.offset % 2 == 0 }.flatMap { line in
      line.element.dropFirst(6).prefix(64).split { $0 == "|" || $0 == " " }.compactMap { UInt8($0, radix: 16) }
    }
    #expect(shown == Array(sighting.bytes.prefix(256)))
    #expect(PacketAnatomy(sighting).text.contains("386 more bytes not shown."))
  }
}
