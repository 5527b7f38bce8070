import Analyzer
import Conversations
import Wire

// What a capture is, and what is in it beside conversations.
extension EnglishPhrases {
  func capture(_ capture: CaptureRecord) -> String {
    let links = capture.linkTypes.map(\.name).joined(separator: ", ")
    var text = capture.format + (links.isEmpty ? "" : ", " + links) + ": "
    text += count(capture.packets, "packet") + ", " + count(capture.bytes, "byte")
    if let elapsed = capture.durationNanoseconds, capture.packets > 1 {
      text += " in " + duration(elapsed)
    }
    return text
  }

  func heading(of capture: CaptureRecord) -> String {
    let text = label(.capture) + " " + EscapedText(capture.path).text
    guard let composition = capture.composition else { return text }
    let others = composition.files.count - 1
    let order =
      switch composition.order {
      case .joined: "joined"
      case .merged: "merged"
      case .sorted: "sorted"
      }
    return text + (others > 0 ? " and \(others) more, " : ", ") + order
  }

  func composition(_ composition: CaptureComposition) -> String {
    let order =
      switch composition.order {
      case .joined: "one after the other"
      case .merged: "by time"
      case .sorted where composition.outOfOrder ?? 0 > 0:
        "put in order of time (\(count(composition.outOfOrder ?? 0, "packet")) stood behind a later one)"
      case .sorted: "in order of time, as it stood"
      }
    let files = composition.files.count
    return files > 1 ? "\(files) files read as one capture, \(order):" : "packets " + order
  }

  func file(_ file: CaptureComposition.File, _ order: CaptureComposition.Order) -> String {
    let contribution =
      switch (file.packets, file.firstFrame, file.lastFrame) {
      case (nil, _, _): "not read"
      case (let packets?, let first?, let last?):
        switch order {
        case .joined where first == last: "frame \(first)"
        case .joined: "frames \(first)–\(last)"
        case .merged, .sorted: "\(count(packets, "packet")), the first is frame \(first)"
        }
      default: "no packet"
      }
    return EscapedText(file.path).text + ": " + contribution + (file.cut == nil ? "" : ", and breaks off")
  }

  func moreFiles(_ count: Int) -> String { "and \(self.count(count, "more file")); --details lists all" }

  func captureTime(_ time: String) -> String { "first packet at \(time); times below count from there" }

  func captureCut(_ reason: String) -> String {
    "the capture is cut or damaged (\(reason)); the report tells what could be read"
  }

  func filesIncomplete(_ reason: String) -> String {
    "not all of the files could be read to their ends (\(reason)); the report tells what could be read"
  }

  func captureDrops(kernel: Int?, interface: Int?) -> String {
    func part(_ count: Int?) -> String { count.map { "\($0)" } ?? "unknown" }
    return "packets dropped: \(part(kernel)) by the kernel, \(part(interface)) by the interface"
  }

  func comment(on frame: Int) -> String { "comment on frame \(frame)" }

  func moreComments(_ count: Int) -> String {
    "\(self.count(count, "more comment")); packets -T fields -e frame.number -e frame.comment lists all"
  }

  func noConversations(hasBackground: Bool) -> String {
    "no TCP or UDP conversation to report"
      + (hasBackground ? " but those that are counted below: --port or --stream udp:N tells them" : "")
  }

  func other(_ kind: OtherTraffic.Kind) -> String {
    switch kind {
    case .arp: "ARP"
    case .icmp: "ICMP"
    case .icmpv6: "ICMPv6"
    case .neighborDiscovery: "ICMPv6 neighbor discovery"
    case .multicastListenerDiscovery: "ICMPv6 multicast listener discovery"
    case .igmp: "IGMP"
    case .llc: "LLC (IEEE 802.2)"
    case .etherType(let number): EtherType(rawValue: number).name
    case .ppp(let number):
      "PPP \(PPPProtocol(rawValue: number).name) (\(PPPProtocol(rawValue: number).numberText))"
    case .wlan(.management): "802.11 management frames"
    case .wlan(.control): "802.11 control frames"
    case .wlan(.data), .wlan(.extension): "other 802.11 frames"
    case .wlanData(.protected): "802.11 protected data, not decoded"
    case .wlanData(.fragment): "802.11 fragments, not decoded"
    case .wlanData(.aggregate): "802.11 aggregates (A-MSDU), not decoded"
    case .wlanData(.empty): "802.11 frames without data"
    case .ipProtocol(let number): IPProtocol(rawValue: number).name ?? "IP protocol \(number)"
    case .gre(let type): "GRE with \(EtherType(rawValue: type).nameInGRE), not decoded"
    case .deepTunnel: "more than \(Frame.tunnelLimit) tunnels in one another, not decoded"
    case .fragments: "fragments without the rest"
    case .linkType(let type): "\(type.name), not decoded"
    case .undecoded(let layer): "cut or malformed at \(layer.name)"
    }
  }
}
