public import Analyzer
public import Conversations
import SessionLog
import Wire

/// The packets of a conversation as arrows between its two sockets, in order of time: one model, shown as text, SVG or
/// Mermaid.
public struct Ladder: Hashable, Sendable {
  /// The parts of a TCP connection's life.
  enum Phase: Hashable, Sendable, CaseIterable { case establishment, transfer, termination }

  /// A line of it, and what the lines before do not say yet.
  struct Row: Hashable, Sendable {
    let frame: Int?
    /// Since the conversation's first packet, in nanoseconds.
    let time: Int64?
    let content: Content
    /// The phase that begins with it.
    var phase: Phase?
    /// Where the packet has brought the two ends, as far as that is new.
    var states: [Side: TCPState] = [:]
  }

  enum Content: Hashable, Sendable {
    case arrow(Arrow)
    /// What the program at this side did.
    case call(Side, String)
    /// What stands between the lifelines: an ICMP error from elsewhere, or what is missing.
    case note(String)
    /// Rows that there is no room for.
    case omitted(String)
  }

  struct Arrow: Hashable, Sendable {
    let from: Side
    let label: String
    var course = Course()
    /// How the payload begins, in quotes.
    var preview: String?
    /// Remarks on it.
    var notes: [String] = []
  }

  /// How the arrow is drawn.
  struct Course: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// It did not arrive.
    static var lost: Course { Course(rawValue: 1 << 0) }
    /// Its bytes, or its SYN or FIN, had been sent before.
    static var again: Course { Course(rawValue: 1 << 1) }
    /// Later ones had overtaken it.
    static var late: Course { Course(rawValue: 1 << 2) }
    static var reset: Course { Course(rawValue: 1 << 3) }
    static var icmp: Course { Course(rawValue: 1 << 4) }
  }

  let rows: [Row]
  /// `address:port` of the originator and of the responder, and what they are.
  let sockets: [String]
  let parties: [String]
  let title: String
  let description: String
  let digits: Int
  let phrases: Words

  /// How many rows are shown unless told otherwise: of more the first and the last, and what these name.
  public static var rowLimit: Int { 60 }

  /// `rows` are the packets of `record`; `timeline` tells the calls of its programs, whose logs `logs` are. Times have
  /// `digits` decimals.
  public init(
    _ record: ConversationRecord, rows: [PacketRow], timeline: SocketTimeline? = nil, logs: [LogRecord] = [],
    digits: Int = 6, language: Language = .english, limit: Int = rowLimit
  ) {
    self.init(
      record, rows: rows, timeline: timeline, logs: logs, digits: digits, phrases: language.figurePhrases, limit: limit)
  }

  init(
    _ record: ConversationRecord, rows: [PacketRow], timeline: SocketTimeline? = nil, logs: [LogRecord] = [],
    digits: Int = 6, phrases: any FigurePhrases, limit: Int = rowLimit
  ) {
    let builder = LadderBuilder(record, rows, timeline, phrases)
    self.rows = builder.rows(limit: limit)
    self.phrases = Words(phrases)
    self.digits = digits
    sockets = ["\(record.originator)", "\(record.responder)"]
    parties = [Side.originator, .responder].map { side in
      phrases.party(side, timeline?.programs.first { $0.side == side }.flatMap { logs[$0.log].header?.role })
    }
    title = phrases.title(of: record.protocol, stream: record.stream)
    description = phrases.ladder(
      from: "\(record.originator)", to: "\(record.responder)", packets: record.packets,
      shown: self.rows.count { if case .arrow = $0.content { true } else { false } })
  }

  /// There is no packet to draw.
  public var isEmpty: Bool { rows.isEmpty }

  func time(_ row: Row) -> String { row.time.map { phrases.numbers.seconds($0, digits: digits) } ?? "" }

  /// The words of a figure, which are no part of what it shows.
  struct Words: Hashable, Sendable {
    let words: any FigurePhrases

    init(_ words: any FigurePhrases) { self.words = words }

    var numbers: NumberText { words.numbers }

    static func == (left: Words, right: Words) -> Bool { type(of: left.words) == type(of: right.words) }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(type(of: words))) }
  }
}
