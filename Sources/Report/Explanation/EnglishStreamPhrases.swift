import Analyzer
import Conversations
import Wire

struct EnglishStreamPhrases: StreamPhrases {
  let words = EnglishPhrases()
  var base: any Phrases { words }
  var glossary: any Glossary { EnglishGlossary() }

  func title(of record: ConversationRecord) -> String {
    "\(base.title(of: record)) explained: \(record.originator) → \(record.responder)"
  }

  func name(of phase: StreamPhase, _ transport: TransportProtocol) -> String {
    switch phase {
    case .introduction: "Who talks with whom"
    case .before: "Before the connection"
    case .opening: transport == .tcp ? "Opening the connection" : "The beginning"
    case .data: transport == .tcp ? "Data transfer" : "Requests and replies"
    case .trouble: "Trouble, and what looks like it"
    case .closing: "Closing the connection"
    case .silence: "The end"
    case .result: "The result"
    }
  }

  func count(_ number: Int, _ one: String, _ many: String? = nil) -> String { words.count(number, one, many) }

  func the(_ side: Side) -> Prose { side == .originator ? "the \(.originator)" : "the \(.responder)" }
  func leading(_ side: Side) -> Prose { the(side).capitalised(glossary) }

  func segments(_ number: Int) -> Prose { number == 1 ? "1 \(.segment)" : "\(number) \(.segment, "segments")" }
  func bytes(_ number: Int) -> String { count(number, "byte") }

  func sentences(_ statement: StreamStatement, of record: ConversationRecord) -> Prose {
    switch statement {
    case .introduction(let path, _):
      let name = "\(record.protocol.rawValue):\(record.stream)"
      let time = record.packets > 1 ? record.durationNanoseconds.map { " within \(duration($0))" } ?? "" : ""
      return """
        This is the conversation with the \(.streamNumber) \(name) of \(EscapedText(path).text), between the \
        \(.originator) \(record.originator.description) and the \(.responder) \(record.responder.description); behind \
        the address stands the \(.port). It has \(count(record.packets, "packet"))\(time): its first is \
        \(frame(record.first.frame)), its last \(frame(record.last.frame)).
        """
    case .rolesInferred: return "\(sentence(base.rolesInferred(), frame(record.first.frame)))"
    case .summarised(let kept, let last):
      return """
        Of its \(record.packets) packets the first \(kept) were looked at one by one (to \(frame(last))); what comes \
        later is in the counts, but is not told segment by segment.
        """
    case .earlierAttempt(let earlier): return attempt(earlier)
    case .attemptsLeftOut(let number):
      return
        "\(count(number, "earlier attempt")) of the same host, before \(frame(record.first.frame)), failed as well."
    case .portsReused(let earlier):
      return """
        Addresses and ports are those of an earlier connection, tcp:\(earlier.stream) (last \
        \(frame(earlier.last.frame))): the \(.syn) with a new \(.initialSequenceNumber) in \
        \(frame(record.first.frame)) begins another one.
        """
    case .finding(let finding) where finding.conversation == nil:
      return "About the whole capture: \(sentence(finding, of: record))"
    case .finding(let finding): return sentence(finding, of: record)
    case .opening(let opening): return sentences(opening, of: record)
    case .data(let data): return sentences(data, of: record)
    case .trouble(let trouble): return sentences(trouble, of: record)
    case .closing(let closing): return sentences(closing, of: record)
    case .datagram(let datagram): return sentences(datagram, of: record)
    case .verdict(let verdict, let caveats):
      return sentence(base.qualified(base.verdict(verdict, of: record), by: caveats))
    case .totals:
      let all: Prose = """
        In all the capture has \(count(record.packets, "packet")) of it, \(bytes(record.bytes)) as frames, from \
        \(frame(record.first.frame)) to \(frame(record.last.frame))
        """
      guard record.payloadBytes > 0 else { return "\(all)." }
      return """
        \(all): \(bytes(record.toResponder.uniquePayloadBytes)) of \(.payload) to \(the(.responder)), and \
        \(bytes(record.toOriginator.uniquePayloadBytes)) to \(the(.originator)), each counted once.
        """
    case .noTrouble(let unchecked, let caveats):
      let phrase = base.qualified(base.noTrouble(uncheckedChecksums: unchecked, of: record.packets), by: caveats)
      return sentence(phrase)
    }
  }

  private func attempt(_ earlier: ConversationRecord) -> Prose {
    let syn = earlier.handshake?.syn?.frame ?? earlier.first.frame
    let start: Prose = "The same host had tried before, as tcp:\(earlier.stream): its \(.syn) (\(frame(syn)))"
    if let reset = earlier.teardown?.resets.first {
      return "\(start) was answered by a \(.rst) (\(frame(reset.frame))), so that this attempt was refused."
    }
    if let error = earlier.icmpErrors.first {
      return "\(start) was answered by an ICMP error (\(frame(error.frame))), so that this attempt failed."
    }
    let retries = earlier.handshake?.synRetries ?? []
    guard !retries.isEmpty else { return "\(start) got no answer in this capture." }
    return "\(start) got no answer, nor did it when it was sent again (\(frames(retries.map(\.frame))))."
  }
}
