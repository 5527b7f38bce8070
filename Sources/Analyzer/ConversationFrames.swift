import Conversations
import Wire

/// The frames of a conversation, as the calls of its programs are looked up in them.
struct ConversationFrames {
  /// A segment with new bytes, or a datagram.
  struct Piece {
    /// Where its bytes begin and end in the stream of its sender, counted from 0; of a datagram only its length counts.
    let range: Range<Int>
    let moment: FrameMoment
    let acknowledgedBy: FrameMoment?
    /// False of a reply that came again: its time is that of the first.
    var isTimeKnown = true
  }

  let record: ConversationRecord
  /// UDP, in order of capture.
  private var datagrams: [Side: [Piece]] = [:]
  /// TCP: segments with new bytes, and those that sent them again.
  private var segments: [Side: StreamSegments] = [:]
  private var repetitions: [Side: StreamSegments] = [:]

  init(_ record: ConversationRecord) {
    self.record = record
    for side in [Side.originator, .responder] {
      switch record.protocol {
      case .tcp: addSegments(of: side)
      case .udp: datagrams[side] = datagrams(of: side)
      }
    }
  }

  private mutating func addSegments(of side: Side) {
    var reached: (sequence: UInt32, offset: Int)?
    var (pieces, again): ([Piece], [Piece]) = ([], [])
    for segment in record.data where segment.from == side {
      // Relative numbers count the SYN as 0, and wrap.
      let step = reached.map { Int(Int32(bitPattern: segment.sequence &- $0.sequence)) }
      let start = reached.map { $0.offset + (step ?? 0) } ?? Int(segment.sequence) - 1
      reached = (segment.sequence, start)
      guard start >= 0 else { continue }
      let piece = Piece(
        range: start..<start + max(segment.length, 0),
        moment: FrameMoment(frame: segment.frame, time: segment.time), acknowledgedBy: segment.acknowledgedBy)
      if segment.isRetransmission { again.append(piece) } else { pieces.append(piece) }
    }
    segments[side] = StreamSegments(pieces)
    repetitions[side] = StreamSegments(again)
  }

  private func datagrams(of side: Side) -> [Piece] {
    var all: [Piece] = []
    func add(_ moment: FrameMoment?, _ length: Int?, isTimeKnown: Bool = true) {
      guard let moment else { return }
      all.append(
        Piece(range: 0..<max(length ?? 0, 0), moment: moment, acknowledgedBy: nil, isTimeKnown: isTimeKnown))
    }
    for exchange in record.exchanges {
      if side == .originator {
        add(exchange.request, exchange.requestLength)
      } else {
        add(exchange.reply, exchange.replyLength)
        for frame in exchange.duplicates {
          add(
            exchange.reply.map { FrameMoment(frame: frame, time: $0.time) }, exchange.replyLength, isTimeKnown: false)
        }
      }
    }
    return all.sorted { $0.moment.frame < $1.moment.frame }
  }

  /// Whether stream offsets of `side` can be told from its sequence numbers: its SYN was seen.
  func isAnchored(_ side: Side) -> Bool {
    side == .originator ? record.handshake?.syn != nil : record.handshake?.synAck != nil
  }

  /// No SYN of it was answered, so there never was a connection.
  var isUnanswered: Bool { record.handshake.map { $0.syn != nil && $0.synAck == nil && $0.ack == nil } ?? false }

  /// Detail ends before the conversation does.
  var isCut: Bool { record.data.count < record.dataTotal || record.exchanges.count < record.exchangesTotal }

  /// The segments of `side` that carried bytes of `range`, by their first transmission, and the first sixteen frames that
  /// sent some of them again.
  func segments(_ range: Range<Int>, of side: Side) -> (pieces: [Piece], again: [Int]) {
    let again = repetitions[side]?.carrying(range).map(\.moment.frame).sorted() ?? []
    return (segments[side]?.carrying(range) ?? [], Array(again.prefix(16)))
  }

  /// Which datagram of `side` each of `calls` sent or took: in order where there are as many, else by length and time.
  func datagrams(_ calls: [DatagramCall], of side: Side) -> [Piece?] {
    let all = datagrams[side] ?? []
    if all.count == calls.count, zip(all, calls).allSatisfy({ $0.range.count == $1.bytes }) { return all.map(\.self) }
    guard let firstCall = calls.first, let lastCall = calls.last, let first = all.first, let last = all.last else {
      return calls.map { _ in nil }
    }
    // The clocks may differ: by what, the first or the last of each tell, if they are the same datagrams.
    let offsets = [
      0, first.moment.time.nanoseconds &- firstCall.returnedAt, last.moment.time.nanoseconds &- lastCall.returnedAt,
    ]
    let attempts = offsets.map { offset in datagrams(calls.map { $0.moved(by: offset) }, among: all) }
    func count(_ attempt: [Piece?]) -> Int { attempt.count { $0 != nil } }
    return attempts.reduce(attempts[0]) { count($1) > count($0) ? $1 : $0 }
  }

  /// By length and time: each takes the first that is left. Both are in order, so that nothing is looked at twice.
  private func datagrams(_ calls: [DatagramCall], among all: [Piece]) -> [Piece?] {
    var places: [Int: [Int]] = [:]
    for (place, piece) in all.enumerated() { places[piece.range.count, default: []].append(place) }
    /// How far those of a length have been passed.
    var passed: [Int: Int] = [:]
    var next = 0
    return calls.indices.map { index in
      let call = calls[index]
      let until = calls.indices.contains(index + 1) ? calls[index + 1].calledAt : .max
      guard let alike = places[call.bytes] else { return nil }
      var rank = passed[call.bytes] ?? 0
      defer { passed[call.bytes] = rank }
      while rank < alike.count {
        let piece = all[alike[rank]]
        let time = piece.moment.time.nanoseconds
        // Captures cut their times to a microsecond.
        let isTooEarly = piece.isTimeKnown && call.isSent && time < call.calledAt &- 1_000
        if alike[rank] < next || isTooEarly {
          rank += 1
          continue
        }
        guard !piece.isTimeKnown || (call.isSent ? time < until : time <= call.returnedAt) else { return nil }
        next = alike[rank] + 1
        return piece
      }
      return nil
    }
  }

  func fin(of side: Side) -> Teardown.FIN? { record.teardown?.fins.first { $0.from == side } }

  func resets(of side: Side) -> [Teardown.RST] { record.teardown?.resets.filter { $0.from == side } ?? [] }
}

/// A call that sent or took one datagram.
struct DatagramCall {
  let isSent: Bool
  let bytes: Int
  let calledAt: Int64
  let returnedAt: Int64

  /// The same by another clock.
  func moved(by nanoseconds: Int64) -> DatagramCall {
    DatagramCall(
      isSent: isSent, bytes: bytes, calledAt: calledAt &+ nanoseconds, returnedAt: returnedAt &+ nanoseconds)
  }
}
