public import Conversations
import Wire

/// Something in which the two sightings of packets differ, beyond their times.
public struct PathChange: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// TTL or hop limit: each router takes one.
    case hopLimit
    /// DSCP (RFC 2474).
    case differentiatedServices
    /// The two ECN bits of the IP header (RFC 3168).
    case congestionBits
    case dontFragment
    case identification
    /// Frames that a datagram comes in.
    case pieces
    case sequenceNumber
    case acknowledgmentNumber
    case maximumSegmentSize
    case windowScale
    /// SACK permitted, in SYNs: 1 where it is there.
    case sackPermitted
    /// The timestamps option: 1 where it is there.
    case timestamps
    case timestampValue
    /// Another option: its kind, where it is there.
    case otherOptions
    case flags
    case window
    /// A digest of the payload differs.
    case payload
    /// The checksum field differs, and neither is one that a card was to finish.
    case checksum
    /// What the checksum is worth (`VantagePacket.ChecksumState`).
    case checksumState
  }

  public let kind: Kind
  public let sender: Side
  /// What it is in each capture; nil where it is absent there, or where values are too many or mean nothing by themselves.
  public let first: Int?
  public let second: Int?
  /// Packets that show it.
  public internal(set) var count: Int
  /// The first of them.
  public let frames: PointPair
}

/// Gathers what was changed between the two captures of one conversation.
struct PathChanges {
  private struct Key: Hashable {
    let kind: PathChange.Kind
    let sender: Side
    let first: Int?
    let second: Int?
  }

  private var places: [Key: Int] = [:]
  private var values: [Key: Int] = [:]
  private(set) var changes: [PathChange] = []

  /// Pairs of values that are told of one kind and direction: more are told together.
  private static var valueLimit: Int { 8 }

  private mutating func note(
    _ kind: PathChange.Kind, _ link: MatchedConversation.Crossing, _ first: Int? = nil, _ second: Int? = nil
  ) {
    let sender: Side = link.isFromOriginator ? .originator : .responder
    var key = Key(kind: kind, sender: sender, first: first, second: second)
    if places[key] == nil {
      let group = Key(kind: kind, sender: sender, first: nil, second: nil)
      values[group, default: 0] += 1
      if values[group, default: 0] > Self.valueLimit { key = group }
    }
    if let place = places[key] {
      changes[place].count += 1
      return
    }
    places[key] = changes.count
    changes.append(
      PathChange(kind: kind, sender: sender, first: key.first, second: key.second, count: 1, frames: link.frames))
  }

  private mutating func note(
    _ kind: PathChange.Kind, _ link: MatchedConversation.Crossing, unlessEqual first: Int?, _ second: Int?
  ) {
    if first != second { note(kind, link, first, second) }
  }

  mutating func add(_ link: MatchedConversation.Crossing) {
    let first = link.first, second = link.second
    note(.hopLimit, link, unlessEqual: Int(first.hopLimit), Int(second.hopLimit))
    note(.differentiatedServices, link, unlessEqual: Int(first.trafficClass >> 2), Int(second.trafficClass >> 2))
    note(.congestionBits, link, unlessEqual: Int(first.trafficClass & 3), Int(second.trafficClass & 3))
    if let before = first.isFragmentingForbidden, let after = second.isFragmentingForbidden {
      note(.dontFragment, link, unlessEqual: before ? 1 : 0, after ? 1 : 0)
      // Zero, too, where routers number what they may have to fragment.
      if first.identification != second.identification { note(.identification, link) }
    }
    note(.pieces, link, unlessEqual: first.pieces, second.pieces)
    if let before = first.payloadDigest, let after = second.payloadDigest, before != after {
      note(.payload, link)
    }
    if first.checksumState != .unchecked, second.checksumState != .unchecked {
      note(.checksumState, link, unlessEqual: first.checksumState.rawValue, second.checksumState.rawValue)
    }
    if first.checksum != second.checksum, first.checksumState != .partial, second.checksumState != .partial {
      note(.checksum, link)
    }
    if let before = first.segment, let after = second.segment { add(before, after, link) }
  }

  private mutating func add(
    _ first: VantagePacket.Segment, _ second: VantagePacket.Segment, _ link: MatchedConversation.Crossing
  ) {
    if first.sequence != second.sequence { note(.sequenceNumber, link) }
    if first.acknowledgment != second.acknowledgment { note(.acknowledgmentNumber, link) }
    note(.flags, link, unlessEqual: Int(first.flags.rawValue), Int(second.flags.rawValue))
    if first.window != second.window { note(.window, link) }
    guard !first.areOptionsCut, !second.areOptionsCut else { return }
    note(
      .maximumSegmentSize, link, unlessEqual: first.maximumSegmentSize.map(Int.init),
      second.maximumSegmentSize.map(Int.init))
    note(.windowScale, link, unlessEqual: first.windowScale.map(Int.init), second.windowScale.map(Int.init))
    func has(_ kind: UInt64, _ segment: VantagePacket.Segment) -> Int? {
      segment.optionKinds >> kind & 1 == 1 ? 1 : nil
    }
    note(.sackPermitted, link, unlessEqual: has(4, first), has(4, second))
    note(.timestamps, link, unlessEqual: has(8, first), has(8, second))
    if let before = first.timestampValue, let after = second.timestampValue, before != after {
      note(.timestampValue, link)
    }
    let others = (first.optionKinds ^ second.optionKinds) & ~Self.told
    for kind in 0..<UInt64(64) where others >> kind & 1 == 1 {
      note(
        .otherOptions, link, has(kind, first).map { _ in Int(kind) }, has(kind, second).map { _ in Int(kind) })
    }
  }

  /// Kinds that have a name of their own here: MSS, window scale, SACK permitted, timestamps.
  private static var told: UInt64 { 1 << 2 | 1 << 3 | 1 << 4 | 1 << 8 }
}
