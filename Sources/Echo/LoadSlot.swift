/// One of the places of a load that carry a message at a time; a TCP connection that ends is followed by another one.
final class LoadSlot {
  enum Phase {
    /// The next message is not due yet.
    case resting
    case connecting
    /// The kernel has no room for the first byte.
    case blocked
    /// A message is on its way, wholly or in part.
    case awaiting
    /// The first answer of a connection has come; the server may close now.
    case probing
    /// After a failure.
    case pausing
    /// Nothing is left to be sent; something may still come.
    case leaving
    case gone
  }

  let index: Int
  var phase = Phase.resting
  var connection: LoadConnection?
  var ledger: LoadLedger
  /// It is to carry one of the messages that were asked for, and has not sent it yet.
  var isCharged = false
  /// When the last message was sent.
  var start: ContinuousClock.Instant?
  /// Bytes of it that the kernel took.
  var sent = 0

  init(index: Int, memory: Int) {
    self.index = index
    ledger = LoadLedger(limit: memory)
  }
}
