/// The transport protocols whose conversations are followed.
public enum TransportProtocol: String, Hashable, Sendable, Codable, CaseIterable {
  case tcp, udp
}
