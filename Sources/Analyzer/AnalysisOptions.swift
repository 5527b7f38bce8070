public import Conversations

/// What to look at, and how much of it to keep.
public struct AnalysisOptions: Hashable, Sendable {
  /// Conversations to report; all when it is empty.
  public var selection = Selection()
  /// A BPF expression (`man pcap-filter`). Packets that it drops are numbered and not analysed.
  public var filter: String?
  public var capacity = Capacity()
  /// When conversations are over, where they are told one by one (`FileAnalysis.stream`).
  public var lifetime = ConversationLifetime.capture
  /// False where packets are looked at one by one and nothing else: they have their streams and labels, and the summary has
  /// no conversations. It takes half the time, and little memory.
  public var followsConversations = true
  /// The summaries for Zeek take packets whose checksum is wrong. All else takes them anyway.
  public var ignoresChecksums = false
  /// Conversations of one capture that the summary keeps: of more the largest, echoes before all others, and a few that show
  /// each kind of finding; of the others it has counts (`CaptureRecord.leftOut`). Nil for all.
  ///
  /// Of a large file then connections are let go when they are closed and nothing more has come for a while. What comes
  /// later all the same is another conversation with the finding `conversation.resumed`.
  public var conversationLimit: Int?
  /// The summary has the packets of conversations one by one, for diagrams and plots.
  public var keepsPackets = false
  /// Frames of which the analysis keeps what Wireshark's labels rest on (`FileAnalysis.labelEvidence`).
  public var watchedFrames: Set<Int> = []
  /// Engines that share a file which is read without a look at each packet; nil for as many as its size and the machine
  /// suggest.
  public var engines: Int?
  /// Bytes that each of them reads at once: enough for many packets of a conversation to be among them.
  var blockLength = 4_194_304
  /// Conversations of which it would be enough to count them are followed all the same.
  var followsUneventful = false

  public init() {}

  /// For captures of many hours: conversations end by their time of silence, and so many of them are kept, the largest and
  /// examples.
  public mutating func boundMemory(conversations: Int) {
    lifetime = .idle
    conversationLimit = conversations
  }
}
