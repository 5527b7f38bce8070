public import Conversations
public import Wire

/// Watches an analysis for one packet: how it was captured, and what its conversation had come to before it and made of it
/// afterwards.
public struct PacketWitness: Sendable {
  /// What one end of a conversation had sent so far.
  struct Sent: Sendable {
    var latest: FrameMoment?
    /// The highest acknowledgment number, relative, and the frame that had it first.
    var acknowledgment: (number: UInt32, frame: Int)?
  }

  /// A conversation so far.
  struct Course: Sendable {
    var packets = 0
    var latest: FrameMoment?
    /// Of TCP; each segment is taken to arrive.
    var states = TCPStates()
    var originator = Sent()
    var responder = Sent()

    subscript(side: Side) -> Sent {
      get { side == .originator ? originator : responder }
      set { if side == .originator { originator = newValue } else { responder = newValue } }
    }
  }

  /// The packet's number in its capture, from 1.
  public let frame: Int
  private(set) var line: PacketListing.Line?
  private(set) var sample: PacketListing.Sample?
  private(set) var row: PacketRow?
  /// The `index` of its conversation, and who sent it there.
  public private(set) var conversation: Int?
  private(set) var side: Side?
  private(set) var place: Observation.Segment?
  private(set) var before = Course()
  private(set) var after = Course()
  /// The first segment of the other side that acknowledges all of it.
  private(set) var acknowledgedBy: FrameMoment?
  /// The first later segment of its sender that carries bytes of it again.
  private(set) var copiedBy: Int?
  /// Its datagram's other fragments, where it completes one, and the frame that completes the datagram it is a piece of.
  private(set) var pieces: [Int] = []
  private(set) var completedBy: Int?
  /// It is a piece of a datagram that it does not complete.
  private(set) var isPiece = false
  private var clock = PacketListClock()
  private var courses: [Int: Course] = [:]

  public init(frame: Int) { self.frame = frame }

  /// The capture has the packet.
  public var isFound: Bool { sample != nil }

  /// Takes in a packet, as the engine passes it.
  public mutating func add(_ packet: Packet, _ decoded: Frame, _ transport: Transport?, _ observation: Observation) {
    if !isFound { clock.advance(to: packet.timestamp) }
    if observation.reassembledFrom.contains(frame), observation.frame != frame, isFound, completedBy == nil {
      completedBy = observation.frame
      if conversation == nil { (conversation, side) = (observation.conversation, observation.sender) }
    }
    let row = PacketRow(packet, transport, observation)
    if observation.frame == frame {
      line = PacketListing.Line(packet, decoded, transport, observation, sinceFirst: clock.sinceFirst)
      sample = PacketListing.Sample(packet, observation)
      (self.row, conversation, side, place) = (row, observation.conversation, observation.sender, observation.tcp)
      pieces = observation.reassembledFrom
      isPiece = observation.isIncompleteFragment
      before = conversation.flatMap { courses[$0] } ?? Course()
    }
    if isFound {
      if observation.frame > frame { noteLater(row, observation) }
      guard observation.frame == frame else { return }
    }
    guard let index = observation.conversation, let row else { return }
    courses[index, default: Course()].add(row, pieces: observation.reassembledFrom.count)
    if isFound {
      after = courses[index] ?? Course()
      courses = [:]
    }
  }

  private mutating func noteLater(_ row: PacketRow?, _ observation: Observation) {
    guard acknowledgedBy == nil, observation.conversation == conversation, conversation != nil, let row,
      let own = self.row?.segment, let segment = row.segment, own.takesNumbers
    else { return }
    if row.from == side {
      let isBefore = Int32(bitPattern: segment.sequence &- own.nextSequence) < 0
      let isBehind = Int32(bitPattern: own.sequence &- segment.nextSequence) < 0
      if copiedBy == nil, segment.takesNumbers, isBefore, isBehind { copiedBy = row.frame }
    } else if let number = segment.acknowledgment, Int32(bitPattern: number &- own.nextSequence) >= 0 {
      acknowledgedBy = FrameMoment(frame: row.frame, time: row.time)
    }
  }
}

extension PacketWitness.Course {
  /// `pieces` counts the fragments that it came in; 0 of one that came whole.
  fileprivate mutating func add(_ row: PacketRow, pieces: Int) {
    // ICMP errors are about a conversation, and none of its packets.
    packets += row.from == nil ? 0 : max(pieces, 1)
    let moment = FrameMoment(frame: row.frame, time: row.time)
    latest = moment
    guard let side = row.from else { return }
    self[side].latest = moment
    guard let segment = row.segment else { return }
    states.observe(segment, from: side)
    let highest = self[side].acknowledgment?.number
    if let number = segment.acknowledgment, highest.map({ Int32(bitPattern: number &- $0) > 0 }) ?? true {
      self[side].acknowledgment = (number, row.frame)
    }
  }
}

extension PacketRow.Segment {
  /// It carries payload, a SYN or a FIN.
  var takesNumbers: Bool { payloadLength > 0 || !flags.isDisjoint(with: [.syn, .fin]) }
}
