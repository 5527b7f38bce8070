import Conversations

/// What one person handed in: a capture, or several.
public struct Submission: Sendable {
  /// A capture of it.
  public struct File: Hashable, Sendable {
    public let path: String
    /// Nil where it cannot be read again.
    public let sha256: String?
  }

  /// The file, or the folder that its files are in.
  public let path: String
  public private(set) var files: [File] = []
  /// Of all its captures.
  public private(set) var summary = Summary()
  private(set) var evidence: [CaptureEvidence] = []
  /// For each capture the number that its first conversation has in the summary.
  private var firstConversations: [Int] = []

  public init(path: String) { self.path = path }

  /// Adds a capture, of which `evidence` was collected while `summary` was made.
  public mutating func add(_ summary: Summary, _ evidence: CaptureEvidence, sha256: String?) {
    let first = self.summary.captures.isEmpty ? 0 : (self.summary.conversations.map(\.index).max() ?? -1) + 1
    files.append(File(path: summary.captures.first?.path ?? path, sha256: sha256))
    firstConversations.append(first)
    self.summary.append(summary)
    var evidence = evidence
    evidence.finish()
    self.evidence.append(evidence)
  }

  /// Conversations that were not looked at, of all its captures: the smallest (`AnalysisOptions.conversationLimit`).
  public var leftOut: Int { summary.captures.reduce(0) { $0 + ($1.leftOut?.conversations ?? 0) } }

  /// Where `text`, by its place among the specification's payloads, occurs in a conversation of the summary; false where that
  /// is not all.
  func occurrences(of text: Int, in record: ConversationRecord) -> (found: [PayloadOccurrence], areAll: Bool) {
    evidence[record.capture].texts.all(of: text, in: record.index - firstConversations[record.capture])
  }

  func marks(of record: ConversationRecord) -> PacketMarks? {
    evidence[record.capture].marks[record.index - firstConversations[record.capture]]
  }
}
