/// The transport protocols whose conversations are followed.
public enum TransportProtocol: String, Hashable, Sendable, Codable, CaseIterable {
  case tcp, udp

  /// As it is written in every language.
  public var name: String {
    switch self {
    case .tcp: "TCP"
    case .udp: "UDP"
    }
  }
}
