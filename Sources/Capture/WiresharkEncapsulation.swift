import Wire

/// What Wireshark calls a link type: the number in its field `frame.encap_type`, and the name `editcap -T` takes.
struct WiresharkEncapsulation: Equatable {
  let number: Int
  let name: String

  /// The types this package decodes; nil for others.
  init?(_ linkType: LinkType) {
    switch linkType {
    case .ethernet: (number, name) = (1, "ether")
    case .ppp: (number, name) = (4, "ppp")
    case .raw, .rawBSD, .rawOpenBSD: (number, name) = (7, "rawip")
    case .null: (number, name) = (15, "null")
    case .linuxSLL: (number, name) = (25, "linux-sll")
    case .ipv4: (number, name) = (129, "rawip4")
    case .ipv6: (number, name) = (130, "rawip6")
    case .loop: (number, name) = (174, "loop")
    case .linuxSLL2: (number, name) = (210, "linux-sll2")
    default: return nil
    }
  }
}
