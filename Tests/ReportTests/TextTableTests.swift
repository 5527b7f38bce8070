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
}
