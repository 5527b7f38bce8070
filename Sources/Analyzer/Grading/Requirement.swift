public import Conversations
public import Wire

/// One thing that a capture has to show, and what it is worth.
public struct Requirement: Hashable, Sendable {
  /// What tells it from the others.
  public let id: String
  /// The instructor's own words; nil where the requirement names itself.
  public let title: String?
  public let points: Points
  /// Of k that there are, where n were demanded, k of n points are given.
  public let isPartial: Bool
  /// Only conversations with this port, on either side, count; nil for any.
  public let port: UInt16?
  public let kind: Kind

  public enum Kind: Hashable, Sendable {
    /// SYN, SYN-ACK and ACK of a TCP connection.
    case handshake
    /// Requests that came back unchanged, of any protocol where none is named; `payload` has to be among each of them.
    case echo(TransportProtocol?, atLeast: Int, payload: [UInt8]?)
    /// Both sides closed by FIN, both FINs were acknowledged, and there was no RST; `by` tells who has to be first, nil
    /// either.
    case close(by: Side?)
    /// UDP requests with a reply, equal or not.
    case replies(atLeast: Int)
    /// Who talked with whom.
    case endpoints(DemandedEndpoints)
    /// The capture dropped no packet, and no ACK is for data that it does not have.
    case noLoss
    /// When it was captured: not before `after`, and before `before`.
    case captured(after: Timestamp?, before: Timestamp?)
    /// The frames' link types are all among these.
    case linkType([LinkType])
    /// Messages that the client of a conversation sent.
    case messages(TransportProtocol?, atLeast: Int)
    /// Payload of a conversation, both directions, each byte once.
    case bytes(TransportProtocol?, atLeast: Int)
    /// No frame is cut by the snapshot length, and the file is whole.
    case uncut
    /// Nothing was sent again.
    case noRetransmissions
    /// There are TCP and UDP conversations with payload.
    case bothProtocols
  }
}

/// The ends that a conversation has to have: what is nil may be anything.
public struct DemandedEndpoints: Hashable, Sendable {
  public var `protocol`: TransportProtocol?
  public var server: DemandedAddresses?
  public var serverPort: DemandedPorts?
  public var client: DemandedAddresses?
  public var clientPort: DemandedPorts?

  public init() {}
}
