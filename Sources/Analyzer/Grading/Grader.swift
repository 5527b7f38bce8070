import Conversations
import Wire

/// Grades submissions by a specification.
///
/// Each requirement looks for the conversation that meets it best. Traffic that hosts make by themselves is left out, and
/// where conversations return something of what they are sent, the questions how a conversation opened, closed and went are
/// asked of those alone: a browser's connections are not what was to be handed in.
public struct Grader: Sendable {
  let specification: GradingSpecification

  public init(_ specification: GradingSpecification) { self.specification = specification }

  public func grade(_ submission: Submission) -> Grade {
    let items = specification.requirements.map { item($0, submission) }
    return Grade(items: items, isPassed: items.map(\.points).sum >= specification.passAt)
  }

  /// What was found, before points are given.
  struct Finding {
    var reason: GradeReason
    /// Parts of the whole that are met.
    var share: (met: Int, of: Int) = (0, 1)
    var conversation: ConversationRecord?
    var evidence: [Grade.Evidence] = []

    var isMet: Bool { share.met >= share.of }

    init(_ reason: GradeReason, isMet: Bool) {
      self.reason = reason
      share = (isMet ? 1 : 0, 1)
    }

    init(_ reason: GradeReason, isMet: Bool, _ record: ConversationRecord, _ frames: [Int], of total: Int? = nil) {
      self.init(reason, isMet: isMet)
      conversation = record
      evidence = Self.evidence(record.capture, frames, of: total)
    }

    /// `total` where there are more than these.
    static func evidence(_ capture: Int, _ frames: [Int], of total: Int? = nil) -> [Grade.Evidence] {
      let each = Set(frames).sorted()
      guard !each.isEmpty else { return [] }
      return [
        Grade.Evidence(
          capture: capture, frames: Array(each.prefix(Evidence.limit)), total: max(total ?? 0, each.count))
      ]
    }
  }

  private func item(_ requirement: Requirement, _ submission: Submission) -> Grade.Item {
    let finding = finding(requirement, submission)
    let points =
      finding.isMet
      ? requirement.points
      : requirement.isPartial ? requirement.points.share(finding.share.met, of: finding.share.of) : .zero
    return Grade.Item(
      requirement: requirement, points: points, isMet: finding.isMet, reason: finding.reason,
      conversation: finding.conversation, evidence: finding.evidence)
  }

  private func finding(_ requirement: Requirement, _ submission: Submission) -> Finding {
    // Of nothing, everything would be true.
    guard submission.summary.captures.contains(where: { $0.packets > 0 }) else {
      return Finding(.noPackets, isMet: false)
    }
    return switch requirement.kind {
    case .handshake: best(requirement, .tcp, submission, ofEchoes: true, Self.handshake)
    case .echo(let transport, let atLeast, let payload):
      best(requirement, transport, submission, ofEchoes: false) { record in
        guard let payload, let text = specification.payloads.firstIndex(of: payload) else {
          return Self.echoes(record, atLeast: atLeast)
        }
        return Self.textEchoes(record, submission.occurrences(of: text, in: record), atLeast: atLeast)
      }
    case .close(let side):
      best(requirement, .tcp, submission, ofEchoes: true) { Self.close($0, by: side) }
    case .replies(let atLeast):
      best(requirement, .udp, submission, ofEchoes: false) { Self.replies($0, atLeast: atLeast) }
    case .endpoints(let demanded): Self.endpoints(demanded, candidates(demanded.protocol, nil, submission))
    case .noLoss: loss(submission)
    case .captured(let after, let before): Self.captured(after, before, submission)
    case .linkType(let demanded): Self.linkTypes(demanded, submission)
    case .messages(let transport, let atLeast):
      best(requirement, transport, submission, ofEchoes: true) { Self.messages($0, atLeast: atLeast) }
    case .bytes(let transport, let atLeast):
      best(requirement, transport, submission, ofEchoes: true) { Self.bytes($0, atLeast: atLeast) }
    case .uncut: Self.uncut(submission)
    case .noRetransmissions: noRetransmissions(requirement, submission)
    case .bothProtocols: bothProtocols(submission)
    }
  }

  /// Conversations to look at: those that return something first, then the largest.
  func candidates(_ transport: TransportProtocol?, _ port: UInt16?, _ submission: Submission) -> [ConversationRecord] {
    submission.summary.conversations.filter { record in
      record.background == nil && (transport == nil || record.protocol == transport)
        && (port == nil || record.originator.port == port || record.responder.port == port)
    }.sorted { first, second in
      let (one, other) = (first.returnedRequests > 0, second.returnedRequests > 0)
      if one != other { return one }
      return first.bytes == second.bytes ? first.index < second.index : first.bytes > second.bytes
    }
  }

  /// Those of them that return something; all where none does.
  static func echoes(of records: [ConversationRecord]) -> [ConversationRecord] {
    let echoes = records.filter { $0.returnedRequests > 0 }
    return echoes.isEmpty ? records : echoes
  }

  /// What the conversation shows that meets the requirement best.
  private func best(
    _ requirement: Requirement, _ transport: TransportProtocol?, _ submission: Submission, ofEchoes: Bool,
    _ find: (ConversationRecord) -> Finding
  ) -> Finding {
    var records = candidates(transport, requirement.port, submission)
    if ofEchoes { records = Self.echoes(of: records) }
    var best: Finding?
    for record in records {
      let finding = find(record)
      if finding.isMet { return finding }
      // The parts are those of one requirement, so that there are as many of each.
      if best.map({ finding.share.met > $0.share.met }) ?? true { best = finding }
    }
    return best ?? Finding(.noConversation(transport, port: requirement.port), isMet: false)
  }
}
