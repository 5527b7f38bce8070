import Conversations
import Report
import Testing
import Wire

/// Chunks by hand, and what a writer makes of them.
private struct Shown {
  private var writer: any FollowWriter
  private var output: [UInt8] = []
  private var offsets: [Side: Int] = [:]
  private var frame = 0

  init(_ writer: any FollowWriter) { self.writer = writer }

  mutating func add(_ side: Side, _ bytes: [UInt8]) {
    frame += 1
    let chunk = StreamChunk(side: side, offset: offsets[side] ?? 0, frame: frame)
    offsets[side, default: 0] += bytes.count
    writer.write(chunk, bytes.span.bytes, to: &output)
  }

  mutating func add(_ side: Side, _ text: String) { add(side, Array(text.utf8)) }

  mutating func skip(_ side: Side, _ count: Int, _ cause: StreamChunk.Gap.Cause, before: Int? = nil) {
    frame += 1
    let gap = StreamChunk.Gap(bytes: count, cause: cause, before: before)
    let chunk = StreamChunk(side: side, offset: offsets[side] ?? 0, frame: frame, gap: gap)
    offsets[side, default: 0] += count
    writer.write(chunk, RawSpan(), to: &output)
  }

  /// Ends the stream, and gives all lines but the two of the totals.
  mutating func lines(_ transport: TransportProtocol = .tcp) -> [String] {
    writer.finish(transport, StreamFollower(), to: &output)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast(3).map(String.init)
  }

  mutating func rawBytes() -> [UInt8] {
    writer.finish(.tcp, StreamFollower(), to: &output)
    return output
  }

  var remarks: [String] { writer.remarks }
}

private func text(_ transport: TransportProtocol = .tcp, _ pieces: (Side, String)...) -> [String] {
  var shown = Shown(FollowTextWriter(transport))
  for (side, piece) in pieces { shown.add(side, piece) }
  return shown.lines(transport)
}

struct FollowWriterTests {
  @Test func `text shows who sent each line`() {
    #expect(
      text(.tcp, (.originator, "halo"), (.responder, "hai"), (.originator, "apa "), (.originator, "kabar\nbaik?\n"))
        == ["→ halo", "← hai", "→ apa kabar", "→ baik?"])
    #expect(text(.udp, (.originator, "one"), (.originator, "two"), (.originator, "")) == ["→ one", "→ two"])
  }

  @Test func `lines end in LF or CR LF, wherever segments end`() {
    #expect(
      text(.tcp, (.originator, "GET /\r"), (.originator, "\nHost: a\r\n\r\n"), (.originator, "a\rb\r"))
        == ["→ GET /", "→ Host: a", "→", "→ a\\rb\\r"])
  }

  @Test func `a character that two segments share is put together, also when the other side spoke between`() {
    var shown = Shown(FollowTextWriter(.tcp))
    shown.add(.originator, [0x61, 0xe2, 0x80])
    shown.add(.responder, "ok")
    shown.add(.originator, [0x93, 0x62, 0xc3])
    #expect(shown.lines() == ["→ a", "← ok", "→ –b\\xc3"])
    // Datagrams have nothing to do with each other.
    #expect(text(.udp, (.originator, "\u{e9}")) == ["→ é"])
    var datagrams = Shown(FollowTextWriter(.udp))
    datagrams.add(.originator, [0xc3])
    datagrams.add(.originator, [0xa9])
    #expect(datagrams.lines(.udp) == ["→ \\xc3", "→ \\xa9"])
  }

  @Test func `nothing that a terminal could obey gets through, and no payload begins a line as a gap does`() {
    let hostile = "\u{1b}[31m\u{9b}\u{202e}\u{7f}\u{2028}\t\u{0}\n[9 bytes missing in the capture]\n← faked"
    #expect(
      text(.tcp, (.originator, hostile)) == [
        "→ \\x1b[31m\\u{9b}\\u{202e}\\x7f\\u{2028}\\t\\x00", "→ [9 bytes missing in the capture]", "→ ← faked",
      ])
    var shown = Shown(FollowTextWriter(.tcp))
    shown.add(.originator, (UInt8.min...UInt8.max).map { $0 })
    let bytes = shown.lines().joined().utf8
    #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f })
  }

  @Test func `marks pile up no further over segments`() {
    var shown = Shown(FollowTextWriter(.tcp))
    shown.add(.originator, "e\u{301}\u{301}")
    shown.add(.originator, "\u{301}")
    #expect(shown.lines().joined().unicodeScalars.elementsEqual("→ e\u{301}\u{301}\\u{301}".unicodeScalars))
  }

  @Test func `each gap says how much is missing, and the frames that tell`() {
    var shown = Shown(FollowTextWriter(.tcp))
    shown.add(.originator, "one")
    shown.skip(.originator, 1, .notCaptured, before: 1)
    shown.skip(.responder, 1_448, .notCaptured)
    shown.skip(.responder, 20, .notAwaited, before: 3)
    shown.skip(.responder, 30, .snapshotLength, before: 3)
    shown.skip(.responder, 50, .acknowledged, before: 5)
    #expect(
      shown.lines() == [
        "→ one", "[→ 1 byte missing in the capture, between frames 1 and 2]",
        "[← 1448 bytes missing in the capture, before frame 3]",
        "[← 20 bytes missing in the capture, between frames 3 and 4: too much follows to wait for them any longer]",
        "[← 30 bytes missing in the capture: frame 5 is cut]",
        "[← at least 50 bytes missing in the capture, after frame 5, acknowledged by frame 6]",
      ])
  }

  @Test func `on a terminal each line has the colour of its sender, and the colour ends with it`() {
    var shown = Shown(FollowTextWriter(.tcp, isColoured: true))
    shown.add(.originator, "a\nb")
    shown.add(.originator, "c")
    shown.add(.responder, "d")
    #expect(
      shown.lines() == [
        "\u{1b}[36m→ a\u{1b}[0m", "\u{1b}[36m→ b\u{1b}[0m\u{1b}[36mc\u{1b}[0m", "\u{1b}[35m← d\u{1b}[0m",
      ])
    var dump = Shown(FollowHexWriter(isColoured: true))
    dump.add(.responder, "d")
    #expect(
      dump.lines() == [
        "\u{1b}[35m    00000000  64" + String(repeating: " ", count: 48) + "d\u{1b}[0m"
      ])
  }

  @Test func `a hex dump counts offsets for each side, and shows only ASCII as text`() {
    var shown = Shown(FollowHexWriter())
    shown.add(.originator, (0x70..<0x82).map { UInt8($0) })
    shown.skip(.originator, 256, .notCaptured, before: 1)
    shown.add(.responder, "\u{1b}[0m")
    shown.add(.originator, "é")
    #expect(
      shown.lines() == [
        "00000000  70 71 72 73 74 75 76 77  78 79 7a 7b 7c 7d 7e 7f  pqrstuvw xyz{|}~.",
        "00000010  80 81                                             ..",
        "[256 bytes missing in the capture, between frames 1 and 2]",
        "    00000000  1b 5b 30 6d                                       .[0m",
        "00000112  c3 a9                                             ..",
      ])
  }

  @Test func `offsets beyond 4 GiB have more digits`() {
    var shown = Shown(FollowHexWriter())
    shown.skip(.originator, 0x1_2345_6789, .notCaptured)
    shown.add(.originator, "x")
    #expect(shown.lines().last?.hasPrefix("123456789  78 ") == true)
  }

  @Test func `raw bytes come alone, and what is missing is told beside them, sixteen gaps at most`() {
    var shown = Shown(FollowRawWriter())
    shown.add(.originator, [0, 0x1b, 0xff])
    shown.skip(.responder, 7, .notCaptured)
    shown.add(.responder, [10])
    #expect(shown.rawBytes() == [0, 0x1b, 0xff, 10])
    #expect(
      shown.remarks == [
        "from byte 0 of the responder's stream, counted from 0, 7 bytes missing in the capture, before frame 2"
      ])
    for _ in 0..<20 { shown.skip(.originator, 1, .notCaptured, before: 1) }
    #expect(shown.rawBytes() == [0, 0x1b, 0xff, 10])
    #expect(shown.remarks.count == 17)
    #expect(shown.remarks.last == "and 5 more gaps; --format hex shows all")
  }
}
