import Conversations
import Wire

// What is asked of the recording itself.
extension Grader {
  func loss(_ submission: Submission) -> Finding {
    let captures = submission.summary.captures
    let dropped = captures.reduce(0) { $0 + ($1.droppedByKernel ?? 0) + ($1.droppedByInterface ?? 0) }
    let losses = submission.summary.findings.filter { $0.code == .captureLoss }
    guard dropped > 0 || !losses.isEmpty else {
      let records = Self.echoes(of: candidates(.tcp, nil, submission))
      let oneSided = Set(submission.summary.findings.filter { $0.code == .tcpOneDirection }.compactMap(\.conversation))
      if let record = records.first(where: { oneSided.contains($0.index) }) {
        let side: Side = record.toResponder.packets == 0 ? .originator : .responder
        return Finding(.sideAbsent(side), isMet: false, record, [record.first.frame])
      }
      let areKnown = captures.allSatisfy { $0.droppedByKernel != nil || $0.droppedByInterface != nil }
      return Finding(.noLoss(hasACKs: !records.isEmpty, areDropsKnown: areKnown), isMet: true)
    }
    var finding = Finding(.loss(dropped: dropped, unseen: losses.reduce(0) { $0 + $1.count }), isMet: false)
    finding.evidence = losses.flatMap { Finding.evidence($0.capture, $0.frames, of: $0.count) }
    return finding
  }

  static func captured(_ after: Timestamp?, _ before: Timestamp?, _ submission: Submission) -> Finding {
    var (first, last): (FrameMoment?, FrameMoment?) = (nil, nil)
    var (firstCapture, lastCapture) = (0, 0)
    for (place, evidence) in submission.evidence.enumerated() where submission.summary.captures[place].packets > 0 {
      guard let earliest = evidence.earliest, let latest = evidence.latest else {
        return Finding(.untimed, isMet: false)
      }
      if first.map({ earliest.time < $0.time }) ?? true { (first, firstCapture) = (earliest, place) }
      if last.map({ latest.time > $0.time }) ?? true { (last, lastCapture) = (latest, place) }
    }
    guard let first, let last else { return Finding(.untimed, isMet: false) }
    let digits = submission.summary.captures.map(\.timestampDigits).max() ?? 6
    func finding(_ reason: GradeReason, isMet: Bool, _ evidence: [(Int, FrameMoment)]) -> Finding {
      var finding = Finding(reason, isMet: isMet)
      for (capture, moment) in evidence {
        if finding.evidence.last?.capture == capture {
          finding.evidence = Finding.evidence(capture, (finding.evidence.last?.frames ?? []) + [moment.frame])
        } else {
          finding.evidence += Finding.evidence(capture, [moment.frame])
        }
      }
      return finding
    }
    if let after, first.time < after {
      return finding(
        .capturedTooEarly(first: first.time, demanded: after, digits: digits), isMet: false, [(firstCapture, first)])
    }
    if let before, last.time >= before {
      return finding(
        .capturedTooLate(last: last.time, demanded: before, digits: digits), isMet: false, [(lastCapture, last)])
    }
    return finding(
      .captured(first: first.time, last: last.time, digits: digits), isMet: true,
      [(firstCapture, first), (lastCapture, last)])
  }

  static func linkTypes(_ demanded: [LinkType], _ submission: Submission) -> Finding {
    let found = submission.summary.captures.flatMap(\.linkTypes).reduce(into: [LinkType]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    // Raw IP has several numbers and one name.
    let others = found.filter { type in !demanded.contains { $0 == type || $0.name == type.name } }
    return others.isEmpty && !found.isEmpty
      ? Finding(.linkTypes(found), isMet: true) : Finding(.otherLinkTypes(others), isMet: false)
  }

  static func uncut(_ submission: Submission) -> Finding {
    let captures = submission.summary.captures
    let frames = captures.reduce(0) { $0 + $1.framesCut }
    let isCut = captures.contains { $0.cut != nil }
    guard frames > 0 || isCut else { return Finding(.whole, isMet: true) }
    var finding = Finding(.cut(frames: frames, file: isCut), isMet: false)
    finding.evidence = submission.summary.findings.filter { $0.code == .captureSnapshot }
      .flatMap { Finding.evidence($0.capture, $0.frames, of: $0.count) }
    return finding
  }
}
