import Analyzer
import Conversations
import Report
import Testing

struct ConversationListTests {
  private func lines(_ summary: Summary, width: Int? = nil) -> [String] {
    var list = ConversationList()
    if let width { list.width = width }
    var text = ""
    list.write(summary) { text += $0 }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `has a line for each conversation under its capture`() {
    let lines = lines(Situation.echoSession())
    #expect(lines[0] == "Capture situation.pcap")
    #expect(lines[1].hasPrefix("  trust"))
    #expect(lines[4].hasPrefix("tcp:0   192.0.2.1:50892 → 192.0.2.2:12345"))
    for part in ["complete", "SF", "1/1", "1.250 ms"] { #expect(lines[4].contains(part), "\(part)") }
  }

  @Test(arguments: [70, 80, 100, 120])
  func `columns give way where lines would be too wide`(width: Int) {
    let lines = lines(Situation.echoSession(), width: width)
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= width })
    // Who, how long and what became of it stay.
    #expect(lines[4].hasPrefix("tcp:0   192.0.2.1:50892 → 192.0.2.2:12345"))
    #expect(lines[4].contains("complete"))
    #expect(lines[4].contains(" ms "))
  }

  @Test func `is sorted by any column, what is unknown last`() {
    var situation = Situation()
    situation.udp(.originator, "anyone?")
    situation.handshake()
    var records = situation.summary().conversations
    for column in ConversationColumn.allCases {
      records.sort(by: column, descending: false)
      records.sort(by: column, descending: true)
    }
    records.sort(by: .handshakeSeconds, descending: false)
    #expect(records.map(\.protocol) == [.tcp, .udp])
    records.sort(by: .handshakeSeconds, descending: true)
    #expect(records.map(\.protocol) == [.tcp, .udp])
    records.sort(by: .packets, descending: true)
    #expect(records.map(\.protocol) == [.tcp, .udp])
    records.sort(by: .packets, descending: false)
    #expect(records.map(\.protocol) == [.udp, .tcp])
  }

  @Test func `knows columns by their names, whatever the case, and by short ones`() {
    #expect(ConversationColumn(name: "ECHO.RTT.MEDIAN") == .medianEcho)
    #expect(ConversationColumn(name: "duration") == .durationSeconds)
    #expect(ConversationColumn(name: "nonsense") == nil)
    for column in ConversationColumn.allCases { #expect(ConversationColumn(name: column.rawValue) == column) }
  }

  @Test func `CSV leaves empty what is unknown, and quotes what must be`() throws {
    var situation = Situation()
    situation.udp(.originator, "anyone?")
    let record = try #require(situation.summary().conversations.first)
    let names = String(decoding: ConversationCSV().header(), as: UTF8.self).split(separator: ",").map(String.init)
    let cells = String(decoding: ConversationCSV().line(record, timestampDigits: 6), as: UTF8.self)
      .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    #expect(names.count == cells.count)
    #expect(cells[try #require(names.firstIndex(of: "handshake.seconds"))] == "")
    #expect(cells[try #require(names.firstIndex(of: "toResponder.maxBytesInFlight"))] == "")
    #expect(cells[try #require(names.firstIndex(of: "echo.lost"))] == "1")
    #expect(cells.last?.hasSuffix("\r\n") == true)
  }
}
