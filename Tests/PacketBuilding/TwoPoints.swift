/// Packets as two captures at different points of their way see them: at the client's side and at the server's.
public struct TwoPoints {
  /// What becomes of a packet between the two points.
  public enum Way {
    case arrives
    /// Only the capture on its sender's side has it.
    case lost
    /// Only the capture on its receiver's side has it.
    case missed
    /// It arrives once more, so many milliseconds later.
    case doubled(after: Double)
  }

  private var client: [Sighting] = []
  private var server: [Sighting] = []
  /// What the server's clock shows more, in milliseconds, at a time of the client's.
  public var clock: (Double) -> Double = { _ in 0 }
  /// What is changed on the way to the server, and on the way back.
  public var there: (Sighting) -> Sighting = { $0 }
  public var back: (Sighting) -> Sighting = { $0 }

  public init() {}

  /// A packet of the client, which passes its side at `time` and the server's after `delay`, in milliseconds.
  public mutating func there(_ packet: Sighting, at time: Double, delay: Double = 5, _ way: Way = .arrives) {
    if case .missed = way {} else { client.append(packet.at(time)) }
    arrive(packet, way, delay) { server.append(there($0).at(time + $1 + clock(time + $1))) }
  }

  /// A packet of the server, which passes its side at `time` and the client's after `delay`.
  public mutating func back(_ packet: Sighting, at time: Double, delay: Double = 5, _ way: Way = .arrives) {
    if case .missed = way {} else { server.append(packet.at(time + clock(time))) }
    arrive(packet, way, delay) { client.append(back($0).at(time + $1)) }
  }

  private func arrive(_ packet: Sighting, _ way: Way, _ delay: Double, _ body: (Sighting, Double) -> Void) {
    switch way {
    case .arrives, .missed: body(packet, delay)
    case .lost: break
    case .doubled(let later):
      body(packet, delay)
      body(packet, delay + later)
    }
  }

  public var clientSide: [Sighting] { Self.ordered(client) }
  public var serverSide: [Sighting] { Self.ordered(server) }

  private static func ordered(_ packets: [Sighting]) -> [Sighting] {
    packets.enumerated().sorted {
      ($0.element.milliseconds ?? 0, $0.offset) < ($1.element.milliseconds ?? 0, $1.offset)
    }.map(\.element)
  }
}
