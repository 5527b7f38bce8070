import Conversations

typealias RoundTripWorth = RoundTrip
typealias RetransmissionCause = Retransmission.Cause

/// What a capture answers to a question: values, without a language.
struct Answer: Sendable {
  /// What the packets say of a statement.
  enum Verdict: String, Hashable, Sendable, CaseIterable {
    case right, wrong, partly
    case undecided = "cannot-be-decided"
  }

  let question: AnswerQuestion
  /// Of a statement.
  var verdict: Verdict?
  /// What is to be said, in order.
  var facts: [AnswerFact] = []
  /// Mistakes that others made with this question, where this capture invites them.
  var warnings: [AnswerFact] = []
  var values: [AnswerValue] = []
  var tables: [AnswerTable] = []
  /// The conversation whose drawing belongs to the answer.
  var subject: ConversationRecord?
  /// Why it cannot be answered; or, with facts, why only in part.
  var obstacle: AnswerObstacle?

  init(_ question: AnswerQuestion) { self.question = question }

  init(_ question: AnswerQuestion, cannot obstacle: AnswerObstacle) {
    self.question = question
    self.obstacle = obstacle
    if question.isClaim { verdict = .undecided }
  }

  /// The capture says something about it.
  var isAnswerable: Bool { verdict.map { $0 != .undecided } ?? (!facts.isEmpty || !values.isEmpty) }

  mutating func add(
    _ name: AnswerValueName, _ quantity: AnswerValue.Quantity, item: Int? = nil, of side: Side? = nil,
    _ formula: AnswerFormula? = nil, _ substitution: Worked? = nil, frames: [Int] = []
  ) {
    values.append(AnswerValue(name, quantity, item: item, of: side, formula, substitution, frames: frames))
  }

  mutating func say(_ fact: TCPFact) { facts.append(.tcp(fact)) }
  mutating func say(_ fact: UDPFact) { facts.append(.udp(fact)) }
  mutating func say(_ fact: ClaimFact) { facts.append(.claim(fact)) }
  mutating func warn(_ fact: TCPFact) { warnings.append(.tcp(fact)) }
  mutating func warn(_ fact: UDPFact) { warnings.append(.udp(fact)) }
}

/// Something that an answer says: decided once, worded by each language.
enum AnswerFact: Sendable {
  case tcp(TCPFact)
  case udp(UDPFact)
  case claim(ClaimFact)
}

/// Why the capture does not answer a question, or only in part.
enum AnswerObstacle: Hashable, Sendable {
  case noTCP, noUDP, noEcho, noChat, noSample
  case noSYN, noSYNACK, noHandshake, noData, oneDirection
  /// Fewer segments with payload than are asked for.
  case fewerSegments(Int, wanted: Int)
  case noScale
  /// The snapshot length cut the options of a SYN.
  case optionsCut
  /// The snapshot length cut payload.
  case payloadCut
  /// The search for a request ended before the payload did.
  case searchEnded(bytes: Int)
  case noAcknowledgment
  case noRoundTrip
  case noTime
  case noTeardown
  case fewFleets(Int)
  case firstKept(Int, of: Int)
  /// There are more conversations than those that were looked at.
  case someConversations
  /// None of its packets was kept, of so many conversations.
  case notLookedAt
  case noReply
  /// The packet that would show it is a fragment.
  case fragmented(frame: Int)
  case headersUnknown(frame: Int)
  case rulesProgram
}
