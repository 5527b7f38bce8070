/// Something that a reader of the report should know, with its evidence. Report phrases it.
public struct Finding: Hashable, Sendable, Codable {
  /// What was found. Codes are never renamed.
  public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
    /// The capture ends in the middle of a packet.
    case captureCut = "capture.cut"
    /// Of several files that are read as one capture, some break off or cannot be read.
    case captureFilesIncomplete = "capture.files-incomplete"
    /// The interface was down for a time during a live capture: what came meanwhile is not in it.
    case captureInterfaceDown = "capture.interface-down"
    /// The kernel or the interface dropped packets that the filter wanted.
    case captureDrops = "capture.drops"
    /// Frames run backwards in time.
    case captureTimeBackwards = "capture.time-backwards"
    /// The capture's clock was set forward: TCP timestamps of a sender (RFC 7323) tell that less time passed.
    case captureTimeStep = "capture.time-step"
    /// ACKs, of the whole capture, of data that is not in it: it lost packets.
    case captureLoss = "capture.loss"
    /// Packets of more than one link type: frames of different headers, often of different places.
    case captureMixedLinkTypes = "capture.mixed-link-types"
    /// Frames without a time.
    case captureUntimed = "capture.untimed"
    /// Frames are cut by the snapshot length.
    case captureSnapshot = "capture.snapshot-length"
    /// Each packet is in the capture twice: the capture doubled them.
    case captureDuplicates = "capture.duplicates"
    /// The same packet, by IP identification and bytes, came more than once: the network doubled it.
    case networkDuplicate = "network.duplicate"
    /// Checksums hold only the pseudo-header's sum: offload, not damage.
    case checksumPartial = "checksum.partial"
    /// Checksums of a conversation are wrong.
    case checksumWrong = "checksum.wrong"
    /// UDP datagrams whose sender did not use the checksum (RFC 768).
    case checksumAbsent = "checksum.absent"
    /// A datagram of which a fragment is missing.
    case fragmentsIncomplete = "ip.fragments-incomplete"
    /// There are more conversations than a summary has room for: the smallest are only counted.
    case captureConversationsLeftOut = "capture.conversations-left-out"
    /// The SYN was answered by RST.
    case tcpRefused = "tcp.refused"
    /// SYNs without any answer.
    case tcpUnanswered = "tcp.unanswered"
    /// A RST ended the connection.
    case tcpReset = "tcp.reset"
    /// Data segments were sent again.
    case tcpRetransmission = "tcp.retransmission"
    /// Data was sent again because nothing came back in time (RFC 6298).
    case tcpTimeout = "tcp.retransmission-timeout"
    /// Data was sent again because duplicate ACKs or SACK blocks asked for it (RFC 5681, section 3.2).
    case tcpFastRetransmission = "tcp.fast-retransmission"
    /// The last data was sent again, before a timeout, to hear whether it had arrived (RFC 8985, section 7).
    case tcpTailLossProbe = "tcp.tail-loss-probe"
    /// Data was sent again after an ICMP error, or a RST that changed nothing.
    case tcpRetransmissionAfterError = "tcp.retransmission-after-error"
    /// Data was sent again needlessly, as a D-SACK proves (RFC 2883).
    case tcpSpuriousRetransmission = "tcp.spurious-retransmission"
    /// Segments that others had overtaken on the way.
    case tcpLateSegment = "tcp.late-segment"
    /// A packet was lost before it came to where the capture was made.
    case tcpLostBeforeCapture = "tcp.lost-before-capture"
    /// Bytes were acknowledged that are not in the capture: it lost packets.
    case tcpUnseen = "tcp.acked-unseen"
    /// The SYN had to be sent again before it was answered.
    case tcpSYNRetried = "tcp.syn-retried"
    /// SYN-ACKs with different initial sequence numbers answered one SYN.
    case tcpOtherAnswer = "tcp.conflicting-syn-ack"
    /// The SYN was refused at first, and accepted when it was sent again.
    case tcpRefusedAtFirst = "tcp.refused-at-first"
    /// A host still knew an older connection on the same ports (RFC 9293, section 3.5.1).
    case tcpOlderConnection = "tcp.older-connection"
    /// The SYN had to be sent again because its answer was lost or late: there are two answers.
    case tcpSYNACKLost = "tcp.syn-ack-lost"
    /// A FIN had to be sent again.
    case tcpFINRetried = "tcp.fin-retried"
    /// Both sides sent a SYN before they had the other's (RFC 9293, section 3.5).
    case tcpSimultaneousOpen = "tcp.simultaneous-open"
    /// Both sides sent a FIN before they had the other's (RFC 9293, section 3.6).
    case tcpSimultaneousClose = "tcp.simultaneous-close"
    /// One side no longer knew the connection: it answered data with a RST that acknowledges nothing (RFC 9293,
    /// section 3.5.1).
    case tcpHalfOpen = "tcp.half-open"
    /// A RST in place of a FIN.
    case tcpAbort = "tcp.abort"
    /// A RST in place of a FIN, by a side that had not read all it had got (RFC 1122, section 4.2.2.13).
    case tcpAbortUnread = "tcp.abort-unread-data"
    /// Data for a program that had closed: its host answered with RST (RFC 9293, section 3.5.2).
    case tcpDataAfterClose = "tcp.data-after-close"
    /// A RST outside the window of its receiver, which ignores it (RFC 5961, section 3.2).
    case tcpResetIgnored = "tcp.reset-ignored"
    /// Probes whether the other side is still there (RFC 9293, section 3.8.4).
    case tcpKeepAlive = "tcp.keep-alive"
    /// Probes whether a closed window has opened (RFC 9293, section 3.8.6.1).
    case tcpWindowProbe = "tcp.window-probe"
    /// Segments larger than the MSS: the network card cuts or joins them (offload).
    case tcpLargeSegment = "tcp.segment-larger-than-mss"
    /// Routers marked packets instead of dropping them (RFC 3168).
    case tcpCongestion = "tcp.congestion-experienced"
    /// Urgent data (RFC 9293, section 3.8.5).
    case tcpUrgent = "tcp.urgent"
    /// Data in the SYN, or a cookie for it (RFC 7413).
    case tcpFastOpen = "tcp.fast-open"
    /// The beginning was not captured: relative numbers are assumed, and window scales unknown.
    case tcpMidstream = "tcp.midstream"
    /// The capture has the packets of one side only.
    case tcpOneDirection = "tcp.one-direction"
    /// The snapshot length cut the options of a SYN: what they offered is unknown.
    case tcpOptionsCut = "tcp.options-cut"
    /// A side had no room for more data, and the other had to wait (RFC 9293, section 3.8.6.1).
    case tcpZeroWindow = "tcp.zero-window"
    /// One side had closed, and the other still sent data, or kept its half open for a second or more (RFC 9293,
    /// section 3.6).
    case tcpHalfClosed = "tcp.half-closed"
    /// An earlier conversation between the same endpoints was over by its time, and packets came again.
    case conversationResumed = "conversation.resumed"
    /// More conversations lived at a time than there is room to follow: one was let go, and is told as of its last packet
    /// until then. Packets that came later are another conversation.
    case conversationLetGo = "conversation.let-go"
    /// A conversation outgrew what is kept of one: holes in its stream, segments that wait for an ACK or requests for a
    /// reply.
    case conversationOutgrown = "conversation.limits-reached"
    /// An ICMP error answers a datagram or a segment.
    case icmpUnreachable = "icmp.unreachable"
    /// Requests without a reply.
    case udpUnanswered = "udp.unanswered"
    /// Replies that came again.
    case udpDuplicateReply = "udp.duplicate-reply"
    /// Replies that came after the reply to a later request.
    case udpReorderedReply = "udp.reordered-reply"
    /// Replies that differ from their request; of TCP, where the returned stream stops being the one that was sent.
    case echoMismatch = "echo.mismatch"
    /// TCP: bytes that arrived and were never returned.
    case echoLost = "echo.lost"
    /// TCP: replies that took much longer than the way takes.
    case echoSlow = "echo.slow"
  }

  public enum Severity: String, Hashable, Sendable, Codable {
    case info, note, warning, error
  }

  public let code: Code
  public let severity: Severity
  /// Which capture of the summary.
  public var capture: Int
  /// The conversation's `index`; nil when it is about the capture.
  public var conversation: Int?
  /// The first frames that show it, at most sixteen.
  public let frames: [Int]
  /// How many there are in all (packets, datagrams, dropped packets): `frames` may show fewer.
  public let count: Int
  /// Of how many `count` is a part: ACKs for `capture.loss`, packets for `capture.drops`; nil where that tells nothing.
  public let population: Int?
  /// How many frames show it, where that is known to be more than `frames`.
  public let framesTotal: Int

  public init(
    _ code: Code, _ severity: Severity, capture: Int = 0, conversation: Int? = nil, frames: [Int], count: Int? = nil,
    of population: Int? = nil
  ) {
    self.code = code
    self.severity = severity
    self.capture = capture
    self.conversation = conversation
    self.frames = Array(frames.prefix(16))
    self.count = count ?? frames.count
    self.population = population
    framesTotal = max(frames.count, self.count)
  }
}
