/// The conversations of one stream: one for each tunnel or VLAN that its packets come through, so mostly one alone.
struct StreamConversations {
  private var latest: (encapsulation: String?, position: Int)?
  /// All of them, as soon as there are two.
  private var all: [String?: Int] = [:]

  /// Where the conversation with this encapsulation stands among those of its protocol.
  subscript(encapsulation: String?) -> Int? {
    mutating get {
      if let latest, latest.encapsulation == encapsulation { return latest.position }
      guard let position = all[encapsulation] else { return nil }
      latest = (encapsulation, position)
      return position
    }
    set {
      guard let newValue else { return }
      if let latest {
        all[latest.encapsulation] = latest.position
        all[encapsulation] = newValue
      }
      latest = (encapsulation, newValue)
    }
  }

  /// The conversation that an ICMP error is about: the one with the same encapsulation, else the latest, for the router
  /// that reports may stand outside the tunnel.
  func nearest(to encapsulation: String?) -> Int? { all[encapsulation] ?? latest?.position }
}
