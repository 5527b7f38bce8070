import SessionLog

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What a program does while a socket can do nothing for it.
extension Socket {
  /// What a socket can be ready for.
  struct Interest: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static var readable: Interest { Interest(rawValue: 1 << 0) }
    static var writable: Interest { Interest(rawValue: 1 << 1) }
  }

  /// Waits until the socket is ready for any of `interest`, or has failed; false if `limit` passes before. Signals do not end it.
  func wait(for interest: Interest, atMost limit: Duration) throws(SocketError) -> Bool {
    try wait(for: interest, orInput: nil, atMost: limit).socket
  }

  /// Waits until the socket is ready, or bytes or the end have come on the descriptor `input`.
  func wait(
    for interest: Interest, orInput input: Int32?, atMost limit: Duration?
  ) throws(SocketError) -> (socket: Bool, input: Bool) {
    let deadline = limit.map { ContinuousClock.now + $0 }
    var entries = [pollfd(fd: descriptor, events: Readiness.pollEvents(interest), revents: 0)]
    if let input { entries.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
    while true {
      let rest = deadline.map { max($0 - .now, .zero) }
      let count = unsafe poll(&entries, nfds_t(entries.count), Readiness.milliseconds(rest))
      if count >= 0 { return (entries[0].revents != 0, entries.count > 1 && entries[1].revents != 0) }
      guard errno == EINTR else { throw SocketError(.poll, errno: errno) }
    }
  }

  /// Does nothing for so long, whatever signals come.
  static func pause(for time: Duration) {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end { _ = poll(nil, 0, Readiness.milliseconds(end - .now)) }
  }

  /// Reads from any descriptor, such as standard input; how many bytes, 0 at the end and after an error.
  static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe systemRead(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 || errno != EINTR { return max(count, 0) }
    }
  }
}

// The method bears the call's name, and so hides it.

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, bytes, count)
}
