import Analyzer
import Conversations
import Wire

/// A conversation phase by phase, as statements: what is told of it and in which order is decided here, for all languages.
struct StreamCourse {
  struct Part {
    let phase: StreamPhase
    /// Statements of one paragraph each.
    var paragraphs: [[StreamStatement]]
  }

  let record: ConversationRecord
  let rows: [PacketRow]
  let capture: CaptureRecord
  let findings: [Finding]
  /// Earlier conversations of the capture between these hosts.
  let earlier: [ConversationRecord]
  private let trust: CaptureTrust
  private let rowsByFrame: [Int: PacketRow]

  /// Messages, exchanges and the like that are told one by one.
  static var toldLimit: Int { 12 }
  /// Of more than that, those from the beginning; one comes from the end.
  static var firstTold: Int { 3 }

  /// `summary` has the conversation at `place`; `earlier` are those before it that a summary of the whole capture has.
  init(_ summary: Summary, at place: Int, earlier: [ConversationRecord]) {
    record = summary.conversations[place]
    rows = summary.packets[record.index]
    capture = summary.captures[record.capture]
    let index = record.index, number = record.capture
    findings = summary.findings.filter { $0.capture == number && ($0.conversation ?? index) == index }
    self.earlier = earlier
    trust = CaptureTrust(of: record.capture, in: summary)
    rowsByFrame = Dictionary(rows.map { ($0.frame, $0) }) { first, _ in first }
  }

  func row(_ frame: Int?) -> PacketRow? { frame.flatMap { rowsByFrame[$0] } }

  func found(_ codes: Finding.Code...) -> [StreamStatement] {
    codes.flatMap { code in findings.filter { $0.code == code }.map { .finding($0) } }
  }

  func caveats(on statement: Caveat.Statement) -> [Caveat] {
    Caveat.about(statement, of: record, in: capture, trust)
  }

  /// Times of the capture that cannot be trusted measure no pause.
  var isClockSound: Bool {
    !findings.contains { [.captureTimeBackwards, .captureTimeStep, .captureUntimed].contains($0.code) }
  }

  var parts: [Part] {
    let own: [Part] =
      record.protocol == .tcp
      ? [
        Part(phase: .before, paragraphs: before), Part(phase: .opening, paragraphs: opening),
        Part(phase: .data, paragraphs: data), Part(phase: .trouble, paragraphs: trouble + aboutCapture),
        Part(phase: .closing, paragraphs: closing),
      ]
      : [
        Part(phase: .opening, paragraphs: firstDatagram), Part(phase: .data, paragraphs: exchanges),
        Part(phase: .trouble, paragraphs: datagramTrouble + aboutCapture),
        Part(phase: .silence, paragraphs: [[.datagram(.ends(last: record.last.frame, rest: rest))]]),
      ]
    return ([Part(phase: .introduction, paragraphs: introduction)] + own + [Part(phase: .result, paragraphs: result)])
      .map { part in Part(phase: part.phase, paragraphs: part.paragraphs.filter { !$0.isEmpty }) }
      .filter { !$0.paragraphs.isEmpty }
  }

  /// From the last packet to the end of the capture; nil where its times tell nothing.
  private var rest: Int64? { isClockSound ? capture.lastTime?.elapsed(since: record.last.time) : nil }

  private var introduction: [[StreamStatement]] {
    var first: [StreamStatement] = [
      .introduction(path: capture.path, captureNanoseconds: capture.durationNanoseconds)
    ]
    if record.rolesInferred { first.append(.rolesInferred) }
    guard rows.count < record.packets, let last = rows.last else { return [first] }
    return [first, [.summarised(kept: rows.count, last: last.frame)]]
  }

  /// Earlier attempts that are told.
  private static var attemptLimit: Int { 4 }

  private var before: [[StreamStatement]] {
    let previous = earlier.filter {
      $0.protocol == .tcp && $0.first.frame < record.first.frame && $0.stream != record.stream
        && $0.originator.address == record.originator.address && $0.responder == record.responder
    }
    let reused = previous.last { $0.originator == record.originator }
    let failed = previous.filter {
      ($0.outcome == .refused || $0.outcome == .unanswered) && $0.stream != reused?.stream
    }
    var attempts: [StreamStatement] = failed.suffix(Self.attemptLimit).map { .earlierAttempt($0) }
    if failed.count > Self.attemptLimit { attempts.insert(.attemptsLeftOut(failed.count - Self.attemptLimit), at: 0) }
    return [
      attempts, reused.map { [.portsReused(by: $0)] } ?? [],
      found(.tcpOlderConnection, .tcpRefusedAtFirst, .conversationResumed, .conversationLetGo, .conversationOutgrown),
    ]
  }

  /// What is wrong with the capture, where it bears on what is told here.
  private var aboutCapture: [[StreamStatement]] {
    found(
      .captureCut, .captureFilesIncomplete, .captureDrops, .captureLoss, .captureDuplicates, .captureTimeBackwards,
      .captureTimeStep, .captureInterfaceDown, .captureUntimed, .captureSnapshot, .fragmentsIncomplete,
      .captureMixedLinkTypes
    ).map { [$0] }
  }

  private var result: [[StreamStatement]] {
    let verdict = Verdict(record, captureEnd: capture.lastTime)
    var statements: [StreamStatement] = [.verdict(verdict, caveats(on: .verdict(verdict))), .totals]
    let sides = [record.toResponder, record.toOriginator]
    let counters: [KeyPath<DirectionCounts, Int?>] = [
      \.retransmissions, \.outOfOrder, \.duplicateAcks, \.zeroWindows,
    ]
    let isClean = sides.allSatisfy { side in
      side.wrongChecksums == 0 && counters.allSatisfy { side[keyPath: $0] ?? 0 == 0 }
    }
    if isClean, !record.hasRepeats, record.protocol == .tcp, record.dataTotal > 0, sides.allSatisfy({ $0.packets > 0 })
    {
      let unchecked = sides.reduce(0) { $0 + $1.uncheckedChecksums }
      statements.append(.noTrouble(unchecked: unchecked, caveats(on: .noTrouble)))
    }
    return [statements]
  }
}
