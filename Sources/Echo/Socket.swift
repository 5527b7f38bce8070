import SessionLog
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A TCP or UDP socket, by the calls that the kernel offers for it. It closes when it goes away.
///
/// What moves bytes or packets is one call, and bears its name. A call that would have to wait, on a socket that does not
/// wait, returns nil; so does one that a signal interrupts: whoever waits looks at the time and at the user's wishes, and
/// calls again. A peer that is gone is an error, never SIGPIPE.
struct Socket: ~Copyable {
  enum Kind {
    case tcp, udp

    var type: Int32 {
      #if canImport(Glibc)
        Int32(self == .tcp ? SOCK_STREAM.rawValue : SOCK_DGRAM.rawValue)
      #else
        self == .tcp ? SOCK_STREAM : SOCK_DGRAM
      #endif
    }
  }

  let descriptor: Int32
  /// What is written down of it; nil where nobody asked for it.
  let trace: SocketTrace?

  /// `socket`: a new one of the family of `address`.
  init(_ kind: Kind, for address: SocketAddress, recorder: SocketRecorder? = nil) throws(SocketError) {
    let family = address.endpoint.address.isIPv6 ? AF_INET6 : AF_INET
    let called = recorder == nil ? 0 : Self.now()
    let descriptor = try Self.check(.socket, socket(family, kind.type, 0))
    do throws(SocketError) {
      try Self.signalNothing(descriptor)
      #if canImport(Darwin)
        // The largest datagram that may be sent is the send buffer's size there, 9,216 bytes unless told otherwise.
        if kind == .udp { try Self.set(descriptor, SOL_SOCKET, SO_SNDBUF, Int32(65_535)) }
      #endif
    } catch {
      _ = systemClose(descriptor)
      throw error
    }
    self.descriptor = descriptor
    trace = recorder?.trace(isStream: kind == .tcp)
    inheritNothing()
    record(.socket, called, 0)
  }

  /// Takes over an open descriptor.
  private init(owning descriptor: Int32, trace: SocketTrace?) {
    self.descriptor = descriptor
    self.trace = trace
  }

  deinit {
    let (called, info) = (callTime(), trace == nil ? nil : tcpInfo())
    let result = systemClose(descriptor)
    record(.close, called, Int(result)) { event in
      event.tcpInfo = info
      if trace?.resetsOnClose == true { event.isReset = true }
    }
  }

  func bind(to address: SocketAddress) throws(SocketError) {
    let called = callTime()
    let result = unsafe address.withSockaddr { unsafe systemBind(descriptor, $0, $1) }
    record(.bind, called, Int(result)) { event in
      noteLocalAddress()
      event.local = result == 0 ? trace?.local : address.endpoint
    }
    try Self.check(.bind, result)
  }

  func listen(backlog: Int) throws(SocketError) {
    let called = callTime()
    let result = systemListen(descriptor, Int32(clamping: backlog))
    record(.listen, called, Int(result)) { $0.backlog = backlog }
    try Self.check(.listen, result)
  }

  /// A connection that came to a listening socket.
  struct Accepted: ~Copyable {
    let socket: Socket
    let peer: SocketAddress
  }

  /// The next connection that waits in the queue of a listening socket; nil where none does. One whose client has gone
  /// while it waited is an error (ECONNABORTED), and the next may be well.
  func accept() throws(SocketError) -> Accepted? {
    let called = callTime()
    let (accepted, peer) = unsafe SocketAddress.written { pointer, length in
      unsafe Int(systemAccept(descriptor, pointer, &length))
    }
    if accepted < 0 { record(.accept, called, accepted) }
    guard let accepted = try Self.check(.accept, accepted) else { return nil }
    let socket = Socket(owning: Int32(accepted), trace: trace?.recorder.trace(isStream: true))
    socket.inheritNothing()
    socket.record(.accept, called, accepted) { event in
      socket.trace?.remote = peer?.endpoint
      socket.noteLocalAddress()
      (event.local, event.remote) = (socket.trace?.local, peer?.endpoint)
      event.listener = trace?.number
      socket.trace?.isConnected = true
      event.tcpInfo = socket.tcpInfo()
    }
    // Both are missing where the client has gone again.
    guard let peer, (try? Self.signalNothing(socket.descriptor)) != nil else {
      throw SocketError(.accept, errno: ECONNABORTED)
    }
    return Accepted(socket: socket, peer: peer)
  }

  /// Connects: TCP by the handshake, which takes `limit` at most; UDP only notes the peer, and no packet is sent.
  func connect(to address: SocketAddress, atMost limit: Duration) throws(SocketError) {
    if try startConnecting(to: address) { return }
    guard try wait(for: .writable, atMost: limit) else { throw connectFailure(ETIMEDOUT) }
    try finishConnecting()
  }

  /// Begins to connect; false where the handshake goes on, until the socket is writable or has failed.
  func startConnecting(to address: SocketAddress) throws(SocketError) -> Bool {
    trace?.connectCalledAt = callTime()
    trace?.remote = address.endpoint
    let result = unsafe address.withSockaddr { unsafe systemConnect(descriptor, $0, $1) }
    let code = result == 0 ? 0 : errno
    recordConnect(.connectStarted)
    if result == 0 {
      recordConnect(.connectEstablished)
      return true
    }
    guard code == EINPROGRESS || code == EINTR else { throw connectFailure(code) }
    return false
  }

  /// What the handshake came to.
  func finishConnecting() throws(SocketError) {
    if let code = pendingError() { throw connectFailure(code) }
    recordConnect(.connectEstablished)
  }

  private func connectFailure(_ code: Int32) -> SocketError {
    let error = SocketError(.connect, errno: code)
    recordConnect(.connectFailed, error)
    return error
  }

  /// What failed since the last call, such as the handshake (SO_ERROR); nil if nothing did.
  private func pendingError() -> Int32? {
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { return nil }
    return code == 0 ? nil : code
  }

  /// Why a socket is ready of which nothing was asked.
  var failure: SocketError? { pendingError().map { SocketError(.poll, errno: $0) } }

  /// This end: the address and port that `bind` or the kernel chose (`getsockname`).
  func localAddress() throws(SocketError) -> SocketAddress { unsafe try address(.getsockname, getsockname) }

  /// The other end of a connected socket (`getpeername`).
  func peerAddress() throws(SocketError) -> SocketAddress { unsafe try address(.getpeername, getpeername) }

  private func address(
    _ call: SocketCall, _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) throws(SocketError) -> SocketAddress {
    let (result, address) = unsafe SocketAddress.written { pointer, length in
      unsafe Int(ask(descriptor, pointer, &length))
    }
    try Self.check(call, result)
    guard let address else { throw SocketError(call, errno: EAFNOSUPPORT) }
    return address
  }

  /// Hands over what the kernel takes of `bytes`; how many, or nil if none now.
  func send(_ bytes: ArraySlice<UInt8>) throws(SocketError) -> Int? {
    let called = callTime()
    let count = unsafe bytes.withUnsafeBytes { unsafe systemSend(descriptor, $0.baseAddress, $0.count, Self.noSignal) }
    record(.send, called, count) { $0.offset = trace?.send(count) }
    return try Self.check(.send, count)
  }

  /// Fetches up to `limit` bytes to the beginning of `buffer`; how many, 0 at the peer's FIN, or nil if none now.
  func receive(into buffer: inout [UInt8], atMost limit: Int) throws(SocketError) -> Int? {
    let called = callTime()
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, min($0.count, limit), 0)
    }
    record(.recv, called, count) { $0.offset = trace?.receive(count) }
    return try Self.check(.recv, count)
  }

  /// Sends one datagram; false if a signal interrupted that. Where the kernel has no room for it, also not after the
  /// time of `waitToSend`, that is an error.
  func send(_ datagram: ArraySlice<UInt8>, to address: SocketAddress) throws(SocketError) -> Bool {
    let called = callTime()
    let count = unsafe datagram.withUnsafeBytes { bytes in
      unsafe address.withSockaddr {
        unsafe sendto(descriptor, bytes.baseAddress, bytes.count, Self.noSignal, $0, $1)
      }
    }
    record(.sendto, called, count) { $0.remote = address.endpoint }
    if count < 0, errno == EAGAIN || errno == EWOULDBLOCK { throw SocketError(.sendto, errno: errno) }
    return try Self.check(.sendto, count) != nil
  }

  /// Fetches one datagram to the beginning of `buffer`; its length and sender, or nil if there is none now.
  func receiveDatagram(into buffer: inout [UInt8]) throws(SocketError) -> (count: Int, sender: SocketAddress)? {
    let called = callTime()
    let (count, sender) = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe SocketAddress.written { pointer, length in
        unsafe recvfrom(descriptor, bytes.baseAddress, bytes.count, 0, pointer, &length)
      }
    }
    record(.recvfrom, called, count) { $0.remote = sender?.endpoint }
    guard let count = try Self.check(.recvfrom, count), let sender else { return nil }
    return (count, sender)
  }

  /// Says FIN after all that was sent; the other direction goes on.
  func shutdownSending() throws(SocketError) {
    let called = callTime()
    let result = systemShutdown(descriptor, Int32(SHUT_WR))
    record(.shutdown, called, Int(result))
    try Self.check(.shutdown, result)
  }

  /// Ends the socket now, not when its owner happens to go away.
  consuming func close() {}

  #if canImport(Darwin)
    private static var noSignal: Int32 { 0 }
  #else
    private static var noSignal: Int32 { Int32(MSG_NOSIGNAL) }
  #endif

  @discardableResult
  static func check(_ call: SocketCall, _ result: Int32) throws(SocketError) -> Int32 {
    guard result >= 0 else { throw SocketError(call, errno: errno) }
    return result
  }

  /// The call did nothing: it would have had to wait, or a signal came.
  static func wouldWait(_ code: Int32) -> Bool { code == EAGAIN || code == EWOULDBLOCK || code == EINTR }

  /// Nanoseconds since 1970 by the clock that captures count by.
  static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// What the kernel knows of a TCP connection (tcp(7), TCP_INFO); nil where it does not say.
  func tcpInfo() -> TCPInfo? {
    #if os(Linux)
      var info = tcp_info()
      var length = socklen_t(MemoryLayout<tcp_info>.size)
      guard trace?.isStream == true, trace?.isConnected == true,
        unsafe getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0
      else { return nil }
      return TCPInfo(
        rttMicroseconds: Int(info.tcpi_rtt), rttVariationMicroseconds: Int(info.tcpi_rttvar),
        retransmissions: Int(info.tcpi_total_retrans), congestionWindow: Int(info.tcpi_snd_cwnd),
        sendMSS: Int(info.tcpi_snd_mss))
    #else
      nil
    #endif
  }

  /// A count; nil where the call would have had to wait or was interrupted.
  @discardableResult
  static func check(_ call: SocketCall, _ count: Int) throws(SocketError) -> Int? {
    if count >= 0 { return count }
    let code = errno
    if wouldWait(code) { return nil }
    throw SocketError(call, errno: code)
  }
}

// The methods bear the calls' names, and so hide them; these are the calls themselves.

private func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
  unsafe bind(descriptor, address, length)
}

private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 { listen(descriptor, backlog) }

private func systemAccept(
  _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>
) -> Int32 {
  unsafe accept(descriptor, address, length)
}

private func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
  unsafe connect(descriptor, address, length)
}

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  unsafe send(descriptor, bytes, count, flags)
}

private func systemShutdown(_ descriptor: Int32, _ direction: Int32) -> Int32 { shutdown(descriptor, direction) }

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
