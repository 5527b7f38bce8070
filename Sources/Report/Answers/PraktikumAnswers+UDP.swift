import Analyzer
import Conversations
import Wire

// Statements about UDP.
extension PraktikumAnswers {
  /// A11: UDP has neither accept nor close, and serves any number of clients.
  var noAccept: Answer {
    guard let udp else { return Answer(.claimA11, cannot: .noUDP) }
    var answer = about(udp, .claimA11)
    // As far as packets show: nothing opens or closes it.
    answer.verdict = .right
    let clients = summary.conversations.filter {
      $0.capture == udp.record.capture && $0.protocol == .udp && $0.responder == udp.record.responder
    }
    answer.say(.noControl(frames: udp.rows.map(\.frame), total: udp.record.packets))
    // One host may have talked from several ports.
    let first = Dictionary(clients.map { ($0.originator.address, $0.first.frame) }, uniquingKeysWith: min)
    let isLeast = hasOthers(in: udp.record.capture)
    answer.say(.clients(first.count, isLeast: isLeast))
    if isLeast { answer.obstacle = .someConversations }
    answer.say(.manyClientsAreARule)
    answer.add(.controlFrames, .integer(0))
    answer.add(.clients, .integer(first.count), frames: Array(first.values.sorted().prefix(16)))
    return answer
  }

  /// A12: no receipt for each packet, as TCP has.
  var noReceipt: Answer {
    guard let udp else { return Answer(.claimA12, cannot: .noUDP) }
    var answer = about(udp, .claimA12)
    answer.verdict = .partly
    answer.say(.noACKs(datagrams: udp.record.packets))
    answer.say(.wholeDatagrams)
    answer.add(.acknowledgmentFrames, .integer(0))
    answer.add(.datagrams, .integer(udp.record.packets), frames: Array(udp.rows.map(\.frame).prefix(16)))
    return answer
  }

  /// A13: two packets, the second of which is a receipt.
  var twoPackets: Answer {
    guard let udp else { return Answer(.claimA13, cannot: .noUDP) }
    let replied = udp.record.exchanges.first { $0.request != nil && $0.reply != nil }
    guard let replied, let request = replied.request, let reply = replied.reply else {
      return Answer(.claimA13, cannot: udp.noReply)
    }
    var answer = about(udp, .claimA13)
    let echo = udp.record.echo
    // Half of it: a datagram comes back for each, and what it is was misunderstood.
    answer.verdict = echo.lost.map { $0 == 0 ? .partly : .wrong } ?? .undecided
    answer.say(
      .exchanges(
        packets: udp.record.packets, requests: echo.requests, replies: echo.replies, returned: echo.returned))
    answer.say(
      .applicationReply(request: request.frame, reply: reply.frame, isIdentical: replied.isIdentical == true))
    if let lost = echo.lost, lost > 0 { answer.say(.unanswered(lost)) }
    answer.add(.datagrams, .integer(udp.record.packets), frames: Array(udp.rows.map(\.frame).prefix(16)))
    answer.add(
      .identical, replied.isIdentical.map { .truth($0) } ?? .unknown, frames: [request.frame, reply.frame])
    return answer
  }

  /// Task f: UDP does not detect errors.
  var noErrorDetection: Answer {
    guard let udp else { return Answer(.claim6f, cannot: .noUDP) }
    let sums = udp.trace.checksums
    var answer = about(udp, .claim6f)
    answer.verdict =
      sums.right + sums.partial + sums.wrong > 0 ? .wrong : sums.absent > 0 ? .partly : .undecided
    if answer.verdict == .undecided { answer.obstacle = .payloadCut }
    answer.say(.checksums(sums))
    answer.say(.discards)
    let frames = Array(udp.rows.map(\.frame).prefix(16))
    answer.add(.checksumsRight, .integer(sums.right), frames: sums.right > 0 ? frames : [])
    answer.add(.checksumsPartial, .integer(sums.partial))
    answer.add(.checksumsWrong, .integer(sums.wrong), frames: sums.wrongFrames)
    answer.add(.checksumsAbsent, .integer(sums.absent))
    answer.add(.checksumsUnchecked, .integer(sums.unchecked))
    return answer
  }
}
