public import Conversations

/// Whether a capture can be trusted: how well it shows what was on the wire, judged by its own evidence.
///
/// Each weak spot that the capture has is a reason with a weight, and the gravest of them is the verdict:
///
/// - `poor`: counts in the report can be wrong in substance. At least 1 % of the packets were dropped while capturing; of
///   three ACKs or more, and at least 1 % of all ACKs, the data that they cover is not there (the measure of Zeek's
///   `capture-loss`); of more than half of the TCP conversations with data only one side is there; time runs backwards at
///   three frames or more, and at least 1 % of all; the capture breaks off before its first frame.
/// - `limited`: some statements need care. Any of the same in a smaller measure; packets that are there twice; a clock that
///   was set; an interface that was down for a time; frames without a time; conversations whose beginning is missing; frames
///   that the snapshot length cut; datagrams of which a fragment is missing; conversations that were let go, or of which not
///   all was kept, because there was more of them than there is room for.
/// - `good`: nothing of that. Notes may stand beside it: several link types, and cards that cut, join or check packets
///   (offload), because of which packets of the capture are not those of the wire; and packets that the network lost
///   before they came to the capture. Nor is it the capture's fault where it has more conversations than a summary.
///
/// What nobody counted is no reason: most files do not tell how many packets were dropped. Of conversations those alone count
/// that the summary has: with a selection, the selected ones.
public struct CaptureTrust: Hashable, Sendable, Codable {
  public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    case poor, limited, good
  }

  /// One weak spot.
  public struct Reason: Hashable, Sendable, Codable {
    /// The finding, or findings, that it sums up.
    public let code: Finding.Code
    /// What the verdict would be by this one alone; `good` for a note.
    public let weight: Verdict
    /// Packets, frames, ACKs or datagrams, as the code counts them; of several conversations together.
    public let count: Int
    /// Of how many `count` is a part: ACKs for `capture.loss`, packets for `capture.drops`; else nil.
    public let population: Int?
    /// How many conversations show it; nil where it is about the capture.
    public let conversations: Int?
    /// The first frames that show it, at most sixteen; one for each conversation.
    public let frames: [Int]
  }

  /// Nil where there is nothing to judge: no packet was analysed, and nothing is known to be wrong.
  public let verdict: Verdict?
  /// The gravest first.
  public let reasons: [Reason]

  /// Judges the capture at place `capture` of a summary by the findings about it and its conversations.
  public init(of capture: Int, in summary: Summary) {
    let record = summary.captures[capture]
    var gathered: [Finding.Code: Gathered] = [:]
    for finding in summary.findings where finding.capture == capture && Self.codes.contains(finding.code) {
      gathered[finding.code, default: Gathered()].add(finding)
    }
    let leftOut = record.leftOut
    for (code, findings) in leftOut?.findings ?? [:] where Self.codes.contains(code) {
      gathered[code, default: Gathered()].add(findings)
    }
    let oneSided = gathered[.tcpOneDirection]?.conversations ?? 0
    let isMostlyOneSided =
      oneSided > 0
      && oneSided > Self.conversationsWithBothSides(of: capture, in: summary) + (leftOut?.withBothSides ?? 0)
    let reasons = Self.codes.compactMap { code in
      gathered[code].map { found in
        Reason(
          code: code,
          weight: Self.isPoor(code, found, record, isMostlyOneSided: isMostlyOneSided)
            ? .poor : Self.notes.contains(code) ? .good : .limited,
          count: found.count, population: found.population,
          conversations: found.conversations > 0 ? found.conversations : nil, frames: found.frames)
      }
    }
    self.reasons = Verdict.allCases.flatMap { weight in reasons.filter { $0.weight == weight } }
    verdict = self.reasons.first?.weight ?? (record.packets > 0 ? .good : nil)
  }
}

extension CaptureTrust {
  /// Weak spots in the order in which they are told.
  private static let codes: [Finding.Code] = [
    .captureCut, .captureFilesIncomplete, .captureDrops, .captureLoss, .captureDuplicates, .captureTimeBackwards,
    .captureTimeStep, .captureInterfaceDown,
    .captureUntimed, .tcpOneDirection, .tcpMidstream, .captureSnapshot, .fragmentsIncomplete, .conversationLetGo,
    .conversationOutgrown, .captureConversationsLeftOut, .captureMixedLinkTypes, .tcpLargeSegment, .checksumPartial,
    .tcpLostBeforeCapture,
  ]
  /// Those that do not make a capture worse.
  private static let notes: Set<Finding.Code> = [
    .captureConversationsLeftOut, .captureMixedLinkTypes, .tcpLargeSegment, .checksumPartial, .tcpLostBeforeCapture,
  ]
  /// Below this number, chance alone may make a large share of a small capture.
  private static var least: Int { 3 }

  /// Findings of one code together. There may be very many: they are counted, and few of their frames kept.
  private struct Gathered {
    var count = 0
    var population: Int?
    var conversations = 0
    var frames: [Int] = []

    mutating func add(_ finding: Finding) {
      let (sum, overflow) = count.addingReportingOverflow(finding.count)
      count = overflow ? .max : sum
      population = population ?? finding.population
      guard finding.conversation != nil else { return frames = finding.frames }
      conversations += 1
      if let first = finding.frames.first, frames.count < Evidence.limit { frames.append(first) }
    }

    /// Adds those of conversations without a record. The first of all have one (`RecordCollector`).
    mutating func add(_ others: LeftOut.Findings) {
      let (sum, overflow) = count.addingReportingOverflow(others.count)
      count = overflow ? .max : sum
      conversations += others.number
      frames = Array((frames + others.firsts.frames).prefix(Evidence.limit))
    }
  }

  private static func isPoor(
    _ code: Finding.Code, _ found: Gathered, _ record: CaptureRecord, isMostlyOneSided: Bool
  ) -> Bool {
    switch code {
    case .captureCut, .captureFilesIncomplete: record.packets == 0
    case .captureDrops: isOneInAHundred(found.count, of: found.population)
    case .captureLoss: found.count >= least && isOneInAHundred(found.count, of: found.population)
    case .captureTimeBackwards: found.count >= least && isOneInAHundred(found.count, of: record.packets)
    case .tcpOneDirection: isMostlyOneSided
    default: false
    }
  }

  /// A file may claim any number.
  private static func isOneInAHundred(_ count: Int, of whole: Int?) -> Bool {
    whole.map { count >= $0 / 100 + ($0 % 100 == 0 ? 0 : 1) } ?? false
  }

  private static func conversationsWithBothSides(of capture: Int, in summary: Summary) -> Int {
    let all = summary.conversations
    return all.indices.count { all[$0].capture == capture && all[$0].hasBothSides }
  }
}
