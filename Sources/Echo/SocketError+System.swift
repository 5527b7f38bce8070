import SessionLog

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SocketError {
  /// What `call` left in `errno`.
  init(_ call: SocketCall, errno code: Int32) {
    self.init(
      call: call, code: code, reason: Self.reason(of: code), systemText: unsafe String(cString: strerror(code)))
  }

  /// What `getaddrinfo` returned.
  init(resolving result: Int32) {
    let code = errno
    if result == EAI_SYSTEM {
      self.init(.getaddrinfo, errno: code)
      return
    }
    let isTemporary = result == EAI_AGAIN || result == EAI_FAIL || result == EAI_MEMORY
    self.init(
      call: .getaddrinfo, code: result, reason: isTemporary ? .nameServiceFailed : .unknownHost,
      systemText: unsafe String(cString: gai_strerror(result)))
  }

  /// `call` was waited for as long as agreed.
  init(timedOut call: SocketCall) { self.init(call, errno: ETIMEDOUT) }

  /// A socket that reaches for its own port finds itself where nobody else listens (RFC 9293, section 3.5, figure 7).
  static var reachedItself: SocketError { SocketError(.connect, errno: ECONNREFUSED) }

  private static func reason(of code: Int32) -> Reason {
    switch code {
    case ECONNREFUSED: .refused
    case ECONNRESET, EPIPE, ECONNABORTED: .reset
    case ETIMEDOUT: .timedOut
    case EHOSTUNREACH, EHOSTDOWN: .hostUnreachable
    case ENETUNREACH, ENETDOWN: .networkUnreachable
    case EADDRINUSE: .addressInUse
    case EADDRNOTAVAIL: .addressNotAvailable
    case EACCES, EPERM: .notPermitted
    case EMSGSIZE: .messageTooLong
    case EMFILE, ENFILE: .tooManyOpenFiles
    case ENOBUFS, ENOMEM, EAGAIN: .outOfMemory
    case EAFNOSUPPORT: .familyNotSupported
    default: .other
    }
  }
}
