import Conversations
import Wire

/// Finds the conversations that two captures share: each packet that both have is a vote, counted by hash.
struct ConversationMatching {
  private let traces: (VantageTrace, VantageTrace)
  /// The user says that the captures belong together.
  private let isAsked: Bool
  private(set) var pairs: [ConversationPair] = []
  private var free: (Set<Int>, Set<Int>)

  /// Conversations that may have one and the same packet: more tell nothing.
  private static var ambiguityLimit: Int { 8 }
  /// Recorded times that are farther apart belong to different runs, where nothing else tells.
  private static var nearness: Int64 { 1_000_000_000 }

  init(_ first: VantageTrace, _ second: VantageTrace, isAsked: Bool) {
    traces = (first, second)
    self.isAsked = isAsked
    free = (Set(first.conversations.indices), Set(second.conversations.indices))
    let tcp = TransportProtocol.tcp, udp = TransportProtocol.udp
    match(tcp, .sequenceNumbers, by: Self.numbersAndEnds)
    match(tcp, .sequenceNumbers, atLeast: 1, by: Self.numbers)
    match(tcp, .placesInStream, atLeast: 2, by: Self.place)
    match(udp, .identifications, by: Self.identifiedWithEnds)
    match(udp, .identifications, by: Self.identified)
    match(udp, .payload, by: Self.bytesAndEnds)
    match(udp, .payload, by: Self.bytesAndServer)
    pairs.sort { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Conversations without a partner, by their places.
  var unmatched: (first: [Int], second: [Int]) { (free.0.sorted(), free.1.sorted()) }

  private struct Candidate: Hashable {
    let first: Int
    let second: Int
  }

  private struct Votes {
    var straight = 0
    var turned = 0
    var total: Int { straight + turned }
  }

  private mutating func match(
    _ transport: TransportProtocol, _ evidence: PairEvidence, atLeast least: Int = 1,
    by fingerprint: (VantageConversation, VantagePacket) -> Int?
  ) {
    guard !free.0.isEmpty, !free.1.isEmpty else { return }
    var holders: [Int: [(conversation: Int, isFromOriginator: Bool)]] = [:]
    for place in free.1.sorted() where traces.1.conversations[place].protocol == transport {
      let conversation = traces.1.conversations[place]
      for packet in conversation.packets {
        guard let print = fingerprint(conversation, packet) else { continue }
        let known = holders[print, default: []]
        if known.count > Self.ambiguityLimit || known.contains(where: { $0.conversation == place }) { continue }
        holders[print, default: []].append((place, packet.isFromOriginator))
      }
    }
    var votes: [Candidate: Votes] = [:]
    for place in free.0.sorted() where traces.0.conversations[place].protocol == transport {
      let conversation = traces.0.conversations[place]
      for packet in conversation.packets {
        guard let print = fingerprint(conversation, packet), let known = holders[print],
          known.count <= Self.ambiguityLimit
        else { continue }
        for holder in known {
          let candidate = Candidate(first: place, second: holder.conversation)
          if holder.isFromOriginator == packet.isFromOriginator {
            votes[candidate, default: Votes()].straight += 1
          } else {
            votes[candidate, default: Votes()].turned += 1
          }
        }
      }
    }
    let ranked = votes.sorted {
      ($1.value.total, $0.key.first, $0.key.second) < ($0.value.total, $1.key.first, $1.key.second)
    }
    for (candidate, votes) in ranked where votes.total >= least {
      guard free.0.contains(candidate.first), free.1.contains(candidate.second), isBelieved(candidate, votes, evidence)
      else { continue }
      free.0.remove(candidate.first)
      free.1.remove(candidate.second)
      pairs.append(
        ConversationPair(
          candidate.first, candidate.second, evidence, isTurned: votes.turned > votes.straight, in: traces))
    }
  }

  /// Whether equal bytes are the same packets: two runs of one program send the same, too.
  private func isBelieved(_ candidate: Candidate, _ votes: Votes, _ evidence: PairEvidence) -> Bool {
    guard evidence == .payload || evidence == .identifications else { return true }
    let first = traces.0.conversations[candidate.first], second = traces.1.conversations[candidate.second]
    let numbered = min(first.identified, second.identified)
    if evidence == .identifications { return votes.total * 3 >= numbered }
    guard votes.total * 2 >= min(first.packets.count, second.packets.count) else { return false }
    // Identifications that all differ speak against it.
    return numbered == 0 && isAsked || isNear(first, second)
  }

  private func isNear(_ first: VantageConversation, _ second: VantageConversation) -> Bool {
    guard let start = first.packets.first?.time, let end = first.packets.last?.time,
      let otherStart = second.packets.first?.time, let otherEnd = second.packets.last?.time
    else { return false }
    return otherStart.nanoseconds(since: end) <= Self.nearness && start.nanoseconds(since: otherEnd) <= Self.nearness
  }

  private static func ends(_ conversation: VantageConversation, _ packet: VantagePacket) -> [Endpoint] {
    packet.isFromOriginator
      ? [conversation.originator, conversation.responder] : [conversation.responder, conversation.originator]
  }

  /// Flags that nobody on the way sets or clears.
  static let steadyFlags: TCPFlags = [.syn, .fin, .rst, .ack]

  private static func numbersAndEnds(_ conversation: VantageConversation, _ packet: VantagePacket) -> Int? {
    guard let segment = packet.segment else { return nil }
    var hasher = Hasher()
    hasher.combine(ends(conversation, packet))
    combine(segment, packet, into: &hasher)
    return hasher.finalize()
  }

  private static func numbers(_: VantageConversation, _ packet: VantagePacket) -> Int? {
    guard let segment = packet.segment,
      // A bare ACK or RST may have any numbers, zero among them.
      segment.flags.contains(.syn) || packet.payloadLength > 0
    else { return nil }
    var hasher = Hasher()
    hasher.combine(packet.headDigest)
    combine(segment, packet, into: &hasher)
    return hasher.finalize()
  }

  private static func combine(_ segment: VantagePacket.Segment, _ packet: VantagePacket, into hasher: inout Hasher) {
    hasher.combine(segment.sequence)
    hasher.combine(segment.flags.intersection(steadyFlags))
    hasher.combine(packet.payloadLength)
    // Where one side's numbers are rewritten, its peer's acknowledgments are: what is sent is enough to tell.
    if packet.payloadLength == 0 { hasher.combine(segment.acknowledgment) }
  }

  private static func place(_ conversation: VantageConversation, _ packet: VantagePacket) -> Int? {
    guard let segment = packet.segment, packet.identification != nil || segment.timestampValue != nil,
      let start = conversation.initialSequence(ofOriginator: packet.isFromOriginator)
    else { return nil }
    var hasher = Hasher()
    hasher.combine(segment.sequence &- start)
    hasher.combine(segment.flags.intersection(steadyFlags))
    hasher.combine(packet.payloadLength)
    hasher.combine(packet.headDigest)
    // Timestamps may have been stripped from one of the two.
    hasher.combine(packet.identification)
    if packet.identification == nil { hasher.combine(segment.timestampValue) }
    return hasher.finalize()
  }

  private static func bytes(_ packet: VantagePacket) -> Hasher {
    var hasher = Hasher()
    hasher.combine(packet.payloadLength)
    hasher.combine(packet.headDigest)
    return hasher
  }

  private static func identifiedWithEnds(_ conversation: VantageConversation, _ packet: VantagePacket) -> Int? {
    guard let identification = packet.identification else { return nil }
    var hasher = bytes(packet)
    hasher.combine(identification)
    hasher.combine(ends(conversation, packet))
    return hasher.finalize()
  }

  private static func identified(_: VantageConversation, _ packet: VantagePacket) -> Int? {
    guard let identification = packet.identification else { return nil }
    var hasher = bytes(packet)
    hasher.combine(identification)
    return hasher.finalize()
  }

  private static func bytesAndEnds(_ conversation: VantageConversation, _ packet: VantagePacket) -> Int? {
    var hasher = bytes(packet)
    hasher.combine(ends(conversation, packet))
    return hasher.finalize()
  }

  /// Address translation mostly leaves the server as it is.
  private static func bytesAndServer(_ conversation: VantageConversation, _ packet: VantagePacket) -> Int? {
    guard packet.payloadLength > 0 else { return nil }
    var hasher = bytes(packet)
    hasher.combine(conversation.responder)
    hasher.combine(packet.isFromOriginator)
    return hasher.finalize()
  }
}
