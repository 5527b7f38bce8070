import Conversations
import Report

/// Lines of conversations on their way to standard output, each as soon as its conversation is over.
struct ConversationLines {
  private let format: ConversationsCommand.Format
  /// Of the sentences that json has.
  private let language: Language
  private var output = FailableOutput(.standardOutput)
  /// Counts the captures from 0.
  private var capture = -1
  /// `index` counts on from one capture to the next.
  private var firstIndex = 0
  private var nextIndex = 0
  private(set) var isEmpty = true
  /// It takes no more; the user has been told.
  var hasFailed: Bool { output.hasFailed }

  init(format: ConversationsCommand.Format, language: Language) {
    self.format = format
    self.language = language
    if format == .csv { output.bytes += ConversationCSV().header() }
  }

  /// What comes is of another capture.
  mutating func begin() {
    capture += 1
    firstIndex = nextIndex
  }

  mutating func add(_ record: ConversationRecord, _ findings: [Finding], digits: Int) {
    isEmpty = false
    var record = record
    record.capture = capture
    record.index += firstIndex
    nextIndex = max(nextIndex, record.index + 1)
    switch format {
    case .table: break
    case .json:
      let findings = findings.map { finding in
        var finding = finding
        finding.capture = capture
        finding.conversation = record.index
        return finding
      }
      output.bytes += JSONReport(language: language).line(record, findings: findings, timestampDigits: digits)
    case .csv: output.bytes += ConversationCSV().line(record, timestampDigits: digits)
    case .zeek: output.bytes += ZeekLog().line(record)
    }
    output.flushIfFull()
  }

  mutating func flush() { output.flush() }
}
