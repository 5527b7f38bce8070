import SessionLog

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What a socket is told about itself (setsockopt, fcntl), and the process about its sockets.
extension Socket {
  /// Lets the process have `count` descriptors, as far as the system does; where it does not, `accept` will say so.
  static func allowDescriptors(_ count: Int) {
    var limit = rlimit()
    guard unsafe getrlimit(descriptorLimit, &limit) == 0, limit.rlim_cur < count else { return }
    let (current, most) = (limit.rlim_cur, limit.rlim_max)
    // macOS refuses more than OPEN_MAX, which is 10,240, whatever the process may have by its limit.
    for wanted in [rlim_t(count), 10_240] where wanted > current {
      limit.rlim_cur = min(wanted, most)
      if unsafe setrlimit(descriptorLimit, &limit) == 0 { return }
    }
  }

  /// A port whose last connections are still in TIME_WAIT can be bound again (SO_REUSEADDR).
  func reuseAddress() throws(SocketError) { try set(SOL_SOCKET, SO_REUSEADDR, Int32(1)) }

  /// An IPv6 socket bound to :: takes IPv4 as well (RFC 3493, section 5.3), whatever the system's default is.
  func acceptIPv4Too() throws(SocketError) { try set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, Int32(0)) }

  /// Each send goes out at once (TCP_NODELAY): an answer does not wait for the ACK of the one before it (RFC 9293,
  /// section 3.7.4).
  func sendAtOnce() throws(SocketError) { try set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1)) }

  /// What waits to be acknowledged or taken by the other side may be about so much (SO_SNDBUF; Linux takes twice as
  /// much); unlimited, the kernel would hold some megabytes for a peer that does not read.
  func limitSendBuffer(_ bytes: Int) throws(SocketError) { try set(SOL_SOCKET, SO_SNDBUF, Int32(clamping: bytes)) }

  /// What has come and was not read may be about so much (SO_RCVBUF; Linux takes twice as much). To be said before the
  /// handshake, which tells the other side the window.
  func limitReceiveBuffer(_ bytes: Int) throws(SocketError) { try set(SOL_SOCKET, SO_RCVBUF, Int32(clamping: bytes)) }

  /// `close` sends RST, and what was not delivered is given up (SO_LINGER with no time).
  func resetOnClose() throws(SocketError) {
    try set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    trace?.resetsOnClose = true
  }

  /// `recv` and `recvfrom` of a waiting socket return nil after so long without anything (SO_RCVTIMEO).
  func waitToReceive(atMost limit: Duration) throws(SocketError) { try set(SOL_SOCKET, SO_RCVTIMEO, Self.time(limit)) }

  /// `sendto` of a waiting socket gives up after so long without room for the datagram (SO_SNDTIMEO).
  func waitToSend(atMost limit: Duration) throws(SocketError) { try set(SOL_SOCKET, SO_SNDTIMEO, Self.time(limit)) }

  private static func time(_ limit: Duration) -> timeval {
    let (seconds, attoseconds) = limit.components
    return timeval(
      tv_sec: .init(truncatingIfNeeded: seconds), tv_usec: .init(truncatingIfNeeded: attoseconds / 1_000_000_000_000))
  }

  /// After so long without a word the other side is asked whether it is still there, and a quarter of that time later
  /// again; when three times nothing came back, the connection has failed (SO_KEEPALIVE; RFC 9293, section 3.8.4): after
  /// the time that is returned. Not while bytes wait for their ACK: see `hasVanished`.
  @discardableResult
  func keepAlive(after silence: Duration) throws(SocketError) -> Duration {
    // Linux takes no more than 32,767 seconds, nine hours.
    let seconds = Int32(min(max(1, (silence / .seconds(1)).rounded(.up)), 32_767))
    try set(SOL_SOCKET, SO_KEEPALIVE, Int32(1))
    #if canImport(Darwin)
      try set(Int32(IPPROTO_TCP), TCP_KEEPALIVE, seconds)
    #else
      try set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, seconds)
    #endif
    let interval = max(1, seconds / 4)
    try set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, interval)
    try set(Int32(IPPROTO_TCP), TCP_KEEPCNT, Int32(3))
    return .seconds(Int(seconds + 3 * interval))
  }

  /// Calls return nil where they would wait.
  func doNotWait() throws(SocketError) {
    let flags = try Self.check(.fcntl, fcntl(descriptor, F_GETFL))
    try Self.check(.fcntl, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK))
  }

  func inheritNothing() {
    // A program started by this one has no business with its sockets; where it cannot be said, nothing is lost.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Where `send` knows no MSG_NOSIGNAL, the socket itself is told that a peer that is gone is an error and no signal.
  static func signalNothing(_ descriptor: Int32) throws(SocketError) {
    #if canImport(Darwin)
      try set(descriptor, SOL_SOCKET, SO_NOSIGPIPE, Int32(1))
    #endif
  }

  func set<Value>(_ level: Int32, _ option: Int32, _ value: Value) throws(SocketError) {
    try Self.set(descriptor, level, option, value)
  }

  private static func set<Value>(
    _ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Value
  ) throws(SocketError) {
    let result = unsafe withUnsafePointer(to: value) { pointer in
      unsafe setsockopt(descriptor, level, option, pointer, socklen_t(MemoryLayout<Value>.size))
    }
    try check(.setsockopt, result)
  }

  #if canImport(Glibc)
    private static var descriptorLimit: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
  #else
    private static var descriptorLimit: Int32 { RLIMIT_NOFILE }
  #endif
}
