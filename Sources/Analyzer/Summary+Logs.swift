import Conversations
public import SessionLog
import Wire

extension Summary {
  /// Ties what the programs of `sessions` did to the frames of the conversations found so far: by the two endpoints, and
  /// where these are used again, by order and time. A session's capture may be any of the summary's, or several.
  public mutating func join(_ sessions: [RecordedSession]) {
    var timelines: [Int: SocketTimeline] = [:]
    for session in sessions {
      let log = logs.count
      logs.append(LogRecord(session))
      let (all, idle) = SocketSession.all(of: session)
      var isMatched = [Bool](repeating: false, count: all.count)
      for capture in captures.indices {
        var told = all
        var matches = matches(of: all, in: capture)
        for match in matches { isMatched[match.session] = true }
        // A program listens on few ports; each of its sockets costs a look at all conversations.
        for events in idle.prefix(16) {
          guard let place = firstConversation(servedBy: events, session.header, in: capture) else { continue }
          matches.append((told.count, place, .responder))
          told.append(SocketSession(idle: events, with: conversations[place]))
        }
        join(matches, of: told, log: log, to: &timelines)
      }
      for (place, session) in all.enumerated() where !isMatched[place] { logs[log].note(unmatched: session) }
    }
    socketTimelines += timelines.keys.sorted().compactMap { timelines[$0]?.finished() }
  }

  /// Takes in what programs did of which nothing was captured: one timeline for those of one protocol.
  public mutating func add(uncaptured sessions: [RecordedSession]) {
    for transport in [SessionHeader.Transport.tcp, .udp] {
      var timeline = SocketTimeline(conversation: nil)
      for session in sessions where session.header?.protocol == transport {
        timeline.add(
          session.events.filter { $0.event != .connectStarted }.map { SocketTimeline.Step(uncaptured: $0) },
          of: SocketTimeline.Program(
            log: logs.count, side: session.header?.role == .server ? .responder : .originator,
            clock: ClockAlignment(ClockAlignment.Bounds())))
        logs.append(LogRecord(session))
      }
      if !timeline.programs.isEmpty { socketTimelines.append(timeline.finished()) }
    }
  }

  /// A session, the place of its conversation, and which side of it the session is.
  private typealias Match = (session: Int, conversation: Int, side: Side)

  private func join(
    _ matches: [Match], of sessions: [SocketSession], log: Int, to timelines: inout [Int: SocketTimeline]
  ) {
    var bounds = ClockAlignment.Bounds()
    let joins = matches.map { match in
      let frames = ConversationFrames(conversations[match.conversation])
      let join = SocketJoin(sessions[match.session], in: frames, as: match.side)
      bounds.merge(join.bounds)
      return join
    }
    // One clock a program, so all its sessions say how it stands.
    let clock = ClockAlignment(bounds)
    for (match, join) in zip(matches, joins) {
      let index = conversations[match.conversation].index
      timelines[index, default: SocketTimeline(conversation: index)].add(
        join.steps, of: SocketTimeline.Program(log: log, side: match.side, clock: clock))
    }
  }

  private func matches(of sessions: [SocketSession], in capture: Int) -> [Match] {
    /// What a session surely knows of its conversation: its own address may be any.
    struct Key: Hashable {
      let `protocol`: TransportProtocol
      let localPort: UInt16
      let remote: Endpoint
    }
    var places: [Key: [Int]] = [:]
    for (place, record) in conversations.enumerated() where record.capture == capture {
      let (first, second) = (record.originator, record.responder)
      places[Key(protocol: record.protocol, localPort: first.port, remote: second), default: []].append(place)
      if first != second {
        places[Key(protocol: record.protocol, localPort: second.port, remote: first), default: []].append(place)
      }
    }
    /// Sessions with the same ends, which may be any of the same conversations.
    struct Ends: Hashable {
      let key: Key
      let local: Endpoint
    }
    var groups: [Ends: [Int]] = [:]
    for (place, session) in sessions.enumerated() {
      guard let local = session.local else { continue }
      let key = Key(protocol: session.protocol, localPort: local.port, remote: session.remote)
      if places[key] != nil { groups[Ends(key: key, local: local), default: []].append(place) }
    }
    var matches: [Match] = []
    for (ends, group) in groups {
      let session = sessions[group[0]]
      let candidates = (places[ends.key] ?? []).filter { session.side(in: conversations[$0]) != nil }
      matches += pairs(group, candidates, of: sessions).compactMap { place, conversation in
        sessions[place].side(in: conversations[conversation]).map { (place, conversation, $0) }
      }
    }
    return matches.sorted { $0.session < $1.session }
  }

  /// One after another where there are as many of both. Else each of the fewer takes the one that lies nearest in time,
  /// in order, and leaves as many as the ones after it need.
  private func pairs(
    _ group: [Int], _ candidates: [Int], of sessions: [SocketSession]
  ) -> [(session: Int, conversation: Int)] {
    let isFewerSessions = group.count <= candidates.count
    let (fewer, more) = isFewerSessions ? (group, candidates) : (candidates, group)
    var next = 0
    return fewer.enumerated().map { rank, one in
      func pair(_ place: Int) -> (session: Int, conversation: Int) {
        isFewerSessions ? (one, more[place]) : (more[place], one)
      }
      func gap(_ place: Int) -> UInt64 {
        let (session, conversation) = pair(place)
        return distance(to: conversation, sessions[session].firstCallAt)
      }
      while next < more.count - (fewer.count - rank), gap(next + 1) < gap(next) { next += 1 }
      defer { next += 1 }
      return pair(next)
    }
  }

  /// The first conversation with the server whose socket has done `events`, and no peer ever.
  private func firstConversation(
    servedBy events: [SessionEvent], _ header: SessionHeader?, in capture: Int
  ) -> Int? {
    guard let local = events.last(where: { $0.local != nil })?.local, header?.role != .client else { return nil }
    let transport: TransportProtocol = header?.protocol == .udp ? .udp : .tcp
    return conversations.firstIndex { record in
      record.capture == capture && record.protocol == transport && record.responder.port == local.port
        && (local.address.rawValue == 0 || record.responder.address == local.address)
    }
  }

  private func distance(to conversation: Int, _ time: Int64) -> UInt64 {
    let first = conversations[conversation].first.time.nanoseconds
    return first > time ? UInt64(bitPattern: first &- time) : UInt64(bitPattern: time &- first)
  }
}

extension SocketTimeline {
  fileprivate mutating func add(_ steps: [Step], of program: Program) {
    let place = programs.count
    programs.append(program)
    self.steps += steps.map { step in
      var step = step
      step.program = place
      let (time, overflow) = step.time.nanoseconds.addingReportingOverflow(program.clock.offsetNanoseconds)
      if !overflow { step.time = Timestamp(nanoseconds: time) }
      return step
    }
  }

  /// Puts the steps in the order of their times; those of one program stay in the order of its log.
  fileprivate consuming func finished() -> SocketTimeline {
    stepsTotal = steps.count
    let order = steps.indices.sorted { (steps[$0].moment, $0) < (steps[$1].moment, $1) }
    // How it began and how it ended are worth more than the middle.
    let half = Self.stepLimit / 2
    let kept = order.count > Self.stepLimit ? order.prefix(half) + order.suffix(half) : order[...]
    steps = kept.map { steps[$0] }
    return self
  }
}

extension SocketTimeline.Step {
  fileprivate init(uncaptured event: SessionEvent) {
    self.init(program: 0, call: event, time: Timestamp(nanoseconds: event.calledAt), effect: .none)
  }
}
