import CPcap
import Wire

extension LinkType {
  /// Translates the system's DLT number, which for a few types is not the number that files carry.
  init(dataLink: Int32) {
    switch dataLink {
    case DLT_RAW: self = .raw
    case DLT_ATM_RFC1483: self = LinkType(rawValue: 100)
    default: self.init(rawValue: dataLink)
    }
  }

  /// The system's DLT number for this type, which libpcap's compiler wants.
  var dataLink: Int32 {
    switch self {
    case .raw, .rawBSD, .rawOpenBSD: DLT_RAW
    case LinkType(rawValue: 100): DLT_ATM_RFC1483
    default: rawValue
    }
  }
}
