import SessionLog

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What the kernel knows of packets that never came to be received, or that never arrived.
extension Socket {
  /// Packets for this socket that the kernel threw away since it was opened: datagrams that its buffer had no room for,
  /// or whose checksum was wrong; of a listening socket packets of handshakes. Modulo 2³²; nil where nobody says.
  func droppedByKernel() -> Int? {
    #if os(Linux)
      // SO_MEMINFO (linux/sock_diag.h): nine numbers, of which the last is SK_MEMINFO_DROPS.
      var figures = [UInt32](repeating: 0, count: 9)
      var length = socklen_t(figures.count * MemoryLayout<UInt32>.size)
      let result = unsafe getsockopt(descriptor, SOL_SOCKET, 55, &figures, &length)
      return result == 0 && length == figures.count * MemoryLayout<UInt32>.size ? Int(figures[8]) : nil
    #else
      nil
    #endif
  }

  /// Whether nothing was acknowledged on a TCP connection for `limit`, and three attempts in a row, retransmissions or
  /// probes, found nobody (tcp(7), TCP_INFO). False where the system does not say.
  ///
  /// The kernel sends no keep-alive probes while bytes wait for their ACK: it sends those again, and gives up after a
  /// quarter of an hour (tcp_retries2). TCP_USER_TIMEOUT would shorten that, but end those as well who are there and
  /// take nothing; they answer each attempt.
  func hasVanished(after limit: Duration) -> Bool {
    #if os(Linux)
      var info = tcp_info()
      var length = socklen_t(MemoryLayout<tcp_info>.size)
      let result = unsafe getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length)
      return result == 0 && max(info.tcpi_retransmits, info.tcpi_probes) >= 3
        && Duration.milliseconds(Int(info.tcpi_last_ack_recv)) >= limit
    #else
      false
    #endif
  }

  /// ICMP errors about datagrams of an unconnected socket are reported (ip(7), IP_RECVERR): by the next call, which then
  /// has done nothing, and one by one by `takeDeliveryFailures`. Without, Linux keeps them to itself.
  func reportDeliveryFailures(isIPv6: Bool) throws(SocketError) {
    #if os(Linux)
      // A socket that takes both kinds has both switches.
      try set(Int32(IPPROTO_IP), IP_RECVERR, Int32(1))
      if isIPv6 { try set(Int32(IPPROTO_IPV6), IPV6_RECVERR, Int32(1)) }
    #endif
  }

  /// How many ICMP errors have come, up to a thousand, each counted once (MSG_ERRQUEUE). Does not wait.
  func takeDeliveryFailures() -> Int {
    var count = 0
    #if os(Linux)
      for _ in 0..<1_000 {
        guard let isICMP = takeReportedError() else { break }
        if isICMP { count += 1 }
      }
    #endif
    return count
  }

  #if os(Linux)
    /// Takes one error out of the queue: whether it came from the network, or nil if there is none.
    private func takeReportedError() -> Bool? {
      // A `cmsghdr`, the `sock_extended_err` that is wanted, and the address that may follow it.
      var control = [UInt8](repeating: 0, count: 256)
      let taken = unsafe control.withUnsafeMutableBytes { bytes in
        var message = unsafe msghdr()
        unsafe message.msg_control = bytes.baseAddress
        unsafe message.msg_controllen = .init(bytes.count)
        // Of the datagram that did not arrive nothing is wanted.
        return unsafe recvmsg(descriptor, &message, Int32(MSG_ERRQUEUE) | Int32(MSG_DONTWAIT))
      }
      guard taken >= 0 else { return nil }
      // `ee_origin` (linux/errqueue.h) follows `ee_errno`: SO_EE_ORIGIN_ICMP or SO_EE_ORIGIN_ICMP6.
      let origin = control[MemoryLayout<cmsghdr>.size + 4]
      return origin == 2 || origin == 3
    }
  #endif
}
