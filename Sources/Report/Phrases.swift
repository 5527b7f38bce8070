import Analyzer
import Conversations
import SessionLog
import Wire

/// All words of a report. Layout code holds none; a language is one type that has these.
protocol Phrases: Sendable {
  /// How the language writes numbers.
  var numbers: NumberText { get }
  /// A heading, a column title or a single word.
  func label(_ label: Label) -> String
  func severity(_ severity: Finding.Severity) -> String
  func outcome(_ outcome: Outcome) -> String

  // The capture.
  /// Its heading.
  func heading(of capture: CaptureRecord) -> String
  /// Format, link types, packets, bytes, duration: one sentence.
  func capture(_ capture: CaptureRecord) -> String
  /// How files became one capture, or packets were put in order.
  func composition(_ composition: CaptureComposition) -> String
  /// What a file gave.
  func file(_ file: CaptureComposition.File, _ order: CaptureComposition.Order) -> String
  /// `count` files more than those told.
  func moreFiles(_ count: Int) -> String
  /// The verdict on the capture, and its reasons with their frames.
  func trust(_ trust: CaptureTrust, _ verdict: CaptureTrust.Verdict, of capture: CaptureRecord) -> String
  /// One reason, without its frames.
  func reason(_ reason: CaptureTrust.Reason, of capture: CaptureRecord) -> String
  /// `statement`, and what the capture's weak spots leave open of it.
  func qualified(_ statement: String, by caveats: [Caveat]) -> String
  func captureTime(_ time: String) -> String
  func captureCut(_ reason: String) -> String
  /// Of several files some were not read, or not to their ends.
  func filesIncomplete(_ reason: String) -> String
  func captureDrops(kernel: Int?, interface: Int?) -> String
  /// When the interface was down; `start` is the time in words.
  func outage(_ outage: Outages.Outage, start: String) -> String
  /// The interface was down `count` times more than told.
  func moreOutages(_ count: Int) -> String
  /// Nobody counted the packets that were dropped.
  func dropsUnknown() -> String
  /// `hasBackground` tells that there are some which hosts make by themselves.
  func noConversations(hasBackground: Bool) -> String
  /// Among others `total` conversations are echoes: the first of them, and how to see one alone.
  func echoes(_ echoes: [ConversationRecord], of total: Int) -> String
  /// What leads the comment that the capture holds on a frame.
  func comment(on frame: Int) -> String
  /// `count` comments more than those told.
  func moreComments(_ count: Int) -> String

  // A conversation.
  func title(of conversation: ConversationRecord) -> String
  func rolesInferred() -> String
  func verdict(_ verdict: Verdict, of conversation: ConversationRecord) -> String
  func handshake(_ handshake: Handshake) -> String
  func synNotSeen() -> String
  /// Remarks on a handshake: what repeated SYNs cost, simultaneous open, payload in the SYN.
  func handshakeRemarks(_ handshake: Handshake) -> [String]
  func data(_ conversation: ConversationRecord) -> String
  /// Remarks on a segment; `retransmission` tells why it was sent again, if it was and that is known.
  func dataRemarks(_ segment: DataSegment, _ retransmission: Retransmission?) -> [String]
  func acknowledged(by frame: Int, after duration: String) -> String
  func exchanges(_ conversation: ConversationRecord) -> String
  func result(of exchange: Exchange) -> String
  func shortenedRemark() -> String
  func fragmentsRemark() -> String
  func exchangeRemarks(_ exchange: Exchange) -> [String]
  func teardown(_ teardown: Teardown, of conversation: ConversationRecord) -> String
  func teardownRemarks(_ teardown: Teardown) -> [String]
  /// `caveats` concern what was not returned.
  func echo(_ conversation: ConversationRecord, _ caveats: [Caveat]) -> String
  func icmp(_ error: ICMPError) -> String
  /// `count` ICMP errors more than those told.
  func moreICMP(_ count: Int) -> String
  /// Nothing went wrong; `unchecked` of the packets have a checksum that cannot be checked.
  func noTrouble(uncheckedChecksums unchecked: Int, of packets: Int) -> String
  /// So many packets are in the capture more than once.
  func copies(_ number: Int) -> String

  // What was measured of a conversation.
  func roundTrip(_ row: RoundTripRow) -> String
  func roundTripsSeen(from point: VantagePoint?) -> String
  /// What was acknowledged, and tells no round trip.
  func withoutSample(postLoss: Int, cumulative: Int) -> String
  func pairsRemark() -> String
  func latencies(jitter: Int64?) -> String
  func numbersRemark() -> String
  func measure(_ measure: Measure) -> String
  func estimatesRemark() -> String
  /// What a time is worth, in a word; nothing of a plain sample.
  func worth(_ roundTrip: RoundTrip) -> String
  func estimatesLegend() -> String
  /// The formulas of a sample with its numbers.
  func formulas(_ estimate: RoundTripEstimate) -> [String]
  func formulasLeftOut(_ count: Int) -> String
  func fleetsRemark() -> String
  func overTimeRemark() -> String

  // A stream that is followed.
  func followed(_ transport: TransportProtocol, stream: Int, _ originator: Endpoint, _ responder: Endpoint) -> String
  /// A line in the place of the bytes. With `arrow` it says whose they are.
  func missing(_ gap: StreamChunk.Gap, _ chunk: StreamChunk, arrow: Bool) -> String
  /// The same beside the bytes: it says where they would be.
  func missingAtOffset(_ gap: StreamChunk.Gap, _ chunk: StreamChunk) -> String
  /// `count` gaps more than those told.
  func moreGaps(_ count: Int) -> String
  /// Bytes that came after what follows them; nil without any.
  func late(_ totals: StreamTotals, of side: Side) -> String?
  func totals(_ transport: TransportProtocol, _ follower: StreamFollower) -> String

  // What the programs' sockets did.
  /// The program of a log: by its role, else by its side in the conversation.
  func program(_ role: SessionHeader.Role?, _ side: Side) -> String
  /// How a program's clock stands to the capture's, where that is worth telling.
  func clock(_ clock: ClockAlignment, of program: String) -> String?
  /// A call waited so long.
  func took(_ nanoseconds: Int64) -> String
  /// What a call has to do with the frames.
  func frames(of step: SocketTimeline.Step) -> String
  /// A misbehaviour that was asked for.
  func fault(_ name: String, bytes: Int?) -> String
  /// `close` of a socket that had no peer: it listened, or served all.
  func closeUnconnected() -> String
  /// The heading of what programs did of which nothing was captured.
  func uncaptured(_ transport: SessionHeader.Transport?) -> String
  /// `shown` of them can be seen with --details.
  func callsLeftOut(_ count: Int, shown: Int) -> String
  func kernel(_ info: TCPInfo, at event: SessionEvent.Kind, of program: String) -> String
  /// What is wrong with a log, if anything is.
  func log(_ log: LogRecord) -> String?

  // What is left out, and how to see it.
  func rowsLeftOut(_ count: Int, from first: Int, to last: Int, of conversation: ConversationRecord) -> String
  /// What heads a long table that can be folded.
  func rowCount(_ count: Int) -> String
  func rowsNotKept(kept: Int, of total: Int) -> String
  /// `hasEchoes` tells that echoes are listed and told before larger conversations.
  func largestTold(_ told: Int, of total: Int, hasMoreThanListed listed: Int?, hasEchoes: Bool) -> String
  func detailsRanOut() -> String

  // The rest.
  func other(_ kind: OtherTraffic.Kind) -> String
  /// What was found, without its frames.
  func finding(_ finding: Finding, in conversation: ConversationRecord?) -> String
  /// `count` findings of the same code as the ones above.
  func findingsLeftOut(_ count: Int) -> String
  func frames(_ frames: [Int], of count: Int) -> String
}

extension Phrases {
  /// A clock that ran backwards measured nothing.
  func duration(_ nanoseconds: Int64) -> String {
    nanoseconds < 0 ? label(.unknown) : numbers.duration(nanoseconds)
  }
}

/// Headings, column titles and single words.
enum Label: Hashable, Sendable, CaseIterable {
  // Sections
  case capture, trust, overview, handshake, data, exchanges, teardown, totals, echo, icmp, otherTraffic, findings
  // Columns
  case frame, time, segment, flags, sequence, bytes, acknowledgedBy, payload, initialSequenceNumber, window, mss,
    windowScale, sack, timestamps, request, reply, latency, result, packets, overhead, retransmissions, outOfOrder,
    duplicateAcks, zeroWindows, wrongChecksums, protocolName, firstFrame, conversation, duration, outcome
  // Measurements
  case roundTrips, count, minimum, median, mean, percentile99, maximum, standardDeviation, numbers, estimates, fleets,
    overTime, sentRate, newRate, acknowledgedRate, meanRate, inFlight, sample
  // The list of conversations
  case stream, packetsAndPayload, zeekState, background, pairs
  // Words
  case contents, yes, no, inPart, unknown, both, noAcknowledgment, warning, conversationsColumn, sentAgain
  // Sockets
  case sockets, program, call, frames, log
}
