import Analyzer
import Conversations
import Wire

extension EnglishStreamPhrases {
  func sentences(_ statement: DatagramStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .first(let frame, let length, let isFragment):
      let size: Prose = length.map { ", with \(bytes($0)) of \(.payload)" } ?? ""
      let what: Prose = isFragment ? "the first \(.fragment) of a \(.datagram)" : "a \(.datagram) already\(size)"
      return """
        UDP opens no connection: there is no \(.handshake), and the first packet, \(self.frame(frame)), is \(what).
        """
    case .exchange(let exchange): return sentence(of: exchange)
    case .exchangesLeftOut(let number, let from, let to):
      let end: Prose = to.map { "to \(frame($0))" } ?? "on"
      return
        "So it goes on with \(count(number, "exchange")) more, from \(frame(from)) \(end)."
    case .totals(let echo, let first, let last):
      let text = base.exchanges(record)
      let isEcho: Prose = echo.requests > 0 ? " Is it an \(.echo)? \(sentence(base.echo(record, [])))" : ""
      return """
        Together: \(glossary.marked(text)) (\(frame(first)) to \(frame(last))). Nothing in UDP itself acknowledges a \
        \(.datagram): a reply is a datagram of the other program.\(isEcho)
        """
    case .fragments(let frame, let pieces, let isReply):
      return """
        The \(isReply ? "reply" : "request") that is complete with \(self.frame(frame)) was too large for one packet: \
        it came in \(pieces.count) pieces, each a \(.fragment) (\(frames(pieces))).
        """
    case .unanswered(let frames, let number, let isDamaged):
      let datagrams: Prose = "\(number) \(.datagram, number == 1 ? "datagram" : "datagrams")"
      let start: Prose = "\(datagrams) got no reply (\(self.frames(frames, of: number)))."
      guard !isDamaged else { return start }
      return """
        \(start) \(number == 1 ? "It, or its reply, was" : "They, or their replies, were") lost, or the other program \
        did not reply: the packets do not tell which, and UDP does not send again.
        """
    case .duplicated(let request, let reply, let copies):
      let to: Prose = request.map { " to \(frame($0))" } ?? ""
      return """
        The reply\(to) came more than once: first in \(frame(reply)), and the same bytes again in \(frames(copies)); \
        UDP does not remove doubles.
        """
    case .reordered(let reply, let request):
      return """
        The reply to \(frame(request)), in \(frame(reply)), came after the reply to a later request: \(.outOfOrder), \
        which UDP does not mend.
        """
    case .shortened(let reply, let request, let from, let to):
      return """
        The reply in \(frame(reply)) holds only the first \(to) of the \(bytes(from)) of \(frame(request)), as where \
        the buffer of the receiving program is too small for the \(.datagram).
        """
    case .icmp(let error, let request, let nanoseconds): return icmp(error, request, nanoseconds)
    case .ends(let last, let rest):
      let after = rest.map { $0 > 0 ? ", and the capture goes on for \(duration($0)) without another" : "" } ?? ""
      return """
        UDP closes nothing: there is neither \(.fin) nor \(.rst). The last packet is \(frame(last))\(after).
        """
    }
  }

  private func sentence(of exchange: Exchange) -> Prose {
    guard let request = exchange.request else {
      return exchange.reply.map {
        """
        In \(frame($0.frame)) \(the(.responder)) sends \(exchange.replyLength.map(bytes) ?? "a datagram"), \
        \(quoted(exchange.preview, of: exchange.replyLength ?? 0)), which nothing in the capture asked for.
        """
      } ?? ""
    }
    let what: Prose =
      exchange.requestLength.map { length in
        length == 0
          ? "an empty \(.datagram)" : "\(bytes(length)) of \(.payload), \(quoted(exchange.preview, of: length))"
      } ?? "a \(.datagram)"
    let start: Prose = "In \(frame(request.frame)) \(the(.originator)) sends \(what)"
    guard let reply = exchange.reply else {
      if let error = exchange.icmpError {
        return "\(start); an ICMP error is the answer (\(frame(error.frame)))."
      }
      return "\(start); no reply is in the capture."
    }
    let time = exchange.nanoseconds.map { ", \(duration($0)) later" } ?? ""
    let result: Prose =
      switch exchange.isIdentical {
      case true?: "the same bytes come back (\(.echo))"
      case false?:
        """
        other bytes come back: \(exchange.replyLength.map(bytes) ?? ""), \
        \(quoted(exchange.replyPreview, of: exchange.replyLength ?? 0))
        """
      case nil: "a reply comes back, of which the capture has too little to compare it"
      }
    return "\(start); in \(frame(reply.frame))\(time), \(result)."
  }
}
