import Analyzer
import Conversations

/// The words of a comparison.
protocol ComparisonPhrases: Sendable {
  /// As what captures are compared, and why.
  func choice(_ choice: ComparisonChoice) -> String
  /// Two of several captures have a conversation in common, and so have `more` other pairs.
  func shared(_ pair: (String, String), more: Int) -> String
  func title(isLinks: Bool) -> String
  /// Whether the same was asked for in all, and what follows from that.
  func workload(isSame: Bool) -> String
  var aspect: String { get }
  func name(of aspect: ComparedAspect) -> String
  /// What heads the column of a trace; `capture` is the name of its file.
  func name(of trace: EchoTrace, capture: String) -> String
  /// Other echoes of a capture that are not compared.
  func leftOut(_ count: Int, of capture: String) -> String
  /// The largest conversation of a capture without an echo has this to tell; nil where it has none.
  func noEcho(in capture: String, _ echo: EchoResult?) -> String
  var differences: String { get }

  func opening(_ trace: EchoTrace) -> String
  func closing(_ trace: EchoTrace) -> String
  func acknowledgments(_ trace: EchoTrace) -> String
  func reliability(_ trace: EchoTrace) -> String
  func firstEcho(_ trace: EchoTrace) -> String
  func windows(_ trace: EchoTrace) -> String
  func checksums(_ trace: EchoTrace) -> String
  /// What else the capture has of the same protocol: examples of its use, and conversations that tell no more.
  func use(_ trace: EchoTrace, _ others: [(name: String, packets: Int)], conversations: Int) -> String
  func order(_ trace: EchoTrace) -> String
  func overhead(_ trace: EchoTrace) -> String
  func latency(_ trace: EchoTrace) -> String
  /// Segments that were sent again between a request and its reply.
  func sentAgain(_ frames: [Int]) -> String

  /// What is larger in one trace than in another, in one sentence: `ratio` is how many times, where that means anything.
  func difference(
    _ measure: ComparedMeasure, _ names: (large: String, small: String), _ values: (large: String, small: String),
    ratio: String?
  ) -> String
  func equal(_ measure: ComparedMeasure, _ names: (String, String), _ value: String) -> String
}

/// The aspects of a comparison of TCP and UDP, in the order of lab reports.
enum ComparedAspect: String, CaseIterable {
  case connection, reliability, speed, flowControl = "flow-and-error-control", use, order, overhead, latency
}

/// What is set against each other in numbers.
enum ComparedMeasure: String, CaseIterable {
  case frames, bytes, bytesPerPayloadByte = "bytes-per-payload-byte", firstEcho = "time-to-first-echo", roundTrip =
    "echo-rtt",
    repeats
}
