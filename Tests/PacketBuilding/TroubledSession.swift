public import Wire

/// A seeded sequence of numbers (xorshift), so that a failure can be had again.
public struct Dice {
  private var state: UInt64

  public init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  public mutating func roll(_ sides: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state % sides
  }
}

extension [Sighting] {
  /// A session with echoes of all sizes and pauses, in which packets are lost, doubled, late, sent again, or odd.
  public static func session(of endpoint: Endpoint = client.endpoint, seed: UInt64, trouble: UInt64) -> [Sighting] {
    var dice = Dice(seed: seed)
    let hasTimestamps = dice.roll(2) == 0, isScaled = dice.roll(3) > 0, isNumbered = dice.roll(2) == 0
    let isn: UInt32 = dice.roll(3) == 0 ? .max - 300 : 1_000
    let client = Party(endpoint, to: PacketBuilding.client.peer, isn: isn, peerISN: .max - 900)
    var clock: UInt32 = 1_000, time = 0.0
    func options(_ isSYN: Bool) -> [UInt8] {
      let times: [UInt8] = hasTimestamps ? [1, 1, 8, 10] + big(clock) + big(clock - 1) : []
      return isSYN ? [2, 4, 5, 180] + (isScaled ? [1, 3, 3, 7] : []) + times : times
    }
    var packets: [Sighting] = []
    func send(_ sighting: Sighting) {
      time += Double(dice.roll(dice.roll(20) == 0 ? 300 : 4)) + 0.25
      clock += 1
      let number = isNumbered ? UInt16(truncatingIfNeeded: packets.count + 1) : 0
      var packet = sighting.numbered(number).at(time)
      if dice.roll(trouble) == 0 { packet = packet.corrupted }
      switch dice.roll(trouble) {
      case 0: break
      case 1: packets += [packet, packet.at(time + 0.001)]
      case 2: packets += [packet, sighting.numbered(number &+ 40_000).at(time + 210)]
      case 3: packets.insert(packet, at: Swift.max(packets.count - 1, 0))
      default: packets.append(packet)
      }
    }
    send(client.segment(.syn, options: options(true)))
    send(client.other.segment([.syn, .ack], ack: 1, options: options(true)))
    send(client.segment(.ack, seq: 1, ack: 1, options: options(false)))
    var (sent, returned) = (UInt32(1), UInt32(1))
    for _ in 0..<12 {
      let text = String(repeating: "x", count: Int(dice.roll(dice.roll(6) == 0 ? 3 : 700)) + 1)
      let length = UInt32(text.utf8.count)
      let window: UInt16 = dice.roll(trouble) == 0 ? 0 : 500
      send(client.segment([.psh, .ack], seq: sent, ack: returned, text, options: options(false)))
      sent &+= length
      if dice.roll(3) > 0 {
        send(client.other.segment(.ack, seq: returned, ack: sent, window: window, options: options(false)))
      }
      let flags: TCPFlags = dice.roll(trouble) == 0 ? [.psh, .ack, .ece] : [.psh, .ack]
      send(client.other.segment(flags, seq: returned, ack: sent, text, window: 500, options: options(false)))
      returned &+= length
      if dice.roll(3) > 0 { send(client.segment(.ack, seq: sent, ack: returned, options: options(false))) }
    }
    send(client.segment([.fin, .ack], seq: sent, ack: returned, options: options(false)))
    if dice.roll(4) == 0 {
      send(client.other.segment([.rst, .ack], seq: returned, ack: sent &+ 1))
    } else {
      send(client.other.segment([.fin, .ack], seq: returned, ack: sent &+ 1, options: options(false)))
      send(client.segment(.ack, seq: sent &+ 1, ack: returned &+ 1, options: options(false)))
    }
    return packets
  }
}
