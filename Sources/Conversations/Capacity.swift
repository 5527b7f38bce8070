/// How much detail is kept. Totals are exact past every one of these; the report says where detail ends.
public struct Capacity: Hashable, Sendable {
  /// Data segments or exchanges kept for one conversation.
  public var detailsPerConversation = 1_000
  /// Data segments and exchanges kept for all conversations together.
  public var details = 50_000
  /// Bytes kept for one conversation to compare an echo with its request, those that put a stream in order included:
  /// more than a window usually allows to be on the way.
  public var echoBytesPerConversation = 1_048_576
  /// Such bytes for all conversations together.
  public var echoBytes = 33_554_432
  /// First bytes that are kept of a UDP request as long as it waits, to tell where a reply differs from it.
  public var requestBytes = 1_500
  /// Such bytes for all conversations together.
  public var waitingBytes = 4_194_304
  /// Requests of one UDP conversation that wait for a reply; where there are more, the older half is waited for no longer.
  public var waitingRequests = 1_024
  /// Bytes of fragments waiting for the rest of their datagram, for all datagrams together.
  public var fragmentBytes = 4_194_304
  /// Memory, as estimated, of all conversations and streams that are followed at a time. Where there are more, connections
  /// that are closed go first, then attempts that nobody answered, and then those that have been quiet for longest
  /// (`ConversationRecord.isLetGo`).
  public var followedBytes = 83_886_080
  /// Streams that are over or let go and whose number is still known, so that what comes later has the same.
  public var knownStreams = 262_144
  /// Conversations whose packets are remembered as long as nothing happens in them but that they are counted
  /// (`UneventfulConversations`). Where there are more, all of them are followed.
  public var uneventful = 65_536
  /// Conversations of a capture that the summary keeps, at most: of more the largest, and a few that show each kind of
  /// finding. Of the others it has counts.
  public var records = 10_000
  /// Memory of them, as estimated.
  public var recordBytes = 50_331_648

  public init() {}

  /// What one of `parts` may keep. One conversation may keep as much as ever.
  func divided(by parts: Int) -> Capacity {
    var part = self
    part.details /= parts
    part.echoBytes /= parts
    part.waitingBytes /= parts
    part.followedBytes /= parts
    part.knownStreams /= parts
    part.uneventful /= parts
    return part
  }
}
