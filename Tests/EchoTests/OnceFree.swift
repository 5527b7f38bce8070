import Foundation
import SessionLog

@testable import Echo

/// What `body` makes, as soon as the port that it takes is free.
///
/// A closed socket may live on for a moment: a program that another test starts has a copy of every descriptor between
/// its fork and its exec.
func onceFree<Result: ~Copyable>(_ body: () throws(SocketError) -> Result) throws(SocketError) -> Result {
  let deadline = ContinuousClock.now + Peer.patience
  while true {
    do throws(SocketError) {
      return try body()
    } catch {
      guard error.reason == .addressInUse, ContinuousClock.now < deadline else { throw error }
      Thread.sleep(forTimeInterval: 0.001)
    }
  }
}
