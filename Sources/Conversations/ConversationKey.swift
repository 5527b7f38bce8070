import Wire

/// What makes packets one conversation: the protocol and both endpoints, in one order whoever sends.
struct ConversationKey: Hashable {
  let `protocol`: TransportProtocol
  let low: Endpoint
  let high: Endpoint

  init(_ protocol: TransportProtocol, _ first: Endpoint, _ second: Endpoint) {
    self.protocol = `protocol`
    (low, high) = second < first ? (second, first) : (first, second)
  }

  // Fewer and wider words than the synthesized form feeds to the hasher: it runs for every packet.
  func hash(into hasher: inout Hasher) {
    hasher.combine(low.address.rawValue)
    hasher.combine(high.address.rawValue)
    hasher.combine(UInt64(low.port) << 32 | UInt64(high.port) << 8 | (`protocol` == .tcp ? 1 : 0))
  }
}
