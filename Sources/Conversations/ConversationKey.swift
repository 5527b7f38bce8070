public import Wire

/// What makes packets one conversation: the protocol and both endpoints, in one order whoever sends.
public struct ConversationKey: Hashable, Sendable {
  let `protocol`: TransportProtocol
  let low: Endpoint
  let high: Endpoint

  public init(_ protocol: TransportProtocol, _ first: Endpoint, _ second: Endpoint) {
    self.protocol = `protocol`
    (low, high) = second < first ? (second, first) : (first, second)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(mixed(Self.seed)) }

  // A lookup for every packet: mixing four words takes a tenth of what feeding them to the hasher does.
  public func _rawHashValue(seed: Int) -> Int {
    Int(truncatingIfNeeded: mixed(Self.seed ^ UInt64(bitPattern: Int64(seed))))
  }

  /// Nobody can aim at one value without knowing it.
  private static let seed = UInt64.random(in: .min ... .max)

  /// A value that hardly two keys share.
  @inline(__always)
  private func mixed(_ seed: UInt64) -> UInt64 {
    func word(_ address: IPAddress) -> UInt64 {
      let low = UInt64(truncatingIfNeeded: address.rawValue)
      guard address.isIPv6 else { return low }
      return Self.product(low ^ seed, UInt64(truncatingIfNeeded: address.rawValue >> 64) ^ 0xe703_7ed1_a0b4_28db)
    }
    let ports = UInt64(low.port) << 32 | UInt64(high.port) << 8 | (`protocol` == .tcp ? 1 : 0)
    let first = Self.product(word(low.address) ^ seed, ports ^ 0xa076_1d64_78bd_642f)
    return Self.product(first ^ seed, word(high.address) ^ 0x8ebc_6af0_9c88_c6e3)
  }

  /// Both halves of a product, folded.
  @inline(__always)
  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (high, low) = left.multipliedFullWidth(by: right)
    return high ^ low
  }

  /// What hardly two keys share: to keep in place of very many of them.
  struct Fingerprint: Hashable {
    let value: UInt64

    init(_ key: ConversationKey) { value = key.mixed(ConversationKey.seed) }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
    func _rawHashValue(seed: Int) -> Int { Int(truncatingIfNeeded: value) ^ seed }
  }

  var fingerprint: Fingerprint { Fingerprint(self) }

  /// Which of the `ConversationShare.parts` it is in: always the same, and TCP and UDP between the same ports alike.
  var part: Int {
    ConversationShare.part(low.address.rawValue ^ high.address.rawValue, ports: low.port ^ high.port)
  }
}
