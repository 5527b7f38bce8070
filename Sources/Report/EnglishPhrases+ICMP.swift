import Analyzer
import Conversations
import Wire

// What ICMP errors say.
extension EnglishPhrases {
  func icmp(_ error: ICMPError) -> String {
    "frame \(error.frame): \(icmpName(error)) (\(error.isVersion6 ? "ICMPv6" : "ICMP") type \(error.type), "
      + "code \(error.code)), sent by \(error.reporter)"
  }

  func moreICMP(_ count: Int) -> String { "and \(self.count(count, "more ICMP error"))" }

  func icmpName(_ error: ICMPError) -> String {
    "ICMP " + ((error.isVersion6 ? version6Name(error) : version4Name(error)) ?? "error")
  }

  private func version4Name(_ error: ICMPError) -> String? {
    switch (error.type, error.code) {
    case (3, 0): "network unreachable"
    case (3, 1): "host unreachable"
    case (3, 2): "protocol unreachable"
    case (3, 3): "port unreachable"
    case (3, 4): "fragmentation needed"
    case (3, 9), (3, 10), (3, 13): "communication prohibited"
    case (3, _): "destination unreachable"
    case (4, _): "source quench"
    case (5, _): "redirect"
    case (11, 0): "time to live exceeded"
    case (11, 1): "fragment reassembly time exceeded"
    case (12, _): "parameter problem"
    default: nil
    }
  }

  private func version6Name(_ error: ICMPError) -> String? {
    switch (error.type, error.code) {
    case (1, 0): "no route to destination"
    case (1, 1): "communication prohibited"
    case (1, 3): "address unreachable"
    case (1, 4): "port unreachable"
    case (1, _): "destination unreachable"
    case (2, _): "packet too big"
    case (3, 0): "hop limit exceeded"
    case (3, 1): "fragment reassembly time exceeded"
    case (4, _): "parameter problem"
    default: nil
    }
  }
}
