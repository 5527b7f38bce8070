import Wire

/// A connected socket and its two ends.
struct ClientSocket: ~Copyable {
  let socket: Socket
  let local: Endpoint
  let peer: Endpoint
  let timeout: Duration
}
