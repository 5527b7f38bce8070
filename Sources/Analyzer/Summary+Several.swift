import Conversations

extension Summary {
  /// Adds what another capture gave. Frame and stream numbers stay that capture's own; `index` counts on.
  public mutating func append(_ other: Summary) {
    // The first takes nothing to count on from, and may be large.
    guard !captures.isEmpty else {
      (captures, conversations, findings) = (other.captures, other.conversations, other.findings)
      (otherTraffic, hasAllDetails) = (other.otherTraffic, other.hasAllDetails)
      (isSelected, packets) = (other.isSelected, other.packets)
      return
    }
    let capture = captures.count, conversation = (conversations.map(\.index).max() ?? -1) + 1
    captures += other.captures
    conversations += other.conversations.map { record in
      var record = record
      record.capture += capture
      record.index += conversation
      return record
    }
    findings += other.findings.map { finding in
      var finding = finding
      finding.capture += capture
      finding.conversation = finding.conversation.map { $0 + conversation }
      return finding
    }
    otherTraffic += other.otherTraffic.map { traffic in
      var traffic = traffic
      traffic.capture += capture
      return traffic
    }
    packets.append(other.packets, from: conversation)
    hasAllDetails = hasAllDetails && other.hasAllDetails
    isSelected = isSelected || other.isSelected
  }
}
