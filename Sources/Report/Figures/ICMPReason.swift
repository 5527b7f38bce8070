/// What an ICMP or ICMPv6 error says.
enum ICMPReason: Hashable, Sendable, CaseIterable {
  case portUnreachable, hostUnreachable, networkUnreachable, protocolUnreachable, prohibited, unreachable
  case tooBig, timeExceeded, reassemblyTimeExceeded, parameterProblem, redirect, sourceQuench, other

  init(isVersion6: Bool, type: UInt8, code: UInt8) {
    self =
      switch (isVersion6, type, code) {
      case (false, 3, 3), (true, 1, 4): .portUnreachable
      case (false, 3, 1), (true, 1, 3): .hostUnreachable
      case (false, 3, 0), (true, 1, 0): .networkUnreachable
      case (false, 3, 2): .protocolUnreachable
      case (false, 3, 9), (false, 3, 10), (false, 3, 13), (true, 1, 1): .prohibited
      case (false, 3, 4), (true, 2, _): .tooBig
      case (false, 3, _), (true, 1, _): .unreachable
      case (false, 11, 1), (true, 3, 1): .reassemblyTimeExceeded
      case (false, 11, _), (true, 3, _): .timeExceeded
      case (false, 12, _), (true, 4, _): .parameterProblem
      case (false, 5, _): .redirect
      case (false, 4, _): .sourceQuench
      default: .other
      }
  }
}
