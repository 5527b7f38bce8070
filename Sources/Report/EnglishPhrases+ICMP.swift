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

  func icmpName(_ error: ICMPError) -> String { "ICMP " + (ICMPReason(error)?.name ?? "error") }
}
