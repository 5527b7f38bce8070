public import Conversations

/// Two submissions hold what looks like one recording: numbers agree that chance makes differ. What follows from that is for
/// an instructor to decide.
public struct SameRecording: Hashable, Sendable {
  /// One of the two conversations.
  public struct Place: Hashable, Sendable {
    /// By its place in the list of submissions.
    public let submission: Int
    public let path: String
    public let conversation: ConversationRecord
    /// The first eight frames that agree with the other's, in order.
    public let frames: [Int]
    /// How many agree, of those that are compared (``packetLimit``).
    public let framesTotal: Int
  }

  /// What agrees, and how often.
  public enum Agreement: Hashable, Sendable {
    /// The files, byte for byte.
    case file
    /// Raw sequence numbers of both sides, in so many packets.
    case sequenceNumbers(Int)
    /// Values of the TCP timestamps option.
    case timestampValues(Int)
    /// IPv4 identifications.
    case identifications(Int)
    /// Times between packets, as finely as both captures tell them.
    case intervals(Int)
  }

  public let first: Place
  public let second: Place
  public let agreements: [Agreement]
  /// Of so many times between packets that both have, so many agree.
  public let intervals: (equal: Int, total: Int)
  /// How much later the second was, where all times between packets agree.
  public let shift: Int64?
  /// It is less than the coarser of both captures tells: rounding, and no other time.
  public let isShiftRounding: Bool
  /// Addresses or ports are not the same.
  public let haveOtherEndpoints: Bool

  /// Packets of a conversation that are compared: its first.
  public static var packetLimit: Int { 64 }

  /// The same times between packets: a copy. Otherwise one connection that was recorded at two places, or whose times were
  /// changed.
  public var hasSameTimes: Bool { intervals.total > 0 && intervals.equal == intervals.total }

  public static func == (left: SameRecording, right: SameRecording) -> Bool {
    left.first == right.first && left.second == right.second && left.agreements == right.agreements
      && left.shift == right.shift
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(first)
    hasher.combine(second)
  }
}

extension SameRecording {
  /// Conversations of one submission that are compared: the largest, and pairs that are told.
  private static let limits = (conversations: 16, pairs: 200)

  /// Pairs of captures of different submissions that look like one recording, each by the conversation that has most of its
  /// packets in both.
  public static func find(in submissions: [Submission]) -> [SameRecording] {
    var numbers = ComparableMarks.Numbers()
    var marked: [[[Marked]]] = submissions.map { submission in
      submission.summary.captures.indices.map { capture in
        submission.summary.conversations.filter { $0.capture == capture && $0.background == nil }
          .sorted { $0.bytes == $1.bytes ? $0.index < $1.index : $0.bytes > $1.bytes }
          .prefix(limits.conversations)
          .compactMap { record in submission.marks(of: record).map { (record, ComparableMarks($0, &numbers)) } }
      }
    }
    ComparableMarks.noteShared(&marked)
    var found: [SameRecording] = []
    for one in submissions.indices {
      for other in submissions.indices.dropFirst(one + 1) {
        for capture in marked[one] {
          for against in marked[other] {
            guard found.count < limits.pairs else { return found }
            guard let best = best(capture, submissions[one], against, submissions[other]) else { continue }
            found.append(
              SameRecording(
                best.match, (one, submissions[one], best.first), (other, submissions[other], best.second)))
          }
        }
      }
    }
    return found
  }

  private typealias Marked = (record: ConversationRecord, marks: ComparableMarks)

  /// The conversations of two captures that have most packets in common.
  private static func best(
    _ first: [Marked], _ one: Submission, _ second: [Marked], _ other: Submission
  ) -> (match: MarkMatch, first: ConversationRecord, second: ConversationRecord)? {
    var best: (match: MarkMatch, first: ConversationRecord, second: ConversationRecord)?
    for (record, marks) in first {
      for (against, others) in second where against.protocol == record.protocol {
        guard let match = MarkMatch(marks, others, units: (one.unit(of: record), other.unit(of: against))) else {
          continue
        }
        if best.map({ match.pairs.count > $0.match.pairs.count }) ?? true { best = (match, record, against) }
      }
    }
    return best
  }

  private init(
    _ match: MarkMatch, _ one: (Int, Submission, ConversationRecord), _ other: (Int, Submission, ConversationRecord)
  ) {
    func place(_ side: (Int, Submission, ConversationRecord), _ frames: [Int]) -> Place {
      Place(
        submission: side.0, path: side.1.files[side.2.capture].path, conversation: side.2,
        frames: Array(frames.prefix(8)), framesTotal: frames.count)
    }
    first = place(one, match.pairs.map(\.0.frame))
    second = place(other, match.pairs.map(\.1.frame))
    let digests = (one.1.files[one.2.capture].sha256, other.1.files[other.2.capture].sha256)
    agreements = (digests.0 != nil && digests.0 == digests.1 ? [.file] : []) + match.agreements
    intervals = match.intervals
    shift = match.shift
    isShiftRounding = match.isShiftRounding
    let (ours, theirs) = (one.2, other.2)
    haveOtherEndpoints = ours.originator != theirs.originator || ours.responder != theirs.responder
  }
}

extension Submission {
  /// Nanoseconds that the times of the record's capture are good for.
  fileprivate func unit(of record: ConversationRecord) -> Int64 {
    summary.captures[record.capture].timestampDigits >= 9 ? 1 : 1_000
  }
}
