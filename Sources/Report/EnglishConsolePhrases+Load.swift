import Conversations
import SessionLog

extension EnglishConsolePhrases {
  func load(_ count: ConsoleLines.LoadCount) -> String {
    switch count {
    case .sent: "sent"
    case .resent: "sent again"
    case .echoed: "echoed"
    case .late: "of which late"
    case .lost: "lost"
    case .mismatched: "mismatched"
    case .duplicated: "duplicated"
    case .reordered: "reordered"
    case .unexpected: "unexpected"
    case .failed: "failed"
    case .abandoned: "abandoned"
    }
  }

  func loadStopped(after sent: Int, of count: Int) -> String {
    "stopped after \(sent) of \(self.count(count, "message"))"
  }
  func loadGaveUp(after sent: Int, of count: Int) -> String {
    "given up after \(sent) of \(self.count(count, "message"))"
  }

  func loadOneReply() -> String {
    "the server closes each connection after its answer, so that every message needs one of its own, and they wait in its "
      + "queue (echo-analyze server tcp --keep-open serves many at once)"
  }

  func loadUnknown() -> String { "unknown" }
  func loadHasNoNumbers() -> String { "a message under 8 bytes bears no number" }

  func loadSent(bytes: Int, _ transport: TransportProtocol, connections: Int) -> String {
    "\(count(bytes, "byte")) over \(count(connections, transport == .tcp ? "connection" : "socket"))"
  }

  func loadEchoed(bytes: Int, in time: String, perSecond rate: String?) -> String {
    "\(count(bytes, "byte")) received in \(time)" + (rate.map { ", \($0) echoes/s" } ?? "")
  }

  func loadRoundTrip() -> String { "round trip" }

  func loadFailure(_ failure: LoadReport.Failure) -> String {
    switch failure {
    case .closed: "closed before the answer"
    case .error(let reason):
      switch reason {
      case .refused: "refused"
      case .reset: "reset"
      case .timedOut: "timed out"
      case .hostUnreachable: "host unreachable"
      case .networkUnreachable: "network unreachable"
      case .addressInUse: "address in use"
      case .addressNotAvailable: "no local port free"
      case .notPermitted: "not permitted"
      case .unknownHost: "unknown host"
      case .nameServiceFailed: "name not looked up"
      case .messageTooLong: "message too long"
      case .tooManyOpenFiles: "too many open files"
      case .outOfMemory: "out of memory"
      case .familyNotSupported: "address family not supported"
      case .other: "not foreseen"
      }
    }
  }

  func loadMessageLength(atMost limit: Int) -> String {
    "a load needs a message of 1 to \(limit) bytes: give another one, or say --size"
  }

  func loadClosedEarly() -> String {
    "the server closed connections before the whole answer had come: perhaps it reads and echoes only once; start it "
      + "with a larger --buffer or with --keep-open (echo-analyze server tcp), or send less (--size)"
  }
}
