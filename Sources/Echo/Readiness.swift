import SessionLog

#if os(Linux)
  import CLinux
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Waits for many sockets at once: epoll on Linux, whose cost is that of the ready ones, and poll elsewhere.
@safe struct Readiness: ~Copyable {
  #if os(Linux)
    /// How many descriptors one wait reports at most; the others are reported by the next.
    private static let batch = 256
    private let epoll: Int32
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: Self.batch)

    init() throws(SocketError) {
      epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
      guard epoll >= 0 else { throw SocketError(.poll, errno: errno) }
    }

    deinit { close(epoll) }

    mutating func add(_ socket: borrowing Socket, _ interest: Socket.Interest) throws(SocketError) {
      try control(EPOLL_CTL_ADD, socket.descriptor, interest)
    }

    mutating func change(_ socket: borrowing Socket, _ interest: Socket.Interest) throws(SocketError) {
      try control(EPOLL_CTL_MOD, socket.descriptor, interest)
    }

    /// Forgets a socket that is about to close; the kernel does so by itself.
    mutating func remove(_ socket: borrowing Socket) {}

    /// The descriptors that are ready; none when `limit` passes or a signal comes before.
    mutating func wait(atMost limit: Duration, _ ready: inout [Int32]) throws(SocketError) {
      ready.removeAll(keepingCapacity: true)
      let count = unsafe epoll_wait(epoll, &events, Int32(events.count), Self.milliseconds(limit))
      guard count >= 0 || errno == EINTR else { throw SocketError(.poll, errno: errno) }
      for index in 0..<max(Int(count), 0) { unsafe ready.append(events[index].data.fd) }
    }

    private func control(
      _ operation: Int32, _ descriptor: Int32, _ interest: Socket.Interest
    ) throws(SocketError) {
      var event = unsafe epoll_event()
      if interest.contains(.readable) { unsafe event.events |= clinux_epollin }
      if interest.contains(.writable) { unsafe event.events |= clinux_epollout }
      unsafe event.data.fd = descriptor
      guard unsafe epoll_ctl(epoll, operation, descriptor, &event) == 0 else {
        throw SocketError(.poll, errno: errno)
      }
    }
  #else
    private var entries: [pollfd] = []

    init() throws(SocketError) {}

    mutating func add(_ socket: borrowing Socket, _ interest: Socket.Interest) throws(SocketError) {
      entries.append(pollfd(fd: socket.descriptor, events: Self.pollEvents(interest), revents: 0))
    }

    mutating func change(_ socket: borrowing Socket, _ interest: Socket.Interest) throws(SocketError) {
      let descriptor = socket.descriptor
      guard let index = entries.firstIndex(where: { $0.fd == descriptor }) else { return }
      entries[index].events = Self.pollEvents(interest)
    }

    mutating func remove(_ socket: borrowing Socket) {
      let descriptor = socket.descriptor
      entries.removeAll { $0.fd == descriptor }
    }

    mutating func wait(atMost limit: Duration, _ ready: inout [Int32]) throws(SocketError) {
      ready.removeAll(keepingCapacity: true)
      let count = unsafe poll(&entries, nfds_t(entries.count), Self.milliseconds(limit))
      guard count >= 0 || errno == EINTR else { throw SocketError(.poll, errno: errno) }
      guard count > 0 else { return }
      for entry in entries where entry.revents != 0 { ready.append(entry.fd) }
    }
  #endif

  static func pollEvents(_ interest: Socket.Interest) -> Int16 {
    Int16(interest.contains(.readable) ? POLLIN : 0) | Int16(interest.contains(.writable) ? POLLOUT : 0)
  }

  /// Rounded up, so that a wait never ends before its time; -1, which is for ever, for nil.
  static func milliseconds(_ limit: Duration?) -> Int32 {
    guard let limit else { return -1 }
    return Int32(clamping: Int64((limit / .milliseconds(1)).rounded(.up)))
  }
}
