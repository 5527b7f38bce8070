public import Conversations
public import SessionLog
public import Wire

/// What the socket calls of one or both programs of a conversation have to do with its frames.
public struct SocketTimeline: Hashable, Sendable, Codable {
  /// One program's part.
  public struct Program: Hashable, Sendable, Codable {
    /// Its place among the summary's `logs`.
    public let log: Int
    /// Which party of the conversation it is.
    public let side: Side
    public internal(set) var clock: ClockAlignment
  }

  /// One call, or several in a row that took the bytes of the same frames.
  public struct Step: Hashable, Sendable, Codable {
    /// Its place among `programs`.
    public internal(set) var program: Int
    public let call: SessionEvent
    /// Bytes of the further `recv` calls that took the rest of the same frames.
    public internal(set) var further: [Int] = []
    /// When the call was made, by the capture's clock.
    public internal(set) var time: Timestamp
    public internal(set) var effect: Effect

    /// When what it tells of happened, by the capture's clock: a call that takes something may have waited for it.
    public var moment: Timestamp {
      switch call.event {
      case .accept, .recv, .recvfrom:
        guard let returnedAt = call.returnedAt, returnedAt > call.calledAt else { return time }
        let (end, overflow) = time.nanoseconds.addingReportingOverflow(returnedAt - call.calledAt)
        return overflow ? time : Timestamp(nanoseconds: end)
      default: return time
      }
    }
  }

  /// What a call has to do with the frames.
  public enum Effect: Hashable, Sendable, Codable {
    /// It caused no frame and took no bytes of one.
    case none
    /// `connect`: the SYN and its repetitions, the SYN-ACK and its repetitions, the ACK.
    case handshake(syns: [Int], synAcks: [Int], ack: Int?)
    /// `connect` failed: what it sent, and the frame that said no, if one did.
    case refused([Int], answer: Int?)
    /// `accept` took a connection from the queue whose handshake was over with this frame.
    case dequeued(Int?)
    /// Bytes went out in these frames, again in those; the ACK of the last byte came so long after its segment.
    case sent([Int], again: [Int], acknowledgedBy: Int?, afterNanoseconds: Int64?)
    /// The bytes had come in these frames.
    case received([Int])
    /// `recv` returned no bytes: the other side's FIN.
    case end(Int)
    /// What the end of a socket, or of its sending half, put on the wire: nothing where `shutdown` had said FIN before.
    case closed(fin: Int?, resets: [Int])
    /// The call failed because of these frames: RST, or an ICMP error.
    case failed([Int])
    /// It must have caused frames, or taken their bytes, and the capture does not show them.
    case notSeen
    /// Where its bytes are in the stream cannot be told: the capture has not the beginning of the connection.
    case notPlaced
    /// The frames are past what is kept in detail.
    case notKept
  }

  /// The conversation's `index`; nil where nothing was captured.
  public internal(set) var conversation: Int?
  public internal(set) var programs: [Program] = []
  /// In order of their moments; of more than `stepLimit` the first half and the last half of so many, and all are counted.
  public internal(set) var steps: [Step] = []
  public internal(set) var stepsTotal = 0

  /// How many steps of one conversation are kept.
  public static var stepLimit: Int { 2_000 }

  init(conversation: Int?) { self.conversation = conversation }
}
