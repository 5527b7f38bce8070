import Analyzer
import Conversations
import Wire

// Requests and their replies: datagrams, and echoes of either protocol.
extension EnglishPhrases {
  func exchanges(_ conversation: ConversationRecord) -> String {
    let echo = conversation.echo
    var text = count(echo.requests, "request") + ", " + count(echo.replies, "reply", "replies")
    if echo.duplicated > 0 { text += ", \(echo.duplicated) duplicated" }
    if echo.reordered > 0 { text += ", \(echo.reordered) reordered" }
    return text
  }

  func shortenedRemark() -> String {
    "a reply holds only the beginning of its request, as where the receiver's buffer is too small for the datagram"
  }

  func fragmentsRemark() -> String { "several frames in one place: a datagram in IP fragments" }

  func result(of exchange: Exchange) -> String {
    if exchange.request == nil { return "not asked for" }
    if exchange.reply == nil {
      guard let error = exchange.icmpError else { return "no reply" }
      return "ICMP, frame \(error.frame)"
    }
    switch exchange.isIdentical {
    case true?: return "identical"
    case false?: return "different"
    case nil: return "unknown"
    }
  }

  func exchangeRemarks(_ exchange: Exchange) -> [String] {
    var remarks: [String] = []
    if !exchange.duplicates.isEmpty {
      remarks.append("reply came again: \(frames(exchange.duplicates, of: exchange.duplicates.count))")
    }
    if exchange.isReordered { remarks.append("the reply came after the reply to a later request") }
    return remarks
  }

  func echo(_ conversation: ConversationRecord, _ caveats: [Caveat]) -> String {
    let echo = conversation.echo
    var parts: [String] = []
    switch echo.isEcho {
    case true? where conversation.protocol == .tcp && (echo.lost ?? 0) > 0:
      parts.append("in part: what the responder returned is what it was sent, but it is not all")
    case true?: parts.append("yes: the responder returned exactly what it was sent")
    case false?:
      if conversation.protocol == .tcp, let difference = echo.firstDifference, let offset = difference.offset {
        parts.append(
          "no: at byte \(offset) of the stream, counted from 0, the responder sent something else (frame "
            + "\(difference.frame)" + (difference.requestFrame.map { ", which answers frame \($0)" } ?? "") + ")")
      } else if echo.mismatched > 0 {
        parts.append(
          "no: \(count(echo.mismatched, "reply differs", "replies differ")) from the request"
            + (echo.firstDifference.map { ", " + difference($0) } ?? ""))
      } else {
        parts.append("no: the responder returned something else")
      }
    case nil:
      let isOneSided =
        conversation.protocol == .tcp
        && (conversation.toOriginator.packets == 0 || conversation.toResponder.packets == 0)
      let isSilent = conversation.toOriginator.payloadBytes == 0
      parts.append(
        isOneSided
          ? "unknown: the capture has the packets of one side only"
          : isSilent ? "unknown: nothing was returned" : "unknown: not all bytes can be compared")
    }
    if conversation.protocol == .tcp, echo.replies > 0, echo.isEcho == false {
      parts.append("\(count(echo.replies, "request")) returned before that")
    } else if conversation.protocol == .tcp, echo.replies > 0, echo.isEcho == true {
      parts.append(
        echo.replies == echo.requests
          ? "\(count(echo.requests, "request")) returned" : "\(echo.replies) of \(echo.requests) requests returned")
      if let lost = echo.lost, lost > 0, echo.isEcho == true { parts.append("\(count(lost, "byte")) never returned") }
    }
    if conversation.protocol == .udp, echo.replies > 0, echo.replies < echo.requests {
      parts.append("\(echo.replies) of \(echo.requests) requests answered")
    }
    let text = qualified(parts.joined(separator: "; "), by: caveats)
    guard let rtt = echo.rtt, !rtt.isEmpty else { return text }
    return text + "; RTT " + statistics(rtt)
  }

  private func statistics(_ values: DurationStatistics) -> String {
    func part(_ value: Int64?) -> String { value.map(duration) ?? label(.unknown) }
    guard values.count > 1 else { return part(values.minimum) }
    let sign = values.isApproximate ? "≈ " : ""
    return "min \(part(values.minimum)), median \(sign)\(part(values.median)), max \(part(values.maximum))"
  }

  /// Where a datagram's reply first differs.
  private func difference(_ difference: EchoResult.Difference) -> String {
    let place = difference.offset.map { "at byte \($0), counted from 0" } ?? "behind what is kept of them"
    let request = difference.requestFrame.map { ", which answers frame \($0)" } ?? ""
    return "the first \(place) (frame \(difference.frame)\(request))"
  }
}
