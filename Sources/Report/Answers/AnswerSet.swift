/// A set of lab questions that a capture can answer.
public enum AnswerSet: String, Hashable, Sendable, CaseIterable {
  /// The TCP lab that goes with Kurose and Ross, versions 7 to 9.
  case kuroseTCP = "kurose-tcp"
  /// The UDP lab that goes with Kurose and Ross, versions 7 and 8.
  case kuroseUDP = "kurose-udp"
  /// The tasks of the network programming practicum, and the statements of its example report.
  case praktikum

  var questions: [AnswerQuestion] { AnswerQuestion.allCases.filter { $0.set == self } }
}
