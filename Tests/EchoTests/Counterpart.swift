import Foundation
import Wire

@testable import Echo

/// What the other side does meanwhile, on a thread of its own.
final class Counterpart: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var failure: (any Error)?

  init(_ part: @escaping @Sendable () throws -> Void) {
    Thread.detachNewThread {
      do {
        try part()
      } catch {
        self.failure = error
      }
      self.done.signal()
    }
  }

  /// Lets `body` talk to a listener that accepts one connection, which `part` serves.
  static func serving<Result>(
    _ part: @escaping @Sendable (Peer) throws -> Void, _ body: (Endpoint) throws -> Result
  ) throws -> Result {
    let listener = try Peer(.tcp)
    try listener.startListening()
    let counterpart = Counterpart {
      let peer = try listener.next()
      try part(peer)
      peer.leave()
    }
    let result = try body(listener.local)
    try counterpart.join()
    listener.leave()
    return result
  }

  /// Waits until it has done its part.
  func join() throws {
    done.wait()
    if let failure { throw failure }
  }
}
