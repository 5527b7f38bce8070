public import SessionLog
public import Wire

/// A session log that was joined with the captures.
public struct LogRecord: Hashable, Sendable, Codable {
  /// A socket that no conversation of the captures belongs to.
  public struct Unmatched: Hashable, Sendable, Codable {
    public let socket: Int
    public let local: Endpoint?
    public let remote: Endpoint?
  }

  /// Nil where it is in no file.
  public let path: String?
  /// Nil where the log does not say whose it is.
  public let header: SessionHeader?
  public let events: Int
  public let unreadableLines: Int
  public let firstUnreadableLine: Int?
  public let eventsLeftOut: Int
  /// The first sixteen; `unmatchedTotal` counts all.
  public internal(set) var unmatched: [Unmatched] = []
  public internal(set) var unmatchedTotal = 0

  init(_ session: RecordedSession) {
    path = session.path
    header = session.header
    events = session.events.count + session.eventsLeftOut
    unreadableLines = session.unreadableLines
    firstUnreadableLine = session.firstUnreadableLine
    eventsLeftOut = session.eventsLeftOut
  }

  mutating func note(unmatched session: SocketSession) {
    unmatchedTotal += 1
    guard unmatched.count < 16 else { return }
    unmatched.append(Unmatched(socket: session.socket, local: session.local, remote: session.remote))
  }
}
