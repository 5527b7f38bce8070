import SessionLog
import Wire

// One datagram in, one out, whatever happens to either.
extension UDPServer {
  /// How many earlier ICMP errors may get in the way of one answer before it is given up.
  private static let attempts = 16

  /// The next datagram, counted; nil if none comes in time.
  mutating func receive() throws(SocketError) -> (count: Int, sender: SocketAddress)? {
    let datagram: (count: Int, sender: SocketAddress)?
    do throws(SocketError) {
      datagram = try socket.receiveDatagram(into: &buffer)
    } catch {
      if try isAboutAnAnswer(error) { return nil }
      counters.failedReceives += 1
      // There may be room again later; another attempt now would fail at once.
      Socket.pause(for: Self.tick)
      return nil
    }
    guard let datagram else { return nil }
    counters.received += 1
    counters.bytesReceived += datagram.count
    return datagram
  }

  /// Sends one datagram to `address`. Gives up where the kernel has no room for it in time: nobody else may be kept
  /// waiting by one whose packets cannot leave.
  mutating func send(_ bytes: ArraySlice<UInt8>, to address: SocketAddress) throws(SocketError) {
    var attempt = 1
    while true {
      do throws(SocketError) {
        if try socket.send(bytes, to: address) {
          counters.bytesSent += bytes.count
          return
        }
      } catch {
        // The call reported an ICMP error about an earlier answer, and has done nothing for this one.
        guard attempt < Self.attempts, noteDeliveryFailures() > 0 else { throw error }
        attempt += 1
      }
    }
  }

  /// Whether an error of a receive is about an answer that did not arrive, which says nothing about this socket; false if
  /// the kernel has no memory now. Any other is thrown on.
  private mutating func isAboutAnAnswer(_ error: SocketError) throws(SocketError) -> Bool {
    if noteDeliveryFailures() > 0 { return true }
    switch error.reason {
    case .refused, .reset, .timedOut, .hostUnreachable, .networkUnreachable, .notPermitted, .messageTooLong:
      // From a system without a queue of them.
      counters.undeliverable += 1
      return true
    case .outOfMemory: return false
    default: throw error
    }
  }

  private mutating func noteDeliveryFailures() -> Int {
    let count = socket.takeDeliveryFailures()
    counters.undeliverable += count
    return count
  }
}
