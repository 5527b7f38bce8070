import Analyzer
import Conversations
import Wire

extension EnglishAnswerPhrases {
  private func list(_ frames: [Int]) -> String { base.frames(frames, of: frames.count) }
  private func side(_ side: Side) -> String { side == .originator ? "client" : "server" }

  func text(_ fact: ClaimFact) -> String {
    switch fact {
    case .about(let record, let capture): "\(base.title(of: record)) of \(capture):"
    case .evidence(let evidence, let trace): sentence(evidence, trace)
    case .aspect(let aspect, let trace):
      "\(comparison.name(of: aspect)), \(trace.trace.record.protocol.name): "
        + ComparisonStory(phrases: comparison, numbers: numbers).cell(aspect, trace)
    case .calls(let traces):
      "Calls, their frames, and what they do on the wire, in "
        + traces.map { "\(base.title(of: $0.trace.record)) of \($0.capture)" }.joined(separator: " and ") + "."
    case .layers(let headers, let frame):
      "Frame \(frame) has, from the outside: "
        + headers.map { "\($0.name) (byte \($0.start), \($0.length) bytes)" }.joined(separator: ", ")
        + ". Under OSI's numbers these are layers 2, 3 and 4; layer 1 is not in a capture."
    case .backlog:
      "The number is how many finished connections may wait until accept() takes them, not how many clients can be "
        + "connected: those taken do not count."
    case .concurrent(let count, let frames, let isLeast):
      "At \(isLeast ? "least" : "most") \(base.count(count, "connection")) to this server "
        + "\(count == 1 ? "was" : "were") open at once in this capture"
        + (frames.isEmpty ? "." : " (begun in \(base.frames(frames, of: frames.count))).")
    case .readLimit:
      "The number is the most that one recv() returns. TCP has no messages: the rest comes with the next call, if the "
        + "program makes one."
    case .shortEcho(let returned, let total, let frames):
      "Of \(total) bytes \(returned) came back before the server closed (\(list(frames))): it read once and ended."
    case .longMessage(let bytes, let frame): "\(bytes) bytes came back whole (frame \(frame)): it read more than once."
    case .received(let calls, let owner):
      "The log of the \(side(owner)) has \(base.count(calls.count, "recv() call")) that returned bytes: "
        + calls.prefix(12).map { "\($0)" }.joined(separator: ", ") + (calls.count > 12 ? ", …" : "") + "."
    case .closer(let closer, let frame, let isReset):
      "The \(side(closer)) \(isReset ? "broke off first, with RST" : "sent the first FIN") (frame \(frame))."
    case .closing(let segments, let frames, let halfClosed):
      "The end took \(base.count(segments, "frame")) (\(list(frames)))"
        + (halfClosed.map { ", half-closed for \(numbers.duration($0))." } ?? ".")
    case .lastACK(let frame): "The last ACK (frame \(frame)) belongs to it."
    case .noLastACK: "No ACK of a second FIN is in the capture."
    case .closedTogether: "Both sides closed before either had the FIN of the other."
    case .delivered(let bytes, let frames): "All \(bytes) bytes were acknowledged (\(list(frames)))."
    case .undelivered(let bytes, let total, let frames, let isLeast):
      "\(isLeast ? "At least " : "")\(bytes) of \(total) bytes are acknowledged by nothing in the capture (\(list(frames)))."
    case .deliveredOfFirst(let count, let total, let bytes, let frames):
      "The \(bytes) bytes of the first \(count) of \(base.count(total, "data segment")) were acknowledged (\(list(frames)))."
    case .toTheKernel: "sendall() ends when the kernel has taken all bytes; that they arrived only the ACKs tell."
    case .segments(let requests, let replies, let requestBytes, let replyBytes, let isWhole):
      "What the client sent went in \(base.count(requests.count, "segment")) (\(list(requests)), \(requestBytes) bytes), what came back in "
        + "\(replies.count) (\(list(replies)), \(replyBytes) bytes)" + (isWhole ? "." : ", of those that were kept.")
    case .callsAreNoPackets:
      "Calls of recv() are no packets: recv(16) takes what has arrived in pieces of up to 16 bytes, and puts nothing on the wire."
    case .handshake(let syn, let synAck, let ack, let nanoseconds):
      "SYN (frame \(syn)), SYN-ACK (frame \(synAck)), ACK (frame \(ack))"
        + (nanoseconds.map { " in \(numbers.duration($0))." } ?? ".")
    case .pushed(let count, let total, let frames):
      "\(count) of \(base.count(total, "data segment")) \(count == 1 ? "has" : "have") PSH"
        + (frames.isEmpty ? "." : " (\(list(frames))).")
    case .arithmetic(let frame, let sequence, let length, let acknowledgment, let answer):
      sequence &+ UInt32(truncatingIfNeeded: length) == acknowledgment
        ? "Frame \(frame): \(sequence) + \(length) = \(acknowledgment), the Ack of frame \(answer)."
        : "Frame \(frame) has Seq \(sequence) and \(length) bytes; frame \(answer) with Ack \(acknowledgment) covers it and more."
    case .passedOnIsARule:
      "So much packets show. That data with PSH is passed on to the program at once is a rule of the protocol for what the "
        + "receiver's kernel does: no packet can show it."
    case .chat(let messages, let idle, let frame):
      "\(base.count(messages, "message")) of the client in one connection"
        + (idle.flatMap { idle in frame.map { ", the longest pause \(numbers.duration(idle)) (before frame \($0))." } }
          ?? ".")
    case .chatEnds(let resets, let undelivered, let frames, let isLeast):
      (resets.isEmpty ? "It does not end cleanly" : "It ends with RST (\(list(resets)))")
        + (undelivered > 0
          ? "; \(isLeast ? "at least " : "")\(undelivered) bytes of the server are acknowledged by nothing (\(list(frames)))."
          : ".")
    case .simpleSession(let messages): "The simple session has \(base.count(messages, "message")) of the client."
    case .noControl(let frames, let total):
      "Packets that open or close something: none; all \(base.count(total, "packet")) of this conversation carry datagrams "
        + "of the programs (\(base.frames(frames, of: total)))."
    case .clients(let count, let isLeast):
      "\(isLeast ? "At least " : "")\(base.count(count, "client")) talked to this server in this capture."
    case .manyClientsAreARule:
      "So much packets show. That there is no accept(), and no limit to the clients, is a rule of the protocol: no packet "
        + "can show it."
    case .noACKs(let datagrams):
      "Of \(base.count(datagrams, "packet")) none only acknowledges: right so far. TCP's ACKs, though, count bytes and not packets, and come "
        + "from the kernel, not from the program."
    case .wholeDatagrams: "A datagram is one message: one sendto() is one recvfrom(), while TCP is a stream of bytes."
    case .exchanges(let packets, let requests, let replies, let returned):
      "\(base.count(packets, "packet")): \(base.count(requests, "request")), \(base.count(replies, "reply", "replies"))"
        + (returned < replies ? ", \(returned) of which are known to hold the same bytes." : ".")
    case .applicationReply(let request, let reply, let isIdentical):
      "Frame \(reply) is the reply of the program to frame \(request)"
        + (isIdentical ? ", the same bytes" : "") + ": UDP itself confirms nothing."
    case .unanswered(let count):
      "\(base.count(count, "request")) got no reply, and UDP neither told nor repeated \(count == 1 ? "it" : "them")."
    case .checksums(let sums):
      "Of \(base.count(sums.total, "checksum")) \(sums.right) are right, \(sums.wrong) wrong, \(sums.partial) left to the card (offload), "
        + "\(sums.absent) not used, \(sums.unchecked) cannot be checked."
    case .discards: "UDP detects errors by its checksum and drops what is damaged; it does not repair."
    case .numbers(let syn, let synAck):
      "SYN (frame \(syn.frame)): ISN \(syn.initialSequenceNumber.rawValue); SYN-ACK (frame \(synAck.frame)): ISN "
        + "\(synAck.initialSequenceNumber.rawValue)."
    }
  }

  private func sentence(_ evidence: EchoEvidence, _ column: Comparison.Trace) -> String {
    let trace = column.trace
    return switch evidence {
    case .order: comparison.order(trace)
    case .acknowledgments: comparison.acknowledgments(trace)
    case .reliability: comparison.reliability(trace)
    case .windows: comparison.windows(trace)
    case .opening: comparison.opening(trace)
    case .overhead: comparison.overhead(trace)
    case .firstEcho: comparison.firstEcho(trace)
    case .use: comparison.use(trace, column.others, conversations: column.otherConversations)
    }
  }
}
