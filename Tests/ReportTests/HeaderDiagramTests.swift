import PacketBuilding
import Testing

@testable import Report

/// Headers drawn 32 bits wide.
struct HeaderDiagramTests {
  private func diagram(_ kind: HeaderKind, of anatomy: PacketAnatomy) throws -> HeaderDiagram {
    HeaderDiagram(try #require(anatomy.headers.first { $0.kind == kind }), phrases: EnglishAnatomyPhrases())
  }

  @Test func `draws a UDP header as its RFC does`() throws {
    let text = try diagram(.udp, of: PacketAnatomy(try .of("udp-ethernet", 1))).text
    let line = String(repeating: "+--", count: 32) + "+"
    let ruler = (0..<32).map { $0 < 10 ? "  \($0)" : " \($0)" }.joined()
    #expect(
      text == """
        \(ruler)
        \(line)
        |                  Source Port                  |               Destination Port                |
        |                     60916                     |                     12345                     |
        \(line)
        |                    Length                     |                   Checksum                    |
        |                      43                       |                    0x78ec                     |
        \(line)
        """)
  }

  @Test func `draws flags as single bits`() throws {
    let text = try diagram(.tcp, of: PacketAnatomy(try .of("tcp-ethernet", 6))).text
    #expect(text.contains("|Data Offset|Reserved|AE|W |C |R |C |S |S |Y |I |"))
    #expect(text.contains("|     5     |  000   |0 |0 |0 |0 |1 |1 |0 |0 |0 |"))
  }

  @Test func `draws no line through a field of several rows`() throws {
    let lines = try diagram(.ethernet, of: PacketAnatomy(client.datagram("hi"))).text.split(separator: "\n")
    let (blank, ticks) = (String(repeating: " ", count: 47), String(repeating: "--+", count: 16))
    #expect(lines[4] == "+" + blank + "+" + ticks)
    #expect(lines[7] == "+" + ticks + blank + "+")
  }

  @Test func `marks what was not captured`() throws {
    let text = try diagram(.tcp, of: PacketAnatomy(client.segment(.syn).cut(to: 40))).text
    #expect(text.contains("|                       ?                       |"))
  }

  @Test(arguments: PacketAnatomyTests.whole)
  func `stays in its width and its frame`(name: String, sighting: Sighting) throws {
    for header in PacketAnatomy(sighting).headers {
      let diagram = HeaderDiagram(header, phrases: IndonesianAnatomyPhrases())
      let widths = diagram.text.split(separator: "\n").map(\.unicodeScalars.count)
      #expect(widths.max() == 97 || header.length < 4)
      let svg = diagram.svg(title: "A < B & \"C\"", description: "d", start: header.start)
      #expect(svg.contains("<title>A &lt; B &amp; &quot;C&quot;</title>"))
      let frame = try #require(svg.firstMatch(of: /viewBox="0 0 (\d+) (\d+)"/))
      let (width, height) = (try #require(Int(frame.1)), try #require(Int(frame.2)))
      for text in svg.matches(of: /<text x="(\d+)" y="(\d+)"/) {
        #expect(try #require(Int(text.1)) < width)
        #expect(try #require(Int(text.2)) < height)
      }
      for line in svg.matches(of: /M(\d+) (\d+)(?:H(\d+)|V(\d+))?/) {
        #expect(try #require(Int(line.3 ?? line.1)) < width)
        #expect(try #require(Int(line.4 ?? line.2)) < height)
      }
      #expect(svg.matches(of: /<(\w+)[^>]*[^\/]>/).count == svg.matches(of: /<\/\w+>/).count)
    }
  }

  @Test func `says how much of a long header is not drawn`() {
    let options = [UInt8](repeating: 1, count: 40)
    let long = PacketAnatomy(client.segment(.syn, options: options)).headers[2]
    #expect(HeaderDiagram(long, phrases: EnglishAnatomyPhrases()).omitted == 0)
    var frame = client6.datagram("hi").bytes
    frame[20] = 60
    frame.insert(contentsOf: [17, 30] + [UInt8](repeating: 0, count: 246), at: 54)
    let extended = PacketAnatomy(frame)
    #expect(extended.kinds[2] == .destinationOptions)
    #expect(HeaderDiagram(extended.headers[2], phrases: EnglishAnatomyPhrases()).omitted == 248 - 80)
  }
}
