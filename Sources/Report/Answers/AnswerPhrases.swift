import Conversations

/// The words of answers. Conditions are decided before; here they are only said.
protocol AnswerPhrases: Sendable {
  var numbers: NumberText { get }
  /// What heads all answers, and a set of them.
  var title: String { get }
  func title(of set: AnswerSet) -> String
  /// What heads the statements where they stand alone.
  var claims: String { get }
  /// Which conversation a sheet answers for.
  func subject(_ record: ConversationRecord, capture: String) -> String
  func reason(_ reason: AnswerSheet.Reason, for set: AnswerSet) -> String
  /// A set that no conversation fits.
  func unfit(_ set: AnswerSet) -> String
  /// No conversation fits any set.
  var nothing: String { get }

  func question(_ question: AnswerQuestion) -> String
  func name(of value: AnswerValueName) -> String
  func formula(_ formula: AnswerFormula) -> String
  func column(_ column: AnswerTable.Column) -> String
  func cause(_ cause: Retransmission.Cause) -> String
  func worth(_ roundTrip: RoundTrip) -> String
  func truth(_ value: Bool) -> String
  var unknown: String { get }
  var client: String { get }
  var server: String { get }
  func frames(_ frames: [Int], of total: Int) -> String
  func rowsLeftOut(_ count: Int, of total: Int) -> String

  func verdict(_ verdict: Answer.Verdict) -> String
  /// That it cannot be answered, or only in part, and why.
  func cannot(_ obstacle: AnswerObstacle) -> String
  /// That none of so many questions can be answered, and why.
  func cannotAny(of count: Int, _ obstacle: AnswerObstacle) -> String
  func undecided(_ obstacle: AnswerObstacle) -> String
  func inPart(_ obstacle: AnswerObstacle) -> String
  /// That a verdict is one of a part, and why.
  func judgedInPart(_ obstacle: AnswerObstacle) -> String
  /// What stands before a mistake that others made.
  var beware: String { get }
  func text(_ fact: TCPFact) -> String
  func text(_ fact: UDPFact) -> String
  func text(_ fact: ClaimFact) -> String
}

extension AnswerPhrases {
  /// Why `answer` is none, or only in part; nil where it is whole.
  func obstacle(to answer: Answer) -> String? {
    answer.obstacle.map { obstacle in
      switch answer.verdict {
      case .undecided?: undecided(obstacle)
      case .some: judgedInPart(obstacle)
      case nil: answer.isAnswerable ? inPart(obstacle) : cannot(obstacle)
      }
    }
  }

  func text(_ fact: AnswerFact) -> String {
    switch fact {
    case .tcp(let fact): text(fact)
    case .udp(let fact): text(fact)
    case .claim(let fact): text(fact)
    }
  }
}

extension Language {
  var answerPhrases: any AnswerPhrases {
    switch self {
    case .english: EnglishAnswerPhrases()
    case .indonesian: IndonesianAnswerPhrases()
    }
  }
}
