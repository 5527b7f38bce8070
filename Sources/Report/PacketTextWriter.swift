public import Conversations
public import Wire

/// Wireshark's columns, laid out as tshark prints them: number, time, source, destination, protocol, length, info.
public struct PacketTextWriter: PacketListWriter, Sendable {
  private let time: PacketListTime
  private let timestampDigits: Int
  private let isColoured: Bool
  private var clock = PacketListClock()

  /// `timestampDigits` is what the capture's times are good for: 6 or 9. In colour the addresses tell who of a conversation
  /// sent the packet, and the rest of the line whether something is wrong with it.
  public init(time: PacketListTime = .relative, timestampDigits: Int = 6, isColoured: Bool = false) {
    self.isColoured = isColoured
    self.time = time
    self.timestampDigits = timestampDigits
  }

  public mutating func skip(_ packet: Packet) { clock.advance(to: packet.timestamp) }

  public mutating func write(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, to output: inout [UInt8]
  ) {
    clock.advance(to: packet.timestamp)
    var start = output.count
    output.append(decimal: observation.frame)
    output.alignRight(from: start, width: 5)
    output.append(UInt8(ascii: " "))

    start = output.count
    if packet.isTimed { time.append(packet.timestamp, clock, digits: timestampDigits, to: &output) }
    output.alignRight(from: start, width: 10)
    output.append(UInt8(ascii: " "))

    let sender = isColoured ? observation.sender.map { Meaning($0) } : nil
    if let sender { output.append(sender.escape) }
    start = output.count
    if let address = frame.shownSource {
      output.append(address)
    } else if let address = frame.innermostLink?.source {
      output.append(address)
    }
    output.alignRight(from: start, width: 12)
    output.append(" → ")

    start = output.count
    if let address = frame.shownDestination {
      output.append(address)
    } else if let address = frame.innermostLink?.destination {
      output.append(address)
    } else if let receiver = frame.link?.wlan?.receiver {
      output.append(receiver)
      output.append(" (RA)")
    }
    output.alignLeft(from: start, width: 12)
    if sender != nil { output.append(Meaning.end) }
    output.append(UInt8(ascii: " "))

    let trouble = isColoured ? PacketInfo.trouble(packet, frame, transport, observation) : nil
    if let trouble { output.append(trouble.escape) }
    output.append(text: PacketInfo.protocolName(packet, frame, transport))
    output.append(UInt8(ascii: " "))
    output.append(decimal: packet.originalLength)
    output.append(UInt8(ascii: " "))
    PacketInfo.append(packet, frame, transport, observation, to: &output)
    if trouble != nil { output.append(Meaning.end) }
    // Wireshark has no place for it in the list; here nobody would know of it otherwise.
    packet.forEachComment { comment in
      output.append(" [Comment: ")
      output.append(text: EscapedText(comment: comment, quotes: true, limit: EscapedText.commentColumns).quoted)
      output.append(UInt8(ascii: "]"))
    }
    output.append(UInt8(ascii: "\n"))
  }
}
