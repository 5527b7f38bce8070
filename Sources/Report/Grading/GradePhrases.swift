import Analyzer
import Conversations

/// The words of a grade.
protocol GradePhrases: Sendable {
  /// What heads the page where the specification has no title.
  var title: String { get }
  /// What a requirement demands, where the instructor did not say it.
  func demand(_ requirement: Requirement) -> String
  /// Why it is met, or what was found instead; without the frames that show it.
  func reason(_ reason: GradeReason, of requirement: Requirement) -> String
  /// `10 of 20`.
  func points(_ points: Points, of maximum: Points) -> String
  func result(isPassed: Bool) -> String
  /// What heads a submission.
  func heading(_ name: String, _ grade: Grade) -> String
  func passMark(_ points: Points, of maximum: Points) -> String
  /// `lan.pcap, TCP stream 1 (frames 3 and 4)`: where a reason is seen. `capture` where there are several.
  /// `total` frames there are.
  func place(capture: String?, _ conversation: ConversationRecord?, _ frames: [Int], of total: Int) -> String
  /// So many conversations are in the captures, and were not looked at.
  func leftOut(_ conversations: Int) -> String
  func files(_ names: [String]) -> String
  var submission: String { get }
  var pointsColumn: String { get }
  var resultColumn: String { get }
  var requirement: String { get }
  var lost: String { get }

  var sameRecordings: String { get }
  /// Captures of several submissions that look like one recording (or one session that several recorded).
  func same(_ group: SameRecordings, _ names: [String]) -> String
  /// The two conversations of a pair, and what agrees.
  func pair(_ same: SameRecording, _ names: (first: String, second: String)) -> String
  /// So many pairs more than were told.
  func morePairs(_ count: Int) -> String
  /// What an instructor should keep in mind.
  var sameRecordingsRemark: String { get }
}
