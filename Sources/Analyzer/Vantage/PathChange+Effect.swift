// What a change comes to.
extension PathChange {
  public enum Effect: Hashable, Sendable {
    /// So many routers lie between the two captures.
    case hops(Int)
    case removed, added
    case lowered, raised
    /// A router says that it is congested (RFC 3168, section 5).
    case congestionMarked
    /// The checksum was right before, and is wrong after.
    case damaged
    /// The sender left the checksum to its network card, which finished it after the packet was captured.
    case finishedByCard
    case other
  }

  /// What became of it between the capture that its packets pass first and the other; without knowing which that is, only that
  /// it differs.
  public func effect(passesFirst point: CapturePoint?) -> Effect {
    guard let point else { return .other }
    let (before, after) = point == .first ? (first, second) : (second, first)
    switch kind {
    case .hopLimit:
      guard let before, let after, before > after else { return .other }
      return .hops(before - after)
    case .congestionBits: return after == 3 && before != 3 ? .congestionMarked : .other
    case .maximumSegmentSize, .windowScale, .sackPermitted, .timestamps, .otherOptions:
      guard let before else { return after == nil ? .other : .added }
      guard let after else { return .removed }
      return after < before ? .lowered : .raised
    case .dontFragment: return after == 0 ? .removed : after == 1 ? .added : .other
    case .checksumState:
      let partial = VantagePacket.ChecksumState.partial.rawValue, wrong = VantagePacket.ChecksumState.wrong.rawValue
      if before == partial { return after == wrong ? .damaged : .finishedByCard }
      return after == wrong ? .damaged : .other
    case .differentiatedServices, .identification, .pieces, .sequenceNumber, .acknowledgmentNumber, .timestampValue,
      .flags, .window, .payload, .checksum:
      return .other
    }
  }
}
