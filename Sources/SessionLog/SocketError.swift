/// A socket call that failed.
public struct SocketError: Error, Hashable, Sendable, Codable {
  /// Why, in the terms of the user's next step.
  public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
    /// The other machine answered, and nobody listens on that port (ECONNREFUSED: RST for TCP, ICMP for UDP).
    case refused
    /// The other side ended the connection by force (ECONNRESET, EPIPE).
    case reset
    /// Nothing came in time (ETIMEDOUT, or our own limit).
    case timedOut
    /// A router or the neighbour search says that the machine is not there (EHOSTUNREACH, EHOSTDOWN).
    case hostUnreachable
    /// This machine has no route to there (ENETUNREACH, ENETDOWN).
    case networkUnreachable
    /// Another socket has this address and port (EADDRINUSE).
    case addressInUse
    /// The address is none of this machine's, or no local port is left for it (EADDRNOTAVAIL).
    case addressNotAvailable
    /// The system does not allow it (EACCES, EPERM): a port below 1024, a firewall, a broadcast address.
    case notPermitted
    /// No address belongs to this name (EAI_NONAME and its kin).
    case unknownHost
    /// The name could not be asked for now (EAI_AGAIN, EAI_FAIL).
    case nameServiceFailed
    /// More bytes than one datagram carries (EMSGSIZE).
    case messageTooLong
    /// The process or the system has no descriptor left (EMFILE, ENFILE).
    case tooManyOpenFiles
    /// No memory for buffers (ENOBUFS, ENOMEM), or no room in them for as long as was waited (EAGAIN).
    case outOfMemory
    /// This machine has no such protocol family, as where IPv6 is switched off (EAFNOSUPPORT).
    case familyNotSupported
    case other
  }

  public let call: SocketCall
  /// `errno` as this machine numbers it, or the result of `getaddrinfo`.
  public let code: Int32
  public let reason: Reason
  /// The system's own words for `code`.
  public let systemText: String

  public init(call: SocketCall, code: Int32, reason: Reason, systemText: String) {
    self.call = call
    self.code = code
    self.reason = reason
    self.systemText = systemText
  }
}

extension SocketError: CustomStringConvertible {
  /// `connect: Connection refused (111)`.
  public var description: String { "\(call.rawValue): \(systemText) (\(code))" }
}
