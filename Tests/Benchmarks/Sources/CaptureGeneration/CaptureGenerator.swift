/// Makes a capture of TCP and UDP echoes: many sessions at once, a packet of one after a packet of another.
///
/// The same settings and seed give the same bytes. A TCP session opens, echoes some messages, and closes; a UDP session is
/// requests with their replies.
public struct CaptureGenerator {
  public struct Settings: Sendable {
    public var packets = 100_000
    /// Sessions at any time; when one is over, another begins.
    public var sessions = 400
    /// Messages of a session: from one up to twice this, less one.
    public var echoes = 5
    /// Of a hundred sessions.
    public var udpPercent = 25.0
    /// Of a hundred segments with payload: sent twice, or overtaken by the next.
    public var lossPercent = 0.0
    public var reorderPercent = 0.0
    public var seed: UInt64 = 1

    public init() {}
  }

  /// One session, and what it does next.
  private struct Session {
    enum Step { case syn, synACK, ack, request, requestAgain, requestACK, reply, replyACK, fin, finACK, lastACK }

    var ends: PacketBytes.Ends
    var isUDP: Bool
    var step = Step.syn
    var left: Int
    var length: Int
    /// The next sequence numbers of client and server.
    var client: UInt32
    var server: UInt32
    var clientOffset = 0
    var serverOffset = 0
  }

  private let settings: Settings
  private var dice: Dice
  private var packet = PacketBytes()
  private var sessions: [Session] = []
  private var microseconds: UInt64 = 1_700_000_000_000_000
  public private(set) var truth = CaptureTruth()

  public init(_ settings: Settings) {
    self.settings = settings
    dice = Dice(seed: settings.seed)
  }

  /// The header of a classic pcap file with microseconds and Ethernet, little-endian.
  public static var fileHeader: [UInt8] {
    [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0] + [UInt8](repeating: 0, count: 8) + [0, 0, 4, 0, 1, 0, 0, 0]
  }

  /// Passes each record of the file to `body`, its header first.
  public mutating func generate(_ body: (_ header: [UInt8], _ bytes: [UInt8]) -> Void) {
    sessions = (0..<max(settings.sessions, 1)).map { _ in open() }
    while truth.packets < settings.packets {
      let place = dice.roll(sessions.count)
      if sessions[place].isUDP { exchange(place, body) } else { advance(place, body) }
    }
  }

  private mutating func open() -> Session {
    let isUDP = dice.happens(percent: settings.udpPercent)
    return Session(
      ends: PacketBytes.Ends(
        source: 0x0a00_0000 | UInt32(dice.roll(1 << 24)), destination: 0xc0a8_0000 | UInt32(dice.roll(200) + 1),
        sourcePort: UInt16(32_768 + dice.roll(28_000)), destinationPort: 12_345),
      isUDP: isUDP, left: 1 + dice.roll(2 * settings.echoes - 1),
      length: dice.roll(5) == 0 ? 1_448 : 34 + dice.roll(100),
      client: UInt32(truncatingIfNeeded: dice.roll()), server: UInt32(truncatingIfNeeded: dice.roll()))
  }

  private mutating func emit(_ body: ([UInt8], [UInt8]) -> Void) {
    microseconds += UInt64(1 + dice.roll(20))
    let count = UInt32(packet.bytes.count)
    var header: [UInt8] = []
    header.reserveCapacity(16)
    for value in [UInt32(microseconds / 1_000_000), UInt32(microseconds % 1_000_000), count, count] {
      for shift in stride(from: 0, to: 32, by: 8) { header.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }
    truth.packets += 1
    truth.bytes += packet.bytes.count
    body(header, packet.bytes)
  }

  private mutating func exchange(_ place: Int, _ body: ([UInt8], [UInt8]) -> Void) {
    let session = sessions[place]
    if session.step == .syn {
      truth.udpConversations += 1
      sessions[place].step = .request
    }
    for ends in [session.ends, session.ends.reversed] {
      packet.datagram(ends, payload: session.length, identification: UInt16(truncatingIfNeeded: truth.packets))
      truth.payloadBytes += session.length
      emit(body)
    }
    sessions[place].left -= 1
    if sessions[place].left <= 0 { sessions[place] = open() }
  }

  private mutating func send(
    _ session: Session, fromClient: Bool, flags: UInt8, sequence: UInt32? = nil, payload: Int = 0, offset: Int = 0,
    later: UInt32 = 0, _ body: ([UInt8], [UInt8]) -> Void
  ) {
    let clock = UInt32(truncatingIfNeeded: microseconds / 1_000) &+ later
    var options: [UInt8] = [1, 1, 8, 10]
    for value in [clock, clock &- 1] {
      for shift in [24, 16, 8, 0] as [UInt32] { options.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    if flags & 2 != 0 { options = [2, 4, 5, 180, 4, 2] + options.dropFirst(2) + [1, 3, 3, 7] }
    let (own, other) = fromClient ? (session.client, session.server) : (session.server, session.client)
    packet.segment(
      fromClient ? session.ends : session.ends.reversed, flags: flags, sequence: sequence ?? own,
      acknowledgment: flags & 16 == 0 ? 0 : other, payload: payload, from: offset, options: options,
      identification: UInt16(truncatingIfNeeded: truth.packets))
    truth.payloadBytes += payload
    emit(body)
  }

  private mutating func advance(_ place: Int, _ body: ([UInt8], [UInt8]) -> Void) {
    let session = sessions[place]
    let (ack, push, syn, fin) = (UInt8(16), UInt8(24), UInt8(2), UInt8(17))
    switch session.step {
    case .syn:
      truth.tcpConversations += 1
      send(session, fromClient: true, flags: syn, body)
      sessions[place].client &+= 1
      sessions[place].step = .synACK
    case .synACK:
      send(session, fromClient: false, flags: syn | ack, body)
      sessions[place].server &+= 1
      sessions[place].step = .ack
    case .ack:
      send(session, fromClient: true, flags: ack, body)
      sessions[place].step = .request
    case .request: request(place, body)
    case .requestAgain:
      truth.retransmissions += 1
      send(
        session, fromClient: true, flags: push, sequence: session.client &- UInt32(session.length),
        payload: session.length, offset: session.clientOffset - session.length, body)
      sessions[place].step = .requestACK
    case .requestACK:
      send(session, fromClient: false, flags: ack, body)
      sessions[place].step = .reply
    case .reply:
      send(
        session, fromClient: false, flags: push, payload: session.length, offset: session.serverOffset, body)
      sessions[place].server &+= UInt32(session.length)
      sessions[place].serverOffset += session.length
      sessions[place].step = .replyACK
    case .replyACK:
      send(session, fromClient: true, flags: ack, body)
      sessions[place].left -= 1
      sessions[place].step = sessions[place].left > 0 ? .request : .fin
    case .fin:
      send(session, fromClient: true, flags: fin, body)
      sessions[place].client &+= 1
      sessions[place].step = .finACK
    case .finACK:
      truth.complete += 1
      send(session, fromClient: false, flags: fin, body)
      sessions[place].server &+= 1
      sessions[place].step = .lastACK
    case .lastACK:
      send(session, fromClient: true, flags: ack, body)
      sessions[place] = open()
    }
  }

  private mutating func request(_ place: Int, _ body: ([UInt8], [UInt8]) -> Void) {
    let session = sessions[place]
    let offset = session.clientOffset
    if dice.happens(percent: settings.reorderPercent) {
      // In two halves, the second first: its sender's clock shows that it was sent later.
      truth.outOfOrder += 1
      let half = session.length / 2
      send(
        session, fromClient: true, flags: 24, sequence: session.client &+ UInt32(half), payload: session.length - half,
        offset: offset + half, later: 2, body)
      send(session, fromClient: true, flags: 24, payload: half, offset: offset, body)
    } else {
      send(session, fromClient: true, flags: 24, payload: session.length, offset: offset, body)
    }
    sessions[place].client &+= UInt32(session.length)
    sessions[place].clientOffset += session.length
    sessions[place].step = dice.happens(percent: settings.lossPercent) ? .requestAgain : .requestACK
  }
}
