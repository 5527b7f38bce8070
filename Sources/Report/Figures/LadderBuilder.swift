import Analyzer
import Conversations
import SessionLog
import Wire

/// Makes the rows of a ladder from what a conversation tells.
struct LadderBuilder {
  /// A row with all that is known at it; what is new is told when it is known which rows are shown.
  private struct Entry {
    let row: Ladder.Row
    var phase: Ladder.Phase?
    /// A call that makes packets.
    var isCause = false
    let states: TCPStates
    /// Frames that it names.
    var frames: [Int] = []
  }

  private let record: ConversationRecord
  private let phrases: any FigurePhrases
  private let marks: LadderMarks
  private let kept: [PacketRow]
  private var entries: [Entry] = []
  private var states = TCPStates()
  private var phase: Ladder.Phase?
  /// One past the highest number that each side has sent.
  private var reached: [Side: UInt32] = [:]
  /// Sides that have not acknowledged the SYN-ACK that was sent to them.
  private var asked: Set<Side> = []
  /// A state that is only taken for granted until the side answers.
  private let hasListener: Bool

  init(
    _ record: ConversationRecord, _ rows: [PacketRow], _ timeline: SocketTimeline?, _ phrases: any FigurePhrases
  ) {
    self.record = record
    self.phrases = phrases
    kept = rows
    marks = LadderMarks(record, rows)
    hasListener =
      record.handshake?.isSimultaneous != true
      && rows.contains { $0.segment?.flags.isSuperset(of: [.syn, .ack]) == true }
    var steps = (timeline?.steps ?? [])[...]
    for (place, packet) in rows.enumerated() {
      while let step = steps.first, step.moment <= packet.time {
        add(step, of: timeline)
        steps.removeFirst()
      }
      add(packet, at: place)
    }
    for step in steps { add(step, of: timeline) }
  }

  private func time(_ time: Timestamp) -> Int64 { time.nanoseconds(since: record.first.time) }

  private mutating func append(_ row: Ladder.Row, isCause: Bool = false, naming frames: [Int] = []) {
    // What begins a phase was called for just before.
    if let last = entries.last, last.phase != phase {
      for place in entries.indices.reversed() {
        guard entries[place].isCause else { break }
        entries[place].phase = phase
      }
    }
    entries.append(Entry(row: row, phase: phase, isCause: isCause, states: states, frames: frames))
  }

  private mutating func add(_ step: SocketTimeline.Step, of timeline: SocketTimeline?) {
    guard let side = timeline?.programs[step.program].side, let text = step.shortText else { return }
    let isCause =
      switch step.call.event {
      case .connectStarted, .connectEstablished, .connectFailed, .send, .sendto, .shutdown, .close: true
      default: false
      }
    append(Ladder.Row(frame: nil, time: time(step.moment), content: .call(side, text)), isCause: isCause)
  }

  private mutating func add(_ packet: PacketRow, at place: Int) {
    switch packet.content {
    case .segment(let segment): add(segment, packet, at: place)
    case .datagram(let length):
      let label = "UDP  len=" + (length.map { "\($0)" } ?? "?")
      append(packet, arrow(packet, label))
    case .fragment: append(packet, arrow(packet, phrases.fragment()))
    case .icmp(let isVersion6, let type, let code):
      let label = phrases.icmp(ICMPReason(isVersion6: isVersion6, type: type, code: code)?.name)
      let numbers = " (" + (isVersion6 ? "ICMPv6 " : "") + "type \(type), code \(code))"
      append(packet, error(packet, label + numbers))
    }
  }

  private mutating func append(_ packet: PacketRow, _ content: Ladder.Content, _ more: [LadderMark] = []) {
    append(
      Ladder.Row(frame: packet.frame, time: time(packet.time), content: content),
      naming: (marks[packet.frame] + more).flatMap(\.frames))
  }

  private func arrow(_ packet: PacketRow, _ label: String, _ more: [LadderMark] = []) -> Ladder.Content {
    let all = marks[packet.frame] + more
    var arrow = Ladder.Arrow(from: packet.from ?? .originator, label: label)
    for mark in all { arrow.course.formUnion(mark.course) }
    if packet.segment?.flags.contains(.rst) == true { arrow.course.insert(.reset) }
    arrow.preview = Self.preview(of: packet)
    arrow.notes = all.map(phrases.mark)
    return .arrow(arrow)
  }

  private static let previewLimit = 48

  /// How the payload begins: nil where there is none, or much of something else than text.
  private static func preview(of packet: PacketRow) -> String? {
    guard !packet.preview.isEmpty, let length = packet.payloadLength else { return nil }
    let text = EscapedText(packet.preview, isWhole: packet.preview.count == length, limit: previewLimit)
    let isLong = packet.preview.count < length
    return isLong && text.text.contains("\\x") ? nil : text.quoted
  }

  /// An ICMP error, as an arrow where one of the two hosts sent it.
  private func error(_ packet: PacketRow, _ label: String) -> Ladder.Content {
    let notes = marks[packet.frame].map(phrases.mark)
    let reporter = record.icmpErrors.first { $0.frame == packet.frame }?.reporter
    let from: Side? =
      reporter == record.responder.address ? .responder : reporter == record.originator.address ? .originator : nil
    if let from { return .arrow(Ladder.Arrow(from: from, label: label, course: .icmp, notes: notes)) }
    return .note(([reporter.map { phrases.reported(label, by: "\($0)") } ?? label] + notes).joined(separator: "; "))
  }

  private mutating func add(_ segment: PacketRow.Segment, _ packet: PacketRow, at place: Int) {
    guard let side = packet.from else { return }
    var more = Self.marks(of: segment.labels).filter { !marks[packet.frame].contains($0) }
    if segment.labels.contains(.lostSegment), let before = reached[side] {
      more += gap(before: segment, from: side, since: before, at: place)
    }
    if Int32(bitPattern: segment.nextSequence &- (reached[side] ?? segment.sequence)) >= 0 {
      reached[side] = segment.nextSequence
    }
    let wasOpen = isOpen
    if !marks.ignored.contains(packet.frame), !marks.foreignResets.contains(packet.frame) {
      states.observe(segment, from: side, arrives: arrives(packet.frame))
    }
    move(with: segment, of: packet.frame, from: side, wasOpen: wasOpen)
    var label = segment.flags.isEmpty ? "—" : segment.flags.names()
    label += "  seq=\(segment.sequence)" + (segment.acknowledgment.map { " ack=\($0)" } ?? "")
    append(packet, arrow(packet, label + " len=\(segment.payloadLength)", more), more)
  }

  private static func marks(of labels: SegmentAnalysis.Labels) -> [LadderMark] {
    let table: [(SegmentAnalysis.Labels, LadderMark)] = [
      (.duplicateACK, .duplicateACK), (.zeroWindow, .zeroWindow), (.windowFull, .windowFull),
    ]
    return table.filter { labels.contains($0.0) }.map(\.1)
  }

  /// Known to be lost, or on its way while the other side closed as well.
  private func arrives(_ frame: Int) -> Bool {
    if marks[frame].contains(where: { $0.course == .lost }) || marks.unheardResets.contains(frame) { return false }
    guard let teardown = record.teardown, teardown.areFINsCrossed else { return true }
    return teardown.fins.first?.frame != frame
  }

  /// Says what is missing before a segment, unless it comes later: then it has been overtaken.
  private mutating func gap(
    before segment: PacketRow.Segment, from side: Side, since reached: UInt32, at place: Int
  ) -> [LadderMark] {
    let missing = segment.sequence &- reached
    guard Int32(bitPattern: missing) > 0 else { return [] }
    let later = kept[(place + 1)...].first { row in
      guard row.from == side, let other = row.segment, other.payloadLength > 0 else { return false }
      return other.sequence &- reached < missing
    }
    if let later, !marks.repeatsOfUnseen.contains(later.frame) { return [.ahead(of: later.frame)] }
    append(
      Ladder.Row(
        frame: nil, time: nil,
        content: .note(
          phrases.gap(from: reached, to: segment.sequence &- 1, bytes: Int(missing), again: later?.frame))),
      naming: later.map { [$0.frame] } ?? [])
    return []
  }

  /// Both ends have had an open connection.
  private var isOpen: Bool {
    [Side.originator, .responder].allSatisfy { side in
      switch states[side] {
      case nil, .closed?, .listen?, .synSent?, .synReceived?: false
      default: true
      }
    }
  }

  private mutating func move(with segment: PacketRow.Segment, of frame: Int, from side: Side, wasOpen: Bool) {
    let flags = segment.flags
    guard !marks.ignored.contains(frame) else { return }
    if flags.contains(.syn) {
      if flags.contains(.ack) { asked.insert(side.other) }
      if phase == nil || (phase == .termination && !flags.contains(.ack)) { phase = .establishment }
      return
    }
    // Where both open at once, or a SYN-ACK comes twice, the ACK of one comes to an open connection.
    let isAnswer = asked.remove(side) != nil && segment.sequence == segment.nextSequence && !flags.contains(.rst)
    if phase == .establishment, wasOpen, isAnswer { return }
    if phase == .establishment, !wasOpen {
      // What ends the handshake still belongs to it, unless it brings data.
      if flags.contains(.fin) {
        phase = .termination
      } else if isOpen, segment.payloadLength > 0 {
        phase = .transfer
      }
      return
    }
    if !flags.isDisjoint(with: [.fin, .rst]) {
      phase = .termination
    } else if phase != .termination {
      phase = .transfer
    }
  }

  /// The rows that are shown: of more than `limit` the first and the last, and those in between that these name, as far
  /// as they are no more than the last.
  func rows(limit: Int) -> [Ladder.Row] {
    let limit = max(limit, 3)
    guard entries.count > limit else { return told(Array(entries.indices)) + missing() }
    let first = limit * 2 / 3
    let last = limit - first
    let left = first..<(entries.count - last)
    let ends = Array(entries.indices.prefix(first)) + entries.indices.suffix(last)
    return told((ends + named(by: ends, in: left, limit: last)).sorted()) + missing()
  }

  /// Places among `left` of what the rows at `places` name, and of what those name in turn.
  private func named(by places: [Int], in left: Range<Int>, limit: Int) -> [Int] {
    var placeOf: [Int: Int] = [:]
    for place in left {
      if let frame = entries[place].row.frame { placeOf[frame] = place }
    }
    var found: [Int] = [], asked = places[...]
    while let place = asked.popFirst() {
      for frame in entries[place].frames {
        guard let other = placeOf.removeValue(forKey: frame) else { continue }
        found.append(other)
        guard found.count < limit else { return found }
        asked.append(other)
      }
    }
    return found
  }

  /// The rows at `places` with what is new at each, and what stands for those in between.
  private func told(_ places: [Int]) -> [Ladder.Row] {
    var rows: [Ladder.Row] = []
    var phase: Ladder.Phase?
    var shown = [Side.originator: TCPState?.none, .responder: nil]
    var next = 0
    for place in places {
      if place > next { rows.append(omitted(entries[next..<place])) }
      next = place + 1
      let entry = entries[place]
      var row = entry.row
      if entry.phase != phase { row.phase = entry.phase }
      phase = entry.phase
      for side in [Side.originator, .responder] {
        let state = known(entry.states[side])
        if let state, state != shown[side] { row.states[side] = state }
        shown[side] = state
      }
      rows.append(row)
    }
    return rows
  }

  private func omitted(_ left: ArraySlice<Entry>) -> Ladder.Row {
    let frames = left.compactMap(\.row.frame)
    let text =
      frames.isEmpty
      ? phrases.omitted(rows: left.count)
      : phrases.omitted(packets: frames.count, from: frames.min() ?? 0, to: frames.max() ?? 0)
    return Ladder.Row(frame: nil, time: nil, content: .omitted(text))
  }

  /// That somebody listens shows in the answer alone.
  private func known(_ state: TCPState?) -> TCPState? { state == .listen && !hasListener ? nil : state }

  /// Packets past what is kept one by one.
  private func missing() -> [Ladder.Row] {
    guard let last = kept.last, last.frame < record.last.frame, kept.count < record.packets else { return [] }
    let text = phrases.notKept(packets: record.packets - kept.count, after: last.frame)
    return [Ladder.Row(frame: nil, time: nil, content: .omitted(text))]
  }
}

extension SocketTimeline.Step {
  /// The call and what came of it, in few words: `send 34`; nil of what is no call.
  fileprivate var shortText: String? {
    let name: String
    switch call.event {
    case .connectStarted, .connectEstablished, .connectFailed: name = "connect"
    case .fault: return nil
    default: name = call.event.rawValue
    }
    if let errno = call.errno { return name + ": " + (call.error.map { EscapedText($0).text } ?? "errno \(errno)") }
    switch call.event {
    case .send, .sendto, .recv, .recvfrom:
      let counts = [call.bytes ?? 0] + further
      guard counts.count > 4 else { return name + " " + counts.map { "\($0)" }.joined(separator: "+") }
      return name + " \(counts.reduce(0, &+)) (\(counts.count)×)"
    case .listen: return call.backlog.map { "listen \($0)" } ?? name
    case .close: return call.isReset == true ? "close (RST)" : name
    default: return name
    }
  }
}
