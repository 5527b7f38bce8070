import Conversations
import SessionLog
import Wire

/// What one socket did with one peer, from `socket` to `close`, as a log tells it.
struct SocketSession {
  let socket: Int
  let `protocol`: TransportProtocol
  private(set) var local: Endpoint?
  /// An IPv4 peer as such, also where the socket is one for both kinds.
  let remote: Endpoint
  /// In the order of the log; those of the listening socket first, with the connection that it accepted first.
  private(set) var events: [SessionEvent]

  /// When it began to talk to the peer.
  let firstCallAt: Int64

  private init(_ protocol: TransportProtocol, _ event: SessionEvent, _ remote: Endpoint, prelude: [SessionEvent]) {
    socket = event.socket
    self.protocol = `protocol`
    local = event.local ?? prelude.last { $0.local != nil }?.local
    self.remote = Endpoint(address: remote.address.unmapped, port: remote.port)
    events = prelude + [event]
    firstCallAt = event.calledAt
  }

  /// A socket that never had a peer, as that of a server which accepts nobody, told with `conversation`.
  init(idle events: [SessionEvent], with conversation: ConversationRecord) {
    self.init(conversation.protocol, events[0], conversation.originator, prelude: [])
    self.events = events
    local = events.last { $0.local != nil }?.local
  }

  /// The sessions of a log, in the order in which they began, and the calls of each socket that never had a peer.
  static func all(of log: RecordedSession) -> (sessions: [SocketSession], idle: [[SessionEvent]]) {
    struct Key: Hashable {
      let socket: Int
      let remote: Endpoint?
    }
    var hasBegun: Set<Int> = []
    var idle: [[SessionEvent]] = []
    let `protocol` = transport(of: log)
    var sessions: [SocketSession] = []
    var places: [Key: Int] = [:]
    /// Calls of a socket before it had a peer.
    var preludes: [Int: [SessionEvent]] = [:]
    /// Which session tells the calls of a socket that are about no peer.
    var hosts: [Int: Int] = [:]
    for event in log.events {
      let begins = event.event == .socket || event.event == .accept && !event.hasFailed
      if begins, !hasBegun.insert(event.socket).inserted {
        // Another run in the same log counts its sockets from 1 again.
        hasBegun = [event.socket]
        idle += preludes.keys.sorted().compactMap { preludes[$0] }
        (places, preludes, hosts) = ([:], [:], [:])
      }
      guard let remote = event.remote else {
        if let host = hosts[event.socket] {
          sessions[host].events.append(event)
        } else {
          preludes[event.socket, default: []].append(event)
        }
        continue
      }
      // A TCP socket has one peer for good; a UDP server's has many.
      let key = Key(socket: event.socket, remote: `protocol` == .tcp ? nil : remote)
      if let place = places[key] {
        sessions[place].events.append(event)
        if let local = event.local { sessions[place].local = local }
        continue
      }
      var prelude = preludes.removeValue(forKey: event.socket) ?? []
      if let listener = event.listener, let before = preludes.removeValue(forKey: listener) {
        hosts[listener] = sessions.count
        prelude = before + prelude
      }
      if hosts[event.socket] == nil { hosts[event.socket] = sessions.count }
      places[key] = sessions.count
      sessions.append(SocketSession(`protocol`, event, remote, prelude: prelude))
    }
    return (sessions, idle + preludes.keys.sorted().compactMap { preludes[$0] })
  }

  private static func transport(of log: RecordedSession) -> TransportProtocol {
    if let header = log.header { return header.protocol == .tcp ? .tcp : .udp }
    return log.events.contains { $0.event == .sendto || $0.event == .recvfrom } ? .udp : .tcp
  }

  /// Which side of `conversation` this socket is; nil when it is another conversation's.
  func side(in conversation: ConversationRecord) -> Side? {
    guard conversation.protocol == `protocol`, let local else { return nil }
    func isLocal(_ endpoint: Endpoint) -> Bool {
      guard endpoint.port == local.port else { return false }
      // A server may be bound to all addresses.
      return local.address.rawValue == 0 || endpoint.address == local.address.unmapped
    }
    if isLocal(conversation.originator), conversation.responder == remote { return .originator }
    if isLocal(conversation.responder), conversation.originator == remote { return .responder }
    return nil
  }
}

extension IPAddress {
  /// The IPv4 address that a socket for both kinds shows as ::ffff:a.b.c.d (RFC 4291, section 2.5.5.2); itself otherwise.
  fileprivate var unmapped: IPAddress {
    isIPv6 && rawValue >> 32 == 0xffff ? IPAddress(v4: UInt32(truncatingIfNeeded: rawValue)) : self
  }
}
