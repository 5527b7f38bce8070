/// What happened on a TCP connection beyond its plain course, told apart by evidence: the input of findings.
public struct TCPEvents: Hashable, Sendable, Codable {
  /// A time during which a receiver took nothing.
  public struct ClosedWindow: Hashable, Sendable, Codable {
    public let from: Side
    /// The first segment that advertised a window of zero.
    public let closed: FrameMoment
    /// The segment that opened it again; nil when none in the capture does.
    public var opened: FrameMoment?
  }

  /// A segment that asks whether the other side still answers (RFC 9293, section 3.8.4).
  public struct KeepAlive: Hashable, Sendable, Codable {
    public let from: Side
    public let sent: FrameMoment
  }

  /// In order of capture, the first 64.
  public private(set) var retransmissions: [Retransmission] = []
  public private(set) var retransmissionTotal = 0
  /// All of them by their cause, in the order in which the causes first came.
  public private(set) var causes: [Cause] = []
  /// Segments that others had overtaken: sent before, captured after them.
  public internal(set) var lateSegments = Evidence()
  /// The first sixteen.
  public internal(set) var keepAlives: [KeepAlive] = []
  public internal(set) var keepAliveTotal = 0
  /// Those after which the other side sent an ACK before the next one came.
  public internal(set) var keepAliveAnsweredTotal = 0
  /// Segments that ask whether a closed window has opened.
  public internal(set) var windowProbes = Evidence()
  /// The first sixteen.
  public internal(set) var closedWindows: [ClosedWindow] = []
  /// Answers of a host that still knew an older connection on the same ports, and RSTs that ended that one.
  public internal(set) var olderConnection = Evidence()
  /// SYN-ACKs with another ISN than the one that the originator took.
  public internal(set) var otherAnswers = Evidence()
  /// RSTs that refused a SYN which was accepted when it was sent again.
  public internal(set) var refusals = Evidence()
  /// Segments with new data that were sent after the other side's FIN had arrived.
  public internal(set) var dataAfterFIN = Evidence()
  /// RSTs outside the window of their receiver, which ignores them (RFC 9293, section 3.5.3; RFC 5961, section 3.2).
  public internal(set) var ignoredResets = Evidence()
  /// Something other than a RST came after the first of them.
  public internal(set) var wentOnAfterReset = false
  /// Segments with more payload than the receiver's MSS allows on the wire: the network card cuts or joins them.
  public internal(set) var largeSegments = Evidence()
  public internal(set) var largestPayload = 0
  /// Packets that a router marked: congestion experienced (RFC 3168).
  public internal(set) var congestionMarks = Evidence()
  /// Segments with ECE after the handshake: the receiver passes such a mark on.
  public internal(set) var congestionEchoes = Evidence()
  /// Segments with CWR: the sender has slowed down.
  public internal(set) var congestionAnswers = Evidence()
  /// Segments before which one more packet of the same sender must have been lost on its way to the capture.
  public internal(set) var lostBeforeCapture = Evidence()
  /// How long its sender had sent nothing before the first of them, in nanoseconds.
  public internal(set) var pauseBeforeLoss: Int64?
  /// Sides that number their packets one by one, of which the capture lacks none.
  public internal(set) var gaplessSides: [Side] = []
  /// ACKs of bytes that are not in the capture, which has both directions.
  public internal(set) var unseenAcknowledged = Evidence()
  /// Segments that report a part of the stream which arrived twice (RFC 2883).
  public internal(set) var duplicateSACKs = Evidence()
  public internal(set) var urgent = Evidence()
  /// The urgent pointer of the first of them.
  public internal(set) var urgentPointer: UInt16?

  public static var retransmissionLimit: Int { 64 }

  /// What was sent again for one reason.
  public struct Cause: Hashable, Sendable, Codable {
    public let cause: Retransmission.Cause
    public var evidence = Evidence()
  }

  /// Segments with ACK, RST apart.
  public internal(set) var acknowledgments = 0
  /// Where the capture's clock jumped forward; the first sixteen.
  public internal(set) var clockSteps: [ClockStep] = []

  public init() {}

  /// The frames of what was sent again for this reason.
  public func evidence(of cause: Retransmission.Cause) -> Evidence {
    causes.first { $0.cause == cause }?.evidence ?? Evidence()
  }

  mutating func add(_ retransmission: Retransmission) {
    retransmissionTotal += 1
    note(retransmission.cause) { $0.add(retransmission.frame) }
    if retransmissions.count < Self.retransmissionLimit { retransmissions.append(retransmission) }
  }

  /// What came later tells another reason for a retransmission, by its place among those kept.
  mutating func change(causeOf place: Int, to cause: Retransmission.Cause) {
    let frame = retransmissions[place].frame
    note(retransmissions[place].cause) { $0.remove(frame) }
    note(cause) { $0.add(frame) }
    retransmissions[place].cause = cause
    retransmissions[place].timeoutNumber = 0
  }

  /// The receiver tells that it had the bytes of `retransmission` already.
  mutating func noteNeedless(_ place: Int, by frame: Int) {
    if retransmissions[place].needlessBy == nil { retransmissions[place].needlessBy = frame }
  }

  private mutating func note(_ cause: Retransmission.Cause, _ change: (inout Evidence) -> Void) {
    let place = causes.firstIndex { $0.cause == cause } ?? causes.count
    if place == causes.count { causes.append(Cause(cause: cause)) }
    change(&causes[place].evidence)
  }
}
