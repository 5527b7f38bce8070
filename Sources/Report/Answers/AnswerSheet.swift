import Analyzer
import Conversations

/// The answers of one conversation, or of several captures, to a set of questions.
struct AnswerSheet: Sendable {
  /// Why these questions are answered for this conversation.
  enum Reason: Hashable, Sendable {
    /// It returns what it was sent.
    case echo
    /// The one with most payload, of so many of its protocol.
    case largest(of: Int)
    /// It was chosen.
    case selected
    /// What fits each question, of all captures.
    case fitting
    case none
  }

  let set: AnswerSet
  /// The capture's place in the summary and its name; nil where several belong to it.
  let capture: Int?
  let captureName: String?
  let record: ConversationRecord?
  let reason: Reason
  var answers: [Answer]

  /// What keeps every one of the questions from an answer, where it is one and the same.
  var obstacleToAll: AnswerObstacle? {
    guard let obstacle = answers.first?.obstacle else { return nil }
    return answers.allSatisfy { !$0.isAnswerable && $0.facts.isEmpty && $0.obstacle == obstacle } ? obstacle : nil
  }
}
