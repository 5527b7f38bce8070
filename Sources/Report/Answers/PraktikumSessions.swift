import Analyzer
import Conversations

/// The conversations of several captures that the practicum is about: a TCP echo, a UDP echo, and a chat.
struct PraktikumSessions: Sendable {
  let tcp: Comparison.Trace?
  let udp: Comparison.Trace?
  let chat: Comparison.Trace?
  /// Some conversation returns what it was sent.
  let hasEcho: Bool

  init(_ summary: Summary) {
    let told = summary.conversations.filter { $0.background == nil }
    hasEcho = told.contains(where: \.isEcho)
    func most(_ records: [ConversationRecord]) -> ConversationRecord? {
      records.max { ($0.payloadBytes, $1.index) < ($1.payloadBytes, $0.index) }
    }
    let connections = told.filter { $0.protocol == .tcp && $0.dataTotal > 0 }
    let echoes = connections.filter(\.isEcho)
    let talks = connections.filter { $0.echo.requests > 1 && $0.thinkTime.count > 0 && $0.echo.replies > 0 }
    let single = echoes.first { $0.echo.requests == 1 } ?? echoes.first ?? most(connections)
    // One capture of a chat alone is the subject of everything.
    chat = (talks.first { $0.index != single?.index } ?? talks.first).map { Self.trace($0, summary) }
    tcp = single.map { Self.trace($0, summary) }
    let datagrams = told.filter { $0.protocol == .udp }
    udp = (datagrams.first(where: \.isEcho) ?? most(datagrams)).map { Self.trace($0, summary) }
  }

  private static func trace(_ record: ConversationRecord, _ summary: Summary) -> Comparison.Trace {
    Comparison.trace(of: record, in: summary)
  }
}
