import Foundation
import Synchronization
import Wire

@testable import Echo

/// A server as a test wants it, good or bad, on a thread of its own while `body` talks to it.
enum Responder {
  private final class Flag: Sendable {
    let isUp = Atomic<Bool>(false)
  }

  /// Sends back what `answers` makes of all datagrams so far, the newest last.
  static func udp<Result>(
    _ answers: @escaping @Sendable ([[UInt8]]) -> [[UInt8]], _ body: (Endpoint) throws -> Result
  ) throws -> Result {
    let server = try Peer(.udp)
    let isOver = Flag()
    let serving = Counterpart {
      var heard: [[UInt8]] = []
      while true {
        let (bytes, sender) = try server.hearDatagram()
        if isOver.isUp.load(ordering: .relaxed) { return }
        heard.append(bytes)
        for answer in answers(heard) { try server.say(answer, to: sender) }
      }
    }
    let result = Swift.Result { try body(try server.local) }
    isOver.isUp.store(true, ordering: .relaxed)
    let end = try Peer(.udp)
    try end.say([0], to: server.local)
    try serving.join()
    end.leave()
    server.leave()
    return try result.get()
  }

  /// Serves one connection after another by `part`, which is told how many there were before.
  static func tcp<Result>(
    hasLittleRoom: Bool = false, _ part: @escaping @Sendable (Peer, Int) throws -> Void,
    _ body: (Endpoint) throws -> Result
  ) throws -> Result {
    let listener = try Peer(.tcp)
    // What is accepted inherits it.
    if hasLittleRoom { listener.takeLittleRoom() }
    try listener.startListening()
    let isOver = Flag()
    let serving = Counterpart {
      var count = 0
      while true {
        let peer = try listener.next()
        if isOver.isUp.load(ordering: .relaxed) { return }
        // How a connection ends is what is tested.
        try? part(peer, count)
        peer.leave()
        count += 1
      }
    }
    let result = Swift.Result { try body(try listener.local) }
    isOver.isUp.store(true, ordering: .relaxed)
    let end = try Peer(connectingTo: listener.local)
    try serving.join()
    end.leave()
    listener.leave()
    return try result.get()
  }

  /// Sends back, on one connection after another, what `answers` makes of all messages of `size` bytes so far on that
  /// connection.
  static func tcp<Result>(
    size: Int, _ answers: @escaping @Sendable ([[UInt8]]) -> [[UInt8]], _ body: (Endpoint) throws -> Result
  ) throws -> Result {
    try tcp(
      { peer, _ in
        var heard: [[UInt8]] = []
        while case let bytes = try peer.hear(size), bytes.count == size {
          heard.append(bytes)
          for answer in answers(heard) { try peer.say(answer) }
        }
      }, body)
  }
}
