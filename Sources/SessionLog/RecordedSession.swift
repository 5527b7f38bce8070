#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a session log says: whose it is, and what its sockets did. Made by anybody, so nothing in it is believed that
/// the packets do not show.
public struct RecordedSession: Hashable, Sendable {
  /// The file's path as given; nil where it is in no file.
  public let path: String?
  /// Nil where the first line is missing or none of ours.
  public private(set) var header: SessionHeader?
  /// In the order of the lines, which is that of the calls.
  public private(set) var events: [SessionEvent] = []
  /// Lines that are no event: cut, or of another format. The first one's number counts from 1.
  public private(set) var unreadableLines = 0
  public private(set) var firstUnreadableLine: Int?
  /// Events past `eventLimit`, which are counted and not kept.
  public private(set) var eventsLeftOut = 0

  /// How many events of a log are kept.
  public static var eventLimit: Int { 100_000 }
  /// A line that is longer is not one of ours.
  public static var lineLimit: Int { 4_096 }

  private static let decoder = JSONDecoder()

  private var lines = 0

  public init(path: String?, header: SessionHeader? = nil) {
    self.path = path
    self.header = header
  }

  public mutating func add(_ event: SessionEvent) {
    if events.count < Self.eventLimit { events.append(event) } else { eventsLeftOut += 1 }
  }

  /// Takes in the next line, without its end. Empty ones do not count.
  public mutating func add(line: some Collection<UInt8>) {
    lines += 1
    guard !line.isEmpty else { return }
    let data = line.count <= Self.lineLimit ? Data(line) : Data()
    if lines == 1, let header = try? Self.decoder.decode(SessionHeader.self, from: data),
      header.schema == SessionHeader.currentSchema
    {
      self.header = header
    } else if events.count >= Self.eventLimit {
      eventsLeftOut += 1
    } else if let event = try? Self.decoder.decode(SessionEvent.self, from: data), event.isPlausible {
      events.append(event)
    } else {
      unreadableLines += 1
      firstUnreadableLine = firstUnreadableLine ?? lines
    }
  }
}

extension SessionEvent {
  /// Numbers that nobody can have written in earnest would overflow where they are added up.
  fileprivate var isPlausible: Bool {
    let times = 0...Int64.max / 4
    guard times.contains(calledAt), returnedAt.map(times.contains) ?? true else { return false }
    guard tcpInfo?.isPlausible ?? true else { return false }
    return [offset, bytes, listener, backlog].allSatisfy { $0.map { (0...Int.max / 4).contains($0) } ?? true }
  }
}

extension TCPInfo {
  /// The kernel has 32 bits for each.
  fileprivate var isPlausible: Bool {
    [rttMicroseconds, rttVariationMicroseconds, retransmissions, congestionWindow, sendMSS].allSatisfy {
      (0...Int(UInt32.max)).contains($0)
    }
  }
}
