import Analyzer
import Conversations

// How far a capture can be trusted, and what its weak spots leave open.
extension EnglishPhrases {
  func trust(_ trust: CaptureTrust, _ verdict: CaptureTrust.Verdict, of capture: CaptureRecord) -> String {
    let word =
      switch verdict {
      case .poor: "poor"
      case .limited: "limited"
      case .good: "good"
      }
    guard !trust.reasons.isEmpty else { return word }
    let reasons = trust.reasons.map { reason($0, of: capture) + evidence(of: $0) }.joined(separator: "; ")
    return word + (verdict == .good ? "; " : ": ") + reasons
  }

  func reason(_ reason: CaptureTrust.Reason, of capture: CaptureRecord) -> String {
    let number = reason.count
    let conversations = count(reason.conversations ?? 0, "conversation")
    switch reason.code {
    case .captureCut:
      return "the capture breaks off, or is damaged, "
        + (capture.packets == 0 ? "before its first frame" : "after its last whole frame")
    case .captureFilesIncomplete: return "not all files could be read to their ends"
    case .captureDrops:
      let share = reason.population.flatMap { numbers.percent(number, of: $0) }
      return drops(kernel: capture.droppedByKernel, interface: capture.droppedByInterface)
        + (reason.weight == .poor ? share.map { " (\($0) of all)" } ?? "" : "")
    case .captureLoss: return loss(number, of: reason.population)
    case .captureDuplicates: return "\(count(number, "packet is", "packets are")) in the capture twice"
    case .captureTimeBackwards: return "time runs backwards at \(count(number, "frame"))"
    case .captureTimeStep: return clockStep(number)
    case .captureInterfaceDown: return interfaceDown(number)
    case .captureUntimed: return "\(count(number, "frame has", "frames have")) no time"
    case .tcpOneDirection: return "of \(conversations) only one side is in the capture"
    case .tcpMidstream: return "\(conversations) began before the capture"
    case .captureSnapshot: return "the snapshot length cut \(count(number, "frame"))"
    case .fragmentsIncomplete: return "of \(count(number, "datagram")) a fragment is missing"
    case .conversationLetGo:
      return
        "\(conversations) \(reason.conversations == 1 ? "was" : "were") let go before the end: too many were open at a time"
    case .conversationOutgrown: return "of \(conversations) not all could be kept"
    case .captureConversationsLeftOut:
      return "\(count(number, "conversation")) \(number == 1 ? "is" : "are") only counted"
    case .captureMixedLinkTypes: return "packets of \(number) link types are mixed"
    case .tcpLargeSegment:
      return
        "offload: in \(conversations) segments are larger than the MSS, so that packets here are not packets on the wire"
    case .checksumPartial: return "offload: in \(conversations) checksums are left to the network card"
    case .tcpLostBeforeCapture: return "in \(conversations) packets were lost before they came to the capture"
    default: return reason.code.rawValue
    }
  }

  /// The first frames of a reason, fewer than a finding names.
  private func evidence(of reason: CaptureTrust.Reason) -> String {
    guard !reason.frames.isEmpty else { return "" }
    let total = max(reason.conversations ?? reason.count, reason.frames.count)
    return " (\(frames(Array(reason.frames.prefix(3)), of: total)))"
  }

  private func drops(kernel: Int?, interface: Int?) -> String {
    let (kernel, interface) = (kernel ?? 0, interface ?? 0)
    if interface == 0 { return "\(count(kernel, "packet was", "packets were")) dropped by the kernel" }
    if kernel == 0 { return "\(count(interface, "packet was", "packets were")) dropped by the interface" }
    return "\(count(kernel, "packet was", "packets were")) dropped by the kernel and \(interface) by the interface"
  }

  func loss(_ number: Int, of all: Int?) -> String {
    let acknowledgments = all.map { "\(number) of \(count($0, "ACK"))" } ?? count(number, "ACK")
    let share = all.flatMap { numbers.percent(number, of: $0) }.map { " (\($0))" } ?? ""
    return "\(acknowledgments)\(share) \(number == 1 ? "covers" : "cover") data that is not in the capture"
  }

  func clockStep(_ number: Int) -> String {
    number == 1 ? "the capture's clock jumped forward" : "the capture's clock jumped forward \(number) times"
  }

  private func interfaceDown(_ number: Int) -> String {
    "the interface was down " + (number == 1 ? "for a time" : "\(number) times")
  }

  func outage(_ outage: Outages.Outage, start: String) -> String {
    let place = outage.after.map { "after frame \($0)" } ?? "before the first frame"
    let duration = outage.nanoseconds.map { ", for " + numbers.duration($0) } ?? ""
    return "the interface was down from \(start), \(place)"
      + (outage.end == nil ? ", and still was in the end" : duration)
      + (outage.before.map { "; the next is frame \($0)" } ?? "")
  }

  func moreOutages(_ count: Int) -> String { "and \(count) times more" }

  func dropsUnknown() -> String { "packets dropped while capturing: the file does not tell" }

  func qualified(_ statement: String, by caveats: [Caveat]) -> String {
    caveats.isEmpty ? statement : statement + "; but " + caveats.map(caveat).joined(separator: ", and ")
  }

  private func caveat(_ caveat: Caveat) -> String {
    switch caveat {
    case .drops(let kernel, let interface): drops(kernel: kernel, interface: interface)
    case .loss(let number): "the capture lost packets (\(loss(number, of: nil)))"
    case .outage: "the interface was down meanwhile"
    case .cut: "the capture is cut"
    case .letGo: "it was let go then, for too many were open at a time"
    case .files: "not all files could be read to their ends"
    case .fragments(let number): "of \(count(number, "datagram")) a fragment is missing"
    case .clock(let frames, let number): "the capture's clock was set (\(self.frames(frames, of: number)))"
    }
  }

  func silence(_ nanoseconds: Int64?) -> String {
    nanoseconds.map { "; silent for the last " + duration($0) } ?? ""
  }

  func echoes(_ echoes: [ConversationRecord], of total: Int) -> String {
    var told = echoes.map { "\(title(of: $0)) (\(extent($0)))" }
    if total > told.count {
      told.append(count(total - told.count, "more conversation"))
    }
    let all =
      told.count > 1 ? told.dropLast().joined(separator: ", ") + " and " + (told.last ?? "") : told.first ?? ""
    let option = echoes.first.map { ($0.protocol == .tcp ? "tcp:" : "udp:") + "\($0.stream)" } ?? ""
    return total == 1
      ? "\(all) returns what it was sent; --stream \(option) tells it alone"
      : "\(all) return what they were sent; --stream \(option) tells one alone"
  }

  private func extent(_ conversation: ConversationRecord) -> String {
    let (first, last) = (conversation.first.frame, conversation.last.frame)
    return first == last ? "frame \(first)" : "frames \(first)–\(last)"
  }
}
