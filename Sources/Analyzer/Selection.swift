public import Conversations
public import Wire

/// Which conversations a user asked for. One option given twice means either; different options mean both.
public struct Selection: Hashable, Sendable {
  /// A stream number of one protocol.
  public struct Stream: Hashable, Sendable {
    public let `protocol`: TransportProtocol
    public let number: Int

    public init(_ protocol: TransportProtocol, _ number: Int) {
      self.protocol = `protocol`
      self.number = number
    }
  }

  public var ports: Set<UInt16> = []
  public var hosts: Set<IPAddress> = []
  public var streams: Set<Stream> = []

  public init() {}

  /// Nothing was asked for, so everything is meant.
  public var isEmpty: Bool { ports.isEmpty && hosts.isEmpty && streams.isEmpty }

  /// Whether the conversation between two endpoints is meant. `stream` is nil where it is not known yet.
  public func contains(_ protocol: TransportProtocol, stream: Int?, _ first: Endpoint, _ second: Endpoint) -> Bool {
    if !ports.isEmpty, !ports.contains(first.port), !ports.contains(second.port) { return false }
    if !hosts.isEmpty, !hosts.contains(first.address), !hosts.contains(second.address) { return false }
    if !streams.isEmpty {
      guard let stream, streams.contains(Stream(`protocol`, stream)) else { return false }
    }
    return true
  }
}
