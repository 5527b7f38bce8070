import Testing

@testable import Report

struct TextTableTests {
  @Test func `aligns columns and leaves out those that hold nothing`() {
    var table = TextTable([("frame", .right), ("window", .right), ("flags", .left), ("bytes", .right)])
    table.add(["1", "", "SYN", "66"])
    table.add(note: "…")
    table.add(["10", "", "PSH ACK", "8"])
    #expect(
      table.lines(width: 80) == ["frame  flags    bytes", "    1  SYN         66", "…", "   10  PSH ACK      8"])
  }

  @Test func `tells the last cell how much room there is`() {
    var table = TextTable([("frame", .right), ("payload", .left)])
    table.add(["1"]) { "\($0)" }
    #expect(table.lines(width: 80) == ["frame  payload", "    1  73"])
    #expect(table.lines(width: 8) == ["frame  payload", "    1  48"])
  }

  @Test func `aligns what is wide, and what has no width`() {
    var table = TextTable([("", .left), ("n", .right), ("", .left)])
    table.add(["日本", "1", "x"])
    table.add(["e\u{301}", "10", "x"])
    #expect(table.lines(width: 80) == ["       n", "日本   1  x", "e\u{301}     10  x"])
  }

  @Test func `colours rows and cells, and nothing moves`() {
    var table = TextTable([("frame", .right), ("", .left), ("flags", .left)])
    table.add(["1", "→", "SYN"], .originator)
    table.add(["10", "←", "RST"], .responder, marking: [2: .error])
    let lines = table.styledLines(width: 80)
    #expect(lines.map(\.text) == table.lines(width: 80))
    #expect(
      lines.map(\.coloured) == [
        "frame     flags", "\u{1b}[36m    1  →  SYN\u{1b}[0m",
        "\u{1b}[35m   10  ←  \u{1b}[0m\u{1b}[1;31mRST\u{1b}[0m",
      ])
  }

  @Test func `shows columns that there is no room for under the others`() {
    var table = TextTable([("frame", .right), ("window", .right), ("flags", .left), ("bytes", .right)])
    table.add(["1", "64240", "SYN", "66"])
    table.add(["10", "64240", "PSH ACK", "88"])
    #expect(table.styledLines(width: 80, limit: 29).map(\.text) == table.lines(width: 80))
    #expect(
      table.styledLines(width: 80, limit: 28).map(\.text) == [
        "frame  window", "    1   64240", "   10   64240", "frame  flags    bytes", "    1  SYN         66",
        "   10  PSH ACK     88",
      ])
    #expect(
      table.styledLines(width: 80, limit: 8).map(\.text) == [
        "frame", "    1", "   10", "window", " 64240", " 64240", "flags", "SYN", "PSH ACK", "bytes", "   66", "   88",
      ])
  }

  @Test func `shows last cells under their rows where there is no room for all of them`() {
    var table = TextTable([("frame", .right), ("flags", .left), ("payload", .left)])
    table.add(["1", "PSH ACK"]) { _ in "a long text of words, and   blanks" }
    table.add(["10", "ACK"])
    table.add(note: "… 12 more")
    #expect(table.styledLines(width: 80, limit: 51).map(\.text) == table.lines(width: 80))
    #expect(
      table.styledLines(width: 80, limit: 40).map(\.text) == [
        "frame  flags", "       payload", "    1  PSH ACK", "       a long text of words, and   ", "       blanks",
        "   10  ACK", "… 12 more",
      ])
  }

  @Test func `wraps a last cell under itself`() {
    var table = TextTable([("a", .left), ("b", .left)])
    table.wrapsLast = true
    table.add(["1", "words that need more room than there is"])
    table.add(["2", "few"])
    #expect(
      table.lines(width: 24) == [
        "a  b", "1  words that need more", "   room than there is", "2  few",
      ])
  }
}
