import Analyzer
import Conversations
import Wire

/// What is to be said to the tasks and statements of the practicum.
enum ClaimFact: Sendable {
  /// Which conversation the rest is about.
  case about(ConversationRecord, capture: String)
  /// A sentence of the comparison: what of `trace` belongs to the task.
  case evidence(EchoEvidence, Comparison.Trace)
  case aspect(ComparedAspect, Comparison.Trace)
  /// The socket calls of these conversations, each of which has a table.
  case calls([Comparison.Trace])
  // A1
  case layers([(name: String, start: Int, length: Int)], frame: Int)
  // A2
  case backlog
  case concurrent(Int, frames: [Int], isLeast: Bool)
  // A3
  case readLimit
  case shortEcho(returned: Int, of: Int, frames: [Int])
  case longMessage(Int, frame: Int)
  case received([Int], Side)
  // A4, A9
  case closer(Side, frame: Int, isReset: Bool)
  case closing(segments: Int, frames: [Int], halfClosed: Int64?)
  case lastACK(Int)
  case noLastACK
  case closedTogether
  // A5
  case delivered(bytes: Int, frames: [Int])
  case undelivered(bytes: Int, of: Int, frames: [Int], isLeast: Bool)
  /// Of the segments that were kept.
  case deliveredOfFirst(segments: Int, of: Int, bytes: Int, frames: [Int])
  case toTheKernel
  // A6
  case segments(requests: [Int], replies: [Int], requestBytes: Int, replyBytes: Int, isWhole: Bool)
  case callsAreNoPackets
  // A7
  case handshake(syn: Int, synAck: Int, ack: Int, nanoseconds: Int64?)
  // A8
  case pushed(Int, of: Int, frames: [Int])
  case arithmetic(frame: Int, sequence: UInt32, length: Int, acknowledgment: UInt32, by: Int)
  /// What packets cannot show of it.
  case passedOnIsARule
  // A10
  case chat(messages: Int, idle: Int64?, frame: Int?)
  case chatEnds(resets: [Int], undelivered: Int, frames: [Int], isLeast: Bool)
  case simpleSession(messages: Int)
  // A11
  case noControl(frames: [Int], total: Int)
  case clients(Int, isLeast: Bool)
  /// What packets cannot show of it.
  case manyClientsAreARule
  // A12
  case noACKs(datagrams: Int)
  case wholeDatagrams
  // A13
  case exchanges(packets: Int, requests: Int, replies: Int, returned: Int)
  case applicationReply(request: Int, reply: Int, isIdentical: Bool)
  case unanswered(Int)
  // 6f
  case checksums(EchoTrace.Checksums)
  case discards
  // 6c
  case numbers(syn: Handshake.SYN, synAck: Handshake.SYN)
}

/// Sentences of the comparison that are evidence for a task.
enum EchoEvidence: Sendable {
  case order, acknowledgments, reliability, windows, opening, overhead, firstEcho, use
}
