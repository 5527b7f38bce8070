import Analyzer
import Conversations

/// The words of a check of what a report declares.
protocol CheckPhrases: Sendable {
  var title: String { get }
  var declared: String { get }
  var result: String { get }
  /// A declaration without a name, by its number from 1.
  func name(_ number: Int) -> String
  func status(_ status: DeclarationCheck.Status) -> String
  /// What was found of a declaration, in a sentence.
  func finding(_ item: DeclarationCheck.Item, capture: String?) -> String
  /// Why a text is no address, or has no port.
  func faults(_ end: DeclaredEnd) -> [String]
  func summary(matching: Int, of total: Int) -> String
  var undeclared: String { get }
  func undeclared(_ record: ConversationRecord, capture: String?) -> String
  func moreUndeclared(_ count: Int) -> String
  var server: String { get }
  var client: String { get }
}
