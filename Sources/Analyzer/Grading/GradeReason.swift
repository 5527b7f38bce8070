public import Conversations
public import Wire

/// Why a requirement is met, or what was found instead: decided here once, worded by every language.
public enum GradeReason: Hashable, Sendable {
  /// The submission has no conversation of that protocol (nil: of any), or none on that port.
  case noConversation(TransportProtocol?, port: UInt16?)
  /// Nor any packet: nothing is shown.
  case noPackets
  /// SYN, SYN-ACK and ACK are there.
  case handshake
  /// What of a handshake is not in the capture.
  case handshakeIncomplete(missing: [HandshakePart])
  /// The SYN was answered by RST.
  case refused
  /// So many there are, of so many demanded. `requests` are those that there are at all; nil where that says nothing.
  case counted(CountedThing, Int, demanded: Int, requests: Int?)
  /// So many messages of the client (`ClientMessages`), of so many demanded; false where more may come after what is kept.
  case messages(Int, demanded: Int, TransportProtocol, areAll: Bool)
  /// Replies that differ from their requests, and none that is equal.
  case mismatched(Int, firstDifference: Int?)
  /// Whether bytes came back cannot be told: the capture lacks some.
  case unknownEcho
  /// The demanded text is in no payload (nil), or only that side sent it.
  case textAbsent(onlyFrom: Side?)
  /// So many echoes of the demanded text among its occurrences that are kept, and it occurs more often.
  case textUncounted(Int, demanded: Int)
  /// Closed by FIN on both sides, first by this one.
  case closed(by: Side)
  /// The same, but by this side first, and the other was demanded.
  case closedByOther(Side)
  /// The RST of that side; `afterFIN` tells that it had closed before.
  case reset(by: Side, frame: Int, afterFIN: Bool)
  /// Nobody closed.
  case notClosed
  /// This side did; of the other the capture has no FIN.
  case halfClosed(by: Side)
  /// Nothing in the capture acknowledges that FIN.
  case unacknowledgedFIN(frame: Int)
  /// The ends are as demanded.
  case endpoints
  /// They are not, of the conversation that comes nearest.
  case otherEndpoints([EndpointMismatch])
  /// No loss; `areDropsKnown` tells whether the file counts what the capture dropped, and `hasACKs` whether there is TCP,
  /// whose ACKs show what is missing.
  case noLoss(hasACKs: Bool, areDropsKnown: Bool)
  /// Packets that the capture dropped, and ACKs of data that it does not have.
  case loss(dropped: Int, unseen: Int)
  /// Of a connection the capture has no packet of that side.
  case sideAbsent(Side)
  /// When it was captured, first and last packet; times as good as so many digits.
  case captured(first: Timestamp, last: Timestamp, digits: Int)
  /// It begins before the demanded time, or ends after it.
  case capturedTooEarly(first: Timestamp, demanded: Timestamp, digits: Int)
  case capturedTooLate(last: Timestamp, demanded: Timestamp, digits: Int)
  /// The packets have no times.
  case untimed
  case linkTypes([LinkType])
  /// Those that were not demanded.
  case otherLinkTypes([LinkType])
  case whole
  /// Frames that the snapshot length cut, and whether the file breaks off.
  case cut(frames: Int, file: Bool)
  /// Nothing was sent again.
  case noRetransmissions
  case retransmissions(Int)
  case bothProtocols
  /// Of that one there is no conversation with payload.
  case protocolAbsent(TransportProtocol)

  /// The silence after which the client's data is another message.
  public static var pauseBetweenMessages: Duration { .nanoseconds(ClientMessages.pause) }

  public enum HandshakePart: Hashable, Sendable { case syn, synAck, ack }

  public enum CountedThing: Hashable, Sendable { case echoes, textEchoes, replies, bytes }
}

/// An end of a conversation that is not the demanded one.
public struct EndpointMismatch: Hashable, Sendable {
  public enum Field: Hashable, Sendable { case serverAddress, serverPort, clientAddress, clientPort }

  public let field: Field
  public let demanded: String
  public let found: String
  /// The other side has what was demanded.
  public let isSwapped: Bool
}
