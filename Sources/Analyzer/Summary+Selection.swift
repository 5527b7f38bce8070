import Conversations

extension Summary {
  /// Leaves what `selection` asks for, as if that had been asked for from the beginning.
  public mutating func select(_ selection: Selection) {
    guard !selection.isEmpty else { return }
    isSelected = true
    conversations = conversations.compactMap { record in
      guard selection.contains(record.protocol, stream: record.stream, record.originator, record.responder) else {
        return nil
      }
      var record = record
      if record.background != nil {
        // Whoever asks for it wants it told.
        record.background = nil
        findings += Finding.about(record).map { finding in
          var finding = finding
          finding.capture = record.capture
          return finding
        }
      }
      return record
    }
    let left = Set(conversations.map(\.index))
    findings.removeAll { $0.conversation.map { !left.contains($0) } ?? false }
    socketTimelines.removeAll { $0.conversation.map { !left.contains($0) } ?? false }
    otherTraffic = []
    for capture in captures.indices { captures[capture].leftOut = nil }
    tellOfCaptures()
  }

  /// Tells anew what the conversations that are left tell of their captures.
  private mutating func tellOfCaptures() {
    findings.removeAll { Finding.codesAboutCapture.contains($0.code) }
    for capture in captures.indices {
      let past = findings.first { $0.code == .captureTimeBackwards && $0.capture == capture }?.frames ?? []
      findings += Finding.aboutCapture(
        of: conversations.filter { $0.capture == capture }, nil, seen: captures[capture].clockSteps,
        isBackwardsAt: past
      ).map { finding in
        var finding = finding
        finding.capture = capture
        return finding
      }
    }
  }
}
