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
  /// The summaries for Zeek take packets whose checksum is wrong. All else takes them anyway.
  public var ignoresChecksums = false

  public init() {}
}
