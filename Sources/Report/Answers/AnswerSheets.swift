import Analyzer
import Conversations

/// Sets of questions, with the conversations of a summary that answer them.
struct AnswerSheets: Sendable {
  private(set) var sheets: [AnswerSheet] = []
  /// Sets that were not asked for and that no conversation fits.
  private(set) var unfit: [AnswerSet] = []

  /// The sheets of `set`; without one of those among `sets` that fit.
  init(
    _ summary: Summary, _ listing: PacketListing, _ sets: [AnswerSet] = AnswerSet.allCases, set: AnswerSet? = nil
  ) {
    let sets = set.map { [$0] } ?? sets
    for capture in summary.captures.indices {
      for (each, transport) in [(AnswerSet.kuroseTCP, TransportProtocol.tcp), (.kuroseUDP, .udp)] {
        guard sets.contains(each) else { continue }
        let choice = Self.conversation(of: capture, transport, in: summary)
        // What hosts send by themselves is a subject only where it is asked for.
        guard let choice, set != nil || choice.record.background == nil else { continue }
        let source = AnswerSource(summary, listing, choice.record)
        sheets.append(
          AnswerSheet(
            set: each, capture: capture, captureName: source.captureName, record: choice.record, reason: choice.reason,
            answers: each == .kuroseTCP ? TCPAnswers(source).answers : UDPAnswers(source).answers))
      }
    }
    if let set, set != .praktikum, sheets.isEmpty {
      sheets.append(
        AnswerSheet(
          set: set, capture: nil, captureName: nil, record: nil, reason: .none,
          answers: set.questions.map { Answer($0, cannot: set == .kuroseTCP ? .noTCP : .noUDP) }))
    }
    let sessions = PraktikumSessions(summary)
    if sets.contains(.praktikum), set != nil || sessions.hasEcho {
      sheets.append(
        AnswerSheet(
          set: .praktikum, capture: nil, captureName: nil, record: nil, reason: .fitting,
          answers: PraktikumAnswers(summary, listing, sessions).answers))
    }
    unfit = sets.filter { set in !sheets.contains { $0.set == set } }
  }

  /// The conversation that questions are answered for: an echo, or else the one with most payload.
  static func conversation(
    of capture: Int, _ transport: TransportProtocol, in summary: Summary
  ) -> (record: ConversationRecord, reason: AnswerSheet.Reason)? {
    let all = summary.conversations.filter { $0.capture == capture && $0.protocol == transport }
    let told = all.filter { $0.background == nil }
    let candidates = told.isEmpty ? all : told
    func largest(_ records: [ConversationRecord]) -> ConversationRecord? {
      records.max { ($0.payloadBytes, $1.index) < ($1.payloadBytes, $0.index) }
    }
    if let echo = largest(candidates.filter(\.isEcho)) { return (echo, .echo) }
    let left = summary.captures[capture].leftOut?.conversations ?? 0
    return largest(candidates).map { ($0, summary.isSelected ? .selected : .largest(of: candidates.count + left)) }
  }
}
