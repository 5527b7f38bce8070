/// A call of the sockets interface (POSIX.1-2024, `<sys/socket.h>`), by its C name.
public enum SocketCall: String, Hashable, Sendable, Codable, CaseIterable {
  case socket, setsockopt, fcntl, bind, listen, accept, connect, getsockname, getpeername
  case send, recv, sendto, recvfrom
  case shutdown, close
  /// Asks for the addresses of a host name.
  case getaddrinfo
  /// Waits until a socket can be read or written (`poll`, `epoll_wait`).
  case poll
}
