import SessionLog
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whom a client talks to, and from where.
public struct ClientOptions: Sendable {
  /// A name or an address.
  public var host: String
  public var port: UInt16
  public var prefersIPv6 = false
  /// This end's address, a name or an address; nil leaves it to the system.
  public var localHost: String?
  /// This end's port; 0 leaves it to the system.
  public var localPort: UInt16 = 0
  /// How long to wait for the handshake with each address of the host, and each time for something to come back.
  public var timeout = Duration.seconds(10)
  /// Bad behaviour that was asked for.
  public var faults = FaultPlan()

  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }
}

extension ClientOptions {
  /// A connected socket that does not wait: to the first of the host's addresses that can be reached.
  func connect(_ kind: Socket.Kind, _ recorder: SocketRecorder?) throws(SocketError) -> ClientSocket {
    var addresses = try SocketAddress.resolve(host, port: port, prefersIPv6: prefersIPv6)
    let local = try localAddress(likeOneOf: addresses)
    if let local { addresses.removeAll { $0.endpoint.address.isIPv6 != local.endpoint.address.isIPv6 } }
    var failure: SocketError?
    for address in addresses {
      do throws(SocketError) {
        let socket = try Self.open(kind, to: address, from: local ?? anyAddress(like: address), recorder)
        if faults.neverReads {
          try socket.limitReceiveBuffer(4_096)
          socket.record(fault: "never-read")
        }
        try socket.connect(to: address, atMost: timeout)
        // Whichever way it is closed.
        if faults.resets { try socket.resetOnClose() }
        // A server that has reset the connection at once is no peer any more, and the first send will tell.
        let peer = (try? socket.peerAddress()) ?? address
        let ends = (local: try socket.localAddress().endpoint, peer: peer.endpoint)
        if ends.local == ends.peer { throw SocketError.reachedItself }
        return ClientSocket(socket: socket, local: ends.local, peer: ends.peer, timeout: timeout, faults: faults)
      } catch {
        // The first address is the one that the user means.
        failure = failure ?? error
      }
    }
    throw failure ?? SocketError(.bind, errno: EAFNOSUPPORT)
  }

  /// A socket that does not wait, not connected yet.
  static func open(
    _ kind: Socket.Kind, to address: SocketAddress, from local: SocketAddress?, _ recorder: SocketRecorder?
  ) throws(SocketError) -> Socket {
    let socket = try Socket(kind, for: address, recorder: recorder)
    try socket.doNotWait()
    if kind == .tcp { try socket.sendAtOnce() }
    if let local {
      // The port may still be in TIME_WAIT after the last run. A UDP port is either free or someone's.
      if kind == .tcp { try socket.reuseAddress() }
      try socket.bind(to: local)
    }
    return socket
  }

  private func localAddress(likeOneOf addresses: [SocketAddress]) throws(SocketError) -> SocketAddress? {
    guard let localHost else { return nil }
    let locals = try SocketAddress.resolve(localHost, port: localPort, prefersIPv6: prefersIPv6)
    return locals.first { local in
      addresses.contains { $0.endpoint.address.isIPv6 == local.endpoint.address.isIPv6 }
    } ?? locals[0]
  }

  private func anyAddress(like address: SocketAddress) -> SocketAddress? {
    guard localPort != 0 else { return nil }
    let any = address.endpoint.address.isIPv6 ? IPAddress(v6: 0) : IPAddress(v4: 0)
    return SocketAddress(Endpoint(address: any, port: localPort))
  }
}
