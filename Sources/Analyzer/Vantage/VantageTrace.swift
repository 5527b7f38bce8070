public import Conversations
public import Wire

/// The packets of one of two captures that are compared, by conversation: up to what there is room for.
///
/// ``observe(_:_:_:_:)`` is a listener of the engine.
public struct VantageTrace: Hashable, Sendable {
  /// In order of their first packet.
  public private(set) var conversations: [VantageConversation] = []
  /// The times of the first and last packet of the capture, whatever they are: from the one to the other it saw what
  /// went by. Where there was no room for more, the last that was kept.
  public private(set) var first: Timestamp?
  public private(set) var last: Timestamp?
  /// Packets that were kept.
  public private(set) var count = 0
  /// There was no room for all packets: what comes after the last that was kept is not compared.
  public private(set) var isFull = false
  private var places: [Int: Int] = [:]
  private let limit: Int

  /// Packets that are kept of one capture.
  public static var packetLimit: Int { 400_000 }

  public init() { self.init(limit: Self.packetLimit) }

  init(limit: Int) { self.limit = limit }

  /// Takes in the next packet of the capture.
  public mutating func observe(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation
  ) {
    guard !isFull else { return }
    guard count < limit else {
      isFull = true
      return
    }
    if packet.isTimed {
      if first == nil { first = packet.timestamp }
      last = max(last ?? packet.timestamp, packet.timestamp)
    }
    guard let conversation = observation.conversation, observation.isSelected, let sender = observation.sender,
      let network = frame.network, let transport, let source = network.source, let destination = network.destination
    else { return }
    let transportProtocol: TransportProtocol
    let ports: (UInt16, UInt16)
    let stream: Int?
    switch transport {
    case .tcp(let header):
      (transportProtocol, ports, stream) = (.tcp, (header.sourcePort, header.destinationPort), observation.tcpStream)
    case .udp(let header):
      (transportProtocol, ports, stream) = (.udp, (header.sourcePort, header.destinationPort), observation.udpStream)
    case .icmp, .other: return
    }
    guard
      let kept = VantagePacket(
        packet, network, transport, frame: observation.frame, pieces: observation.reassembledFrom.count,
        isFromOriginator: sender == .originator)
    else { return }
    count += 1
    if let place = places[conversation] {
      conversations[place].append(kept)
      return
    }
    let from = Endpoint(address: source, port: ports.0), to = Endpoint(address: destination, port: ports.1)
    places[conversation] = conversations.count
    var new = VantageConversation(
      protocol: transportProtocol, stream: stream ?? 0, originator: sender == .originator ? from : to,
      responder: sender == .originator ? to : from)
    new.append(kept)
    conversations.append(new)
  }
}
