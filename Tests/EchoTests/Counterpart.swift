import Foundation

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

  /// Waits until it has done its part.
  func join() throws {
    done.wait()
    if let failure { throw failure }
  }
}
