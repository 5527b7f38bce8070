import Wire

/// The conversations of one stream: one for each tunnel or VLAN that its packets come through, so mostly one alone.
struct StreamConversations {
  private static var none: Int { -1 }

  /// The conversation of packets without encapsulation.
  private var plain = Self.none
  private var encapsulated: [Encapsulation.Identity: Int] = [:]
  private var latest = Self.none

  /// Where the conversation with this encapsulation stands among those of its protocol.
  // Inlined: a call would copy the dictionary for every packet.
  @inline(__always)
  func position(of encapsulation: Encapsulation.Identity?) -> Int? {
    guard let encapsulation else { return plain == Self.none ? nil : plain }
    return encapsulated[encapsulation]
  }

  mutating func add(_ position: Int, for encapsulation: Encapsulation.Identity?) {
    if let encapsulation { encapsulated[encapsulation] = position } else { plain = position }
    latest = position
  }

  /// Forgets the conversation at `position`, which has this encapsulation.
  mutating func remove(_ position: Int, of encapsulation: Encapsulation.Identity?) {
    if let encapsulation { encapsulated[encapsulation] = nil } else { plain = Self.none }
    if latest == position { latest = Self.none }
  }

  var isEmpty: Bool { plain == Self.none && encapsulated.isEmpty }
  var count: Int { (plain == Self.none ? 0 : 1) + encapsulated.count }

  /// The first of them to begin, as far as places tell; nil without any.
  var first: Int? {
    let least = encapsulated.values.min()
    return plain == Self.none ? least : min(plain, least ?? plain)
  }

  /// Where the conversations stand.
  func forEach(_ body: (Int) -> Void) {
    if plain != Self.none { body(plain) }
    if !encapsulated.isEmpty { for position in encapsulated.values.sorted() { body(position) } }
  }

  /// The conversation that an ICMP error is about: the one with the same encapsulation, else the latest to begin, for the
  /// router that reports may stand outside the tunnel.
  func nearest(to encapsulation: Encapsulation.Identity?) -> Int? {
    position(of: encapsulation) ?? (latest == Self.none ? nil : latest)
  }
}
