import Analyzer
import Conversations

/// What an ICMP or ICMPv6 error says is wrong (RFC 792, RFC 1122, section 3.2.2.1, RFC 4443).
enum ICMPReason: CaseIterable {
  case networkUnreachable, hostUnreachable, protocolUnreachable, portUnreachable, addressUnreachable
  case noRoute, destinationUnreachable, communicationProhibited
  case fragmentationNeeded, packetTooBig
  case sourceQuench, redirect
  case timeToLiveExceeded, hopLimitExceeded, reassemblyTimeExceeded
  case parameterProblem

  /// Nil for a type that is none of these errors.
  init?(isVersion6: Bool, type: UInt8, code: UInt8) {
    let reason = isVersion6 ? Self.version6(type, code) : Self.version4(type, code)
    guard let reason else { return nil }
    self = reason
  }

  init?(_ error: ICMPError) { self.init(isVersion6: error.isVersion6, type: error.type, code: error.code) }

  private static func version4(_ type: UInt8, _ code: UInt8) -> Self? {
    switch (type, code) {
    case (3, 0): .networkUnreachable
    case (3, 1): .hostUnreachable
    case (3, 2): .protocolUnreachable
    case (3, 3): .portUnreachable
    case (3, 4): .fragmentationNeeded
    case (3, 9), (3, 10), (3, 13): .communicationProhibited
    case (3, _): .destinationUnreachable
    case (4, _): .sourceQuench
    case (5, _): .redirect
    case (11, 0): .timeToLiveExceeded
    case (11, 1): .reassemblyTimeExceeded
    case (12, _): .parameterProblem
    default: nil
    }
  }

  private static func version6(_ type: UInt8, _ code: UInt8) -> Self? {
    switch (type, code) {
    case (1, 0): .noRoute
    case (1, 1): .communicationProhibited
    case (1, 3): .addressUnreachable
    case (1, 4): .portUnreachable
    case (1, _): .destinationUnreachable
    case (2, _): .packetTooBig
    case (3, 0): .hopLimitExceeded
    case (3, 1): .reassemblyTimeExceeded
    case (4, _): .parameterProblem
    default: nil
    }
  }

  /// What the RFCs and Wireshark call it, in every language.
  var name: String {
    switch self {
    case .networkUnreachable: "network unreachable"
    case .hostUnreachable: "host unreachable"
    case .protocolUnreachable: "protocol unreachable"
    case .portUnreachable: "port unreachable"
    case .addressUnreachable: "address unreachable"
    case .noRoute: "no route to destination"
    case .destinationUnreachable: "destination unreachable"
    case .communicationProhibited: "communication prohibited"
    case .fragmentationNeeded: "fragmentation needed"
    case .packetTooBig: "packet too big"
    case .sourceQuench: "source quench"
    case .redirect: "redirect"
    case .timeToLiveExceeded: "time to live exceeded"
    case .hopLimitExceeded: "hop limit exceeded"
    case .reassemblyTimeExceeded: "fragment reassembly time exceeded"
    case .parameterProblem: "parameter problem"
    }
  }
}
