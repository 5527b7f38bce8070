import Analyzer
import Conversations
import Wire

// What a capture is, and what is in it beside conversations.
extension IndonesianPhrases {
  func capture(_ capture: CaptureRecord) -> String {
    let links = capture.linkTypes.map(linkType).joined(separator: ", ")
    var text = capture.format + (links.isEmpty ? "" : ", " + links) + ": "
    text += "\(capture.packets) paket, \(capture.bytes) byte"
    if let elapsed = capture.durationNanoseconds, capture.packets > 1 {
      text += " dalam " + duration(elapsed)
    }
    return text
  }

  func heading(of capture: CaptureRecord) -> String {
    let text = label(.capture) + " " + EscapedText(capture.path).text
    guard let composition = capture.composition else { return text }
    let others = composition.files.count - 1
    let order =
      switch composition.order {
      case .joined: "disambung"
      case .merged: "digabung"
      case .sorted: "diurutkan"
      }
    return text + (others > 0 ? " dan \(others) file lain, " : ", ") + order
  }

  func composition(_ composition: CaptureComposition) -> String {
    let order =
      switch composition.order {
      case .joined: "satu demi satu"
      case .merged: "menurut waktu"
      case .sorted where composition.outOfOrder ?? 0 > 0:
        "diurutkan menurut waktu (\(composition.outOfOrder ?? 0) paket semula berada di belakang paket yang sesudahnya)"
      case .sorted: "sudah berurutan menurut waktu"
      }
    let files = composition.files.count
    return files > 1 ? "\(files) file dibaca sebagai satu tangkapan, \(order):" : "paket " + order
  }

  func file(_ file: CaptureComposition.File, _ order: CaptureComposition.Order) -> String {
    let contribution =
      switch (file.packets, file.firstFrame, file.lastFrame) {
      case (nil, _, _): "tidak dibaca"
      case (let packets?, let first?, let last?):
        switch order {
        case .joined where first == last: "bingkai \(first)"
        case .joined: "bingkai \(first)–\(last)"
        case .merged, .sorted: "\(packets) paket, yang pertama bingkai \(first)"
        }
      default: "tidak ada paket"
      }
    return EscapedText(file.path).text + ": " + contribution + (file.cut == nil ? "" : ", lalu terputus")
  }

  func moreFiles(_ count: Int) -> String { "dan \(count) file lagi; --details mendaftar semuanya" }

  func captureTime(_ time: String) -> String { "paket pertama pada \(time); waktu di bawah dihitung sejak saat itu" }

  // The reason is in the words of the program's messages, which are English.
  func captureCut(_ reason: String) -> String {
    "tangkapan terpotong atau rusak (\"\(reason)\"); laporan ini memuat apa yang dapat dibaca"
  }

  func filesIncomplete(_ reason: String) -> String {
    "tidak semua file dapat dibaca sampai akhir (\"\(reason)\"); laporan ini memuat apa yang dapat dibaca"
  }

  func captureDrops(kernel: Int?, interface: Int?) -> String {
    func part(_ count: Int?) -> String { count.map { "\($0)" } ?? label(.unknown) }
    return "paket yang dibuang kernel: \(part(kernel)); yang dibuang antarmuka: \(part(interface))"
  }

  func comment(on frame: Int) -> String { "komentar pada bingkai \(frame)" }

  func moreComments(_ count: Int) -> String {
    "\(count) komentar lagi; packets -T fields -e frame.number -e frame.comment mendaftar semuanya"
  }

  func noConversations(hasBackground: Bool) -> String {
    "tidak ada percakapan TCP atau UDP untuk dilaporkan"
      + (hasBackground ? " selain yang dihitung di bawah: --port atau --stream udp:N menguraikannya" : "")
  }

  /// The registry's names stay; words in them do not.
  private func linkType(_ type: LinkType) -> String {
    switch type {
    case .noPacket: "catatan tanpa paket"
    case .wlanPrism: "IEEE 802.11 dengan header Prism"
    case .wlanRadiotap: "IEEE 802.11 dengan radiotap"
    case .wlanAVS: "IEEE 802.11 dengan header AVS"
    default: type.name
    }
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
    case .wlan(.management): "bingkai manajemen 802.11"
    case .wlan(.control): "bingkai kontrol 802.11"
    case .wlan(.data), .wlan(.extension): "bingkai 802.11 lainnya"
    case .wlanData(.protected): "data 802.11 terlindungi, tidak didekode"
    case .wlanData(.fragment): "fragmen 802.11, tidak didekode"
    case .wlanData(.aggregate): "agregat 802.11 (A-MSDU), tidak didekode"
    case .wlanData(.empty): "bingkai 802.11 tanpa data"
    case .ipProtocol(let number): IPProtocol(rawValue: number).name ?? "protokol IP \(number)"
    case .gre(let type): "GRE berisi \(EtherType(rawValue: type).nameInGRE), tidak didekode"
    case .deepTunnel: "lebih dari \(Frame.tunnelLimit) tunnel bersarang, tidak didekode"
    case .fragments: "fragmen yang tidak lengkap"
    case .linkType(let type): "\(linkType(type)), tidak didekode"
    case .undecoded(.radio): "terpotong atau salah bentuk pada header radio 802.11"
    case .undecoded(let layer): "terpotong atau salah bentuk pada \(layer.name)"
    }
  }
}
