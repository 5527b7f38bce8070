public import Wire

/// One end of a conversation in a test. What it sends goes to `peer`, with correct lengths and checksums.
public struct Party: Sendable {
  public let endpoint: Endpoint
  public let peer: Endpoint
  /// Sequence numbers of segments count from this.
  public var initialSequenceNumber: UInt32
  /// Acknowledgment numbers count from this.
  public var peerSequenceNumber: UInt32

  public init(_ endpoint: Endpoint, to peer: Endpoint, isn: UInt32 = 1_000, peerISN: UInt32 = 5_000) {
    self.endpoint = endpoint
    self.peer = peer
    initialSequenceNumber = isn
    peerSequenceNumber = peerISN
  }

  /// `Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345)`.
  public init(
    _ address: String, _ port: UInt16, to peer: String, _ peerPort: UInt16, isn: UInt32 = 1_000, peerISN: UInt32 = 5_000
  ) {
    self.init(
      Endpoint(address: IPAddress(address)!, port: port), to: Endpoint(address: IPAddress(peer)!, port: peerPort),
      isn: isn, peerISN: peerISN)
  }

  /// The other end.
  public var other: Party { Party(peer, to: endpoint, isn: peerSequenceNumber, peerISN: initialSequenceNumber) }

  /// A TCP segment. `seq` and `ack` are relative, as Wireshark shows them.
  public func segment(
    _ flags: TCPFlags, seq: UInt32 = 0, ack: UInt32 = 0, _ payload: String = "", window: UInt16 = 64_240,
    options: [UInt8] = []
  ) -> Sighting {
    segment(flags, seq: seq, ack: ack, bytes: Array(payload.utf8), window: window, options: options)
  }

  public func segment(
    _ flags: TCPFlags, seq: UInt32 = 0, ack: UInt32 = 0, bytes payload: [UInt8], window: UInt16 = 64_240,
    options: [UInt8] = []
  ) -> Sighting {
    let padding = [UInt8](repeating: 0, count: (4 - options.count % 4) % 4)
    let words = UInt16(5 + (options.count + padding.count) / 4)
    var header = big(endpoint.port) + big(peer.port) + big(initialSequenceNumber &+ seq)
    header += big(flags.contains(.ack) ? peerSequenceNumber &+ ack : 0)
    header += big(words << 12 | flags.rawValue) + big(window) + [0, 0, 0, 0] + options + padding
    return packet(6, withChecksum(header + payload, at: 16, next: 6))
  }

  /// A UDP datagram.
  public func datagram(_ payload: String, identification: UInt16 = 0) -> Sighting {
    datagram(bytes: Array(payload.utf8), identification: identification)
  }

  public func datagram(bytes payload: [UInt8], identification: UInt16 = 0) -> Sighting {
    let header = big(endpoint.port) + big(peer.port) + big(UInt16(8 + payload.count)) + [0, 0]
    return packet(17, withChecksum(header + payload, at: 6, next: 17), identification: identification)
  }

  /// An ICMP or ICMPv6 error that quotes a packet: without a type, that no one listens on the port.
  public func icmpError(
    type: UInt8? = nil, code: UInt8? = nil, quoting packet: Sighting, transportBytes: Int = 8
  ) -> Sighting {
    let isIPv6 = endpoint.address.isIPv6
    let quotation = Array(packet.network.prefix((isIPv6 ? 40 : 20) + transportBytes))
    let message = [type ?? (isIPv6 ? 1 : 3), code ?? (isIPv6 ? 4 : 3), 0, 0, 0, 0, 0, 0] + quotation
    return self.packet(isIPv6 ? 58 : 1, withChecksum(message, at: 2, next: isIPv6 ? 58 : nil))
  }

  private func withChecksum(_ bytes: [UInt8], at offset: Int, next: UInt8?) -> [UInt8] {
    var bytes = bytes
    var pseudoHeader: [UInt8] = []
    if let next {
      pseudoHeader = addressBytes(endpoint.address) + addressBytes(peer.address)
      pseudoHeader += big(UInt32(bytes.count)) + [0, 0, 0, next]
    }
    let sum = ~(pseudoHeader + bytes).withBytes { InternetChecksum.sum($0) }
    bytes.replaceSubrange(offset..<offset + 2, with: big(sum))
    return bytes
  }

  /// An Ethernet frame around an IP packet around `payload`.
  public func packet(_ next: UInt8, _ payload: [UInt8], identification: UInt16 = 0) -> Sighting {
    let link: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
    let addresses = addressBytes(endpoint.address) + addressBytes(peer.address)
    if endpoint.address.isIPv6 {
      let header = [0x60, 0, 0, 0] + big(UInt16(payload.count)) + [next, 64] + addresses
      return Sighting(link + [0x86, 0xdd] + header + payload)
    }
    let start = [0x45, 0] + big(UInt16(20 + payload.count)) + big(identification) + [0, 0, 64, next, 0, 0]
    return Sighting(link + [8, 0] + withHeaderChecksum(start + addresses) + payload)
  }
}

private func addressBytes(_ address: IPAddress) -> [UInt8] {
  address.isIPv6 ? big(address.rawValue) : big(UInt32(address.rawValue))
}

/// Who talks in most tests.
public let client = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345)
public let server = client.other
public let client6 = Party("2001:db8::1", 50_892, to: "2001:db8::2", 12_345)
public let server6 = client6.other

extension [Sighting] {
  /// SYN, SYN-ACK and ACK.
  public static func handshake(_ client: Party = client) -> [Sighting] {
    [
      client.segment(.syn), client.other.segment([.syn, .ack], ack: 1), client.segment(.ack, seq: 1, ack: 1),
    ]
  }

  /// FIN from `closer`, FIN from the other, ACK. Numbers are those of the closer's FIN.
  public static func close(by closer: Party = client, seq: UInt32 = 1, ack: UInt32 = 1) -> [Sighting] {
    [
      closer.segment([.fin, .ack], seq: seq, ack: ack), closer.other.segment([.fin, .ack], seq: ack, ack: seq + 1),
      closer.segment(.ack, seq: seq + 1, ack: ack + 1),
    ]
  }
}
