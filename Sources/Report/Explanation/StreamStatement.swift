import Analyzer
import Conversations
import Wire

/// A part of an explained conversation: each has a heading.
enum StreamPhase: Hashable, CaseIterable {
  /// Who talks with whom.
  case introduction
  /// What came before the first packet of the conversation.
  case before
  case opening, data, trouble, closing
  /// UDP: nothing closes it.
  case silence
  case result
}

/// One or more sentences of an explanation, as what they tell: decided once, worded by each language. Every one names the
/// frames that show it.
enum StreamStatement {
  case introduction(path: String, captureNanoseconds: Int64?)
  case rolesInferred
  /// Packets of the conversation that were kept one by one: what is told packet by packet ends with the last of them.
  case summarised(kept: Int, last: Int)
  /// Another conversation from the same host to the same port that came to nothing before this one.
  case earlierAttempt(ConversationRecord)
  case attemptsLeftOut(Int)
  /// An earlier conversation had the same addresses and ports.
  case portsReused(by: ConversationRecord)
  /// A finding in the words of reports. One about the capture is not about this conversation alone.
  case finding(Finding)
  case opening(OpeningStatement)
  case data(DataStatement)
  case trouble(TroubleStatement)
  case closing(ClosingStatement)
  case datagram(DatagramStatement)
  case verdict(Verdict, [Caveat])
  case totals
  /// Nothing went wrong that a receiver or the capture could notice.
  case noTrouble(unchecked: Int, [Caveat])
}

/// The opening of a TCP connection.
enum OpeningStatement {
  /// `isEphemeral`: its port is one that systems pick for clients, and the other side's is not.
  case syn(Handshake.SYN, isEphemeral: Bool)
  case options(Handshake.SYN, of: Side)
  /// Frames of SYNs sent again, and how long after the one before, where nothing was accepted.
  case synAgain([FrameMoment], waits: [Int64])
  case synAck(Handshake.SYN, answers: Int?, AcknowledgmentSum?, nanoseconds: Int64?)
  /// The third segment of the handshake.
  case established(ACK)
  /// What both SYNs have in common, and what either may send.
  case agreed(Agreement)
  /// Where the capture was made, as the halves of the handshake tell.
  case capturedAt(VantagePoint, synToSYNACK: Int64, synACKToACK: Int64, frames: [Int])
  /// When the server's program takes the connection is in no packet.
  case accepted(frame: Int)
  case ecnAgreed(syn: Int, synAck: Int)
  case simultaneous(syn: Int, other: Int?, synAck: Int, otherSYNACK: Int?)
  /// A RST in the place of a SYN-ACK.
  case refused(reset: Int, syn: Int, AcknowledgmentSum?, nanoseconds: Int64?)
  case icmp(ICMPError, request: Int?, nanoseconds: Int64?)
  /// No SYN-ACK in the capture. `isHeard` tells that later segments show that there was one.
  case noAnswer(frames: [Int], nanoseconds: Int64?)
  case ackMissing(synAck: Int)
  case synMissing(synAck: Int)
  /// Nothing of the opening is in the capture, which begins with this frame of the conversation.
  case notCaptured(first: Int)

  struct ACK {
    let frame: Int
    /// Nil where the packet was not kept.
    let sum: AcknowledgmentSum?
    let payloadLength: Int
    let nanoseconds: Int64?
    let total: Int64?
    /// The SYN from which the total counts, and whether an earlier copy of it may have been the one that was answered.
    let since: Int?
    let isAmbiguous: Bool
  }

  struct Agreement {
    let syn: Int
    let synAck: Int
    /// The most payload that each side may put into a segment: the MSS that the other told, less the options that all
    /// segments carry (RFC 6691, section 2).
    let mostOfOriginator: Int?
    let mostOfResponder: Int?
    /// Nil where the snapshot length cut the options.
    let scalesWindows: Bool?
    let hasSACK: Bool?
    let hasTimestamps: Bool?
  }
}

/// What a TCP connection carried.
enum DataStatement {
  case none
  case sent(Side, segments: Int, bytes: Int, unique: Int, first: Int, last: Int, pushed: Int)
  /// Many segments: how large they are, and how they are acknowledged.
  case manySegments(Side, smallest: Int, largest: Int, pureACKs: Int)
  case message(DataSegment, Acknowledgment?)
  /// Segments told one by one out of so many.
  /// Of a long conversation only the first are kept: then the last frame is not known.
  case messagesLeftOut(Int, from: Int, to: Int?)
  /// Segments of a side that the ACK of a later one covers.
  case cumulative(Side, Int, example: Int, ack: Int)
  /// It waited longer than the way takes.
  case delayedACK(segment: Int, ack: Int, nanoseconds: Int64, handshake: Int64)
  case echoed([EchoResult.Pair], total: Int)
  /// Whether what was sent came back, as reports tell it; frames of the first request and reply.
  case echo([Caveat], first: Int, last: Int)
  case roundTrips(Side, count: Int, least: RoundTripEstimate, most: RoundTripEstimate)
  case pause(from: Int, to: Int, nanoseconds: Int64)
  case pausesLeftOut(Int, longest: Int64)

  struct Acknowledgment {
    let frame: Int
    let nanoseconds: Int64?
    let sum: AcknowledgmentSum?
    /// Its number, where it covers more than this segment.
    let beyond: UInt32?
    let carries: Int
    let hasFIN: Bool
  }
}

/// What did not go as it should on a TCP connection.
enum TroubleStatement {
  /// `asked`: ACKs by which the other side asked for it since its first copy; `selective` those with SACK blocks.
  case resent(Retransmission, asked: [Int], selective: [Int], blocks: [PacketRow.Segment.Block])
  case resentLeftOut(Int, of: Int)
  case closedWindow(TCPEvents.ClosedWindow, probes: [Int])
}

/// The end of a TCP connection.
enum ClosingStatement {
  case fin(
    Teardown.FIN, sequence: UInt32?, payloadLength: Int, isFirst: Bool, AcknowledgmentSum?, acknowledgesOther: Bool)
  case segments(frames: [Int], isCombined: Bool, halfClosed: Int64?)
  case timeWait([Side], frame: Int)
  case reset(Teardown.RST, number: UInt32?, answers: Int?)
  case resetsLeftOut(Int)
  /// Only one side has closed.
  case oneFIN(Teardown.FIN, last: Int)
  /// Neither FIN nor RST, or of one side alone.
  case none(last: Int, seen: [Side])
  /// The other side's packets are missing: it may have closed earlier.
  case unknownCloser(frame: Int)
}

/// What is told of datagrams.
enum DatagramStatement {
  /// `isFragment`: the first packet is only a part of it.
  case first(frame: Int, length: Int?, isFragment: Bool)
  case exchange(Exchange)
  case exchangesLeftOut(Int, from: Int, to: Int?)
  case totals(EchoResult, first: Int, last: Int)
  case fragments(request: Int, [Int], isReply: Bool)
  /// `isDamaged`: the checksums of all of them are wrong, which tells why.
  case unanswered([Int], count: Int, isDamaged: Bool)
  case duplicated(request: Int?, reply: Int, [Int])
  case reordered(reply: Int, request: Int)
  case shortened(reply: Int, request: Int, from: Int, to: Int)
  case icmp(ICMPError, request: Int?, nanoseconds: Int64?)
  /// The last packet, and how long the capture went on without one.
  case ends(last: Int, rest: Int64?)
}
