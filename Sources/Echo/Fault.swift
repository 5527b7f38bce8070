/// One kind of bad behaviour that a server or a client shows because it was asked to.
///
/// A message is one receive of a TCP server, what a TCP client sends at a time, or a datagram. A server does it to its
/// answers, a client to what it sends.
public enum Fault: Hashable, Sendable {
  /// It is not answered, or not sent. A share is 0 to 1.
  case drop(share: Double)
  /// It goes out so much later.
  case delay(Duration)
  /// It goes out twice.
  case duplicate(share: Double)
  /// One byte of it is changed, under a checksum that is right: the program lies, not the network.
  case corrupt(share: Double)
  /// Its second half is missing.
  case truncate(share: Double)
  /// Of each only so many bytes go out; 1 or more.
  case truncateAll(to: Int)
  /// RST where this end would say FIN.
  case reset
  /// FIN before the other side expects it: of a client right after its last request, of a server right after its first
  /// answer. What still comes is read.
  case halfClose
  /// No `recv` ever.
  case neverRead
  /// No `accept` ever: the kernel completes handshakes, and that is all.
  case noAccept

  /// Who can be asked.
  public enum Side: Hashable, Sendable, CaseIterable {
    case tcpServer, tcpClient, udpServer, udpClient
  }

  /// What is wrong with a wish.
  public enum Mistake: Error, Hashable, Sendable {
    case unknown(String)
    /// No percentage from 0 to 100 where one belongs.
    case share(String)
    case time(String)
    /// Neither a percentage nor a number of bytes, 1 or more.
    case length(String)
    /// A value for what has none.
    case value(String)
    case cannot(Fault, Side)
    case twice(String)
    /// One of the two leaves nothing for the other to do.
    case together(String, String)
  }

  /// Reads a wish as users write it, such as `drop=10%`, `truncate=16` or `reset`; `time` reads a time.
  public init(_ wish: String, time: (String) -> Duration?) throws(Mistake) {
    let parts = wish.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let value = parts.count > 1 ? parts[1] : nil
    func share() throws(Mistake) -> Double {
      guard let value, value.hasSuffix("%"), let percent = Double(value.dropLast()), (0...100).contains(percent) else {
        throw .share(wish)
      }
      return percent / 100
    }
    switch parts[0] {
    case "drop": self = .drop(share: try share())
    case "duplicate": self = .duplicate(share: try share())
    case "corrupt": self = .corrupt(share: try share())
    case "truncate" where value?.hasSuffix("%") ?? false: self = .truncate(share: try share())
    case "truncate":
      guard let value, let limit = Int(value), limit > 0 else { throw .length(wish) }
      self = .truncateAll(to: limit)
    case "delay":
      guard let value, let delay = time(value) else { throw .time(wish) }
      self = .delay(delay)
    case "reset": self = .reset
    case "half-close": self = .halfClose
    case "never-read": self = .neverRead
    case "no-accept": self = .noAccept
    default: throw .unknown(wish)
    }
    if value != nil, !takesValue { throw .value(wish) }
  }

  /// As users write it.
  public var name: String {
    switch self {
    case .drop: "drop"
    case .delay: "delay"
    case .duplicate: "duplicate"
    case .corrupt: "corrupt"
    case .truncate, .truncateAll: "truncate"
    case .reset: "reset"
    case .halfClose: "half-close"
    case .neverRead: "never-read"
    case .noAccept: "no-accept"
    }
  }

  private var takesValue: Bool {
    switch self {
    case .drop, .delay, .duplicate, .corrupt, .truncate, .truncateAll: true
    case .reset, .halfClose, .neverRead, .noAccept: false
    }
  }

  public func applies(to side: Side) -> Bool {
    switch self {
    case .drop, .delay, .duplicate, .corrupt, .truncate, .truncateAll: true
    case .reset, .halfClose: side == .tcpServer || side == .tcpClient
    // A UDP client has one answer to read and ends.
    case .neverRead: side != .udpClient
    case .noAccept: side == .tcpServer
    }
  }

  /// Whether the two cannot both be shown on `side`.
  func excludes(_ other: Fault, on side: Side) -> Bool {
    switch self {
    case .noAccept: true
    // Who reads nothing answers nothing; there is only an end to be shown.
    case .neverRead: side != .tcpClient && other != .reset
    case .reset: other == .halfClose
    default: false
    }
  }
}
