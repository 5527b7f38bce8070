import SessionLog
import Testing
import Wire

@testable import Echo

/// Many connections at once, message by message.
@Suite(.timeLimit(.minutes(5)))
struct TCPServerChatTests {
  private static let goodbye = Array("Goodbye!".utf8)

  private func chat(_ change: (inout TCPServer.Options) -> Void = { _ in }) throws -> RunningTCPServer {
    try RunningTCPServer(.chat(goodbye: Self.goodbye), change)
  }

  private func messages(_ server: RunningTCPServer, from peer: Endpoint) -> [String] {
    server.told.compactMap { told in
      guard case .message(peer, _) = told.event else { return nil }
      return String(decoding: told.bytes, as: UTF8.self)
    }
  }

  @Test func `every message comes back, and exit ends the session with a goodbye`() throws {
    let server = try chat()
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    for message in ["halo", "apa kabar?", "selamat malam 🌙"] {
      try peer.say(message)
      #expect(try peer.hear(message.utf8.count) == Array(message.utf8))
    }
    try peer.say("exit")
    #expect(try peer.hearToEnd() == Self.goodbye)
    peer.leave()
    let counters = try server.stop()
    #expect(messages(server, from: client) == ["halo", "apa kabar?", "selamat malam 🌙", "exit"])
    #expect(server.events.suffix(2) == [.exitAsked(client), .ended(client, .exit, received: 36, sent: 40)])
    #expect(!server.events.contains(.echoed(client)))
    #expect(counters.receives == 4)
    #expect(counters.bytesReceived == 36)
    #expect(counters.bytesSent == 40)
  }

  @Test(arguments: [
    ("exit", ""), ("EXIT", ""), ("Exit", ""), ("eXiT", ""), ("exit\n", ""), ("EXIT\r\n", ""), ("\nexit", "\n"),
    ("one\r\ntwo\nExit\r\n", "one\r\ntwo\n"), ("a\n\nexit\n", "a\n\n"),
  ])
  func `exit ends in any case and with any line end, after the answers before it`(text: String, answer: String) throws {
    let server = try chat()
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    try peer.say(text)
    #expect(try peer.hearToEnd() == Array(answer.utf8) + Self.goodbye)
    peer.leave()
    try server.stop()
    #expect(server.endings == [.exit])
    #expect(server.events.count { $0 == .exitAsked(client) } == 1)
  }

  @Test(arguments: ["exit now", "exits", " exit", "exit!", "exi", "Exit\t", "\u{5}xit", "exit\r", "éxit"])
  func `what only resembles exit is a message`(text: String) throws {
    let server = try chat()
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    try peer.say(text)
    #expect(try peer.hear(text.utf8.count) == Array(text.utf8))
    try peer.say("still here")
    #expect(try peer.hear(10) == Array("still here".utf8))
    peer.finish()
    #expect(try peer.hearToEnd() == [])
    peer.leave()
    try server.stop()
    #expect(messages(server, from: client) == [text, "still here"])
    #expect(server.endings == [.closedByClient])
  }

  @Test func `lines of one segment are messages of their own, and what follows exit is not answered`() throws {
    let server = try chat()
    let peer = try Peer(connectingTo: server.endpoint)
    let client = try peer.local
    try peer.say("satu\ndua\r\n\ntiga\nexit\nempat\n")
    #expect(try peer.hearToEnd() == Array("satu\ndua\r\n\ntiga\n".utf8) + Self.goodbye)
    peer.leave()
    try server.stop()
    #expect(messages(server, from: client) == ["satu", "dua", "tiga", "exit"])
  }

  @Test func `exit after a message that just fills a receive ends the session`() throws {
    let server = try chat { $0.receiveLimit = 4 }
    for first in ["halo", "exit"] {
      let peer = try Peer(connectingTo: server.endpoint)
      try peer.say(first)
      if first != "exit" {
        #expect(try peer.hear(4) == Array(first.utf8))
        try peer.say("exit")
      }
      #expect(try peer.hearToEnd() == Self.goodbye)
      peer.leave()
    }
    try server.stop()
    #expect(server.endings == [.exit, .exit])
  }

  @Test func `one client's exit is nothing to the others`() throws {
    let server = try chat { $0.backlog = 20 }
    let peers = try (0..<20).map { _ in try Peer(connectingTo: server.endpoint) }
    for (number, peer) in peers.enumerated() {
      try peer.say("I am \(number)")
      #expect(try peer.hear("I am \(number)".utf8.count) == Array("I am \(number)".utf8))
    }
    for (number, peer) in peers.enumerated() where number % 2 == 0 {
      try peer.say("exit")
      #expect(try peer.hearToEnd() == Self.goodbye)
      peer.leave()
    }
    for (number, peer) in peers.enumerated() where number % 2 == 1 {
      try peer.say("still \(number)")
      #expect(try peer.hear("still \(number)".utf8.count) == Array("still \(number)".utf8))
      peer.finish()
      #expect(try peer.hearToEnd() == [])
      peer.leave()
    }
    try server.stop()
    #expect(server.endings == Array(repeating: .exit, count: 10) + Array(repeating: .closedByClient, count: 10))
  }

  @Test func `a server that stops says goodbye to everybody`() throws {
    let server = try chat()
    let peers = try (0..<3).map { _ in try Peer(connectingTo: server.endpoint) }
    for peer in peers {
      try peer.say("halo")
      #expect(try peer.hear(4) == Array("halo".utf8))
    }
    let leaving = Counterpart {
      for peer in peers {
        let farewell = try peer.hearToEnd()
        #expect(farewell == Self.goodbye)
        peer.leave()
      }
    }
    let counters = try server.stop()
    try leaving.join()
    #expect(server.endings == [.stopped, .stopped, .stopped])
    let sent = server.events.compactMap { if case .ended(_, _, _, let sent) = $0 { sent } else { nil } }
    #expect(sent == [12, 12, 12])
    #expect(counters.bytesSent == 36)
  }

  @Test func `a server that stops waits for nobody longer than the drain limit`() throws {
    let server = try chat { $0.drainLimit = .milliseconds(200) }
    let peer = try Peer(connectingTo: server.endpoint)
    try peer.say("halo")
    #expect(try peer.hear(4) == Array("halo".utf8))
    let start = ContinuousClock.now
    try server.stop()
    #expect(ContinuousClock.now - start >= .milliseconds(200))
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(try peer.hearToEnd() == Self.goodbye)
    peer.leave()
  }

  @Test func `exit behind more than goes back at once: all of it comes, and the goodbye last`() throws {
    let server = try chat { $0.receiveLimit = 1_048_576 }
    let peer = try Peer(connectingTo: server.endpoint, room: 32_768)
    let line = [UInt8](repeating: UInt8(ascii: "a"), count: 99_999) + [UInt8(ascii: "\n")]
    let lines = Array(repeatElement(line, count: 30).joined())
    let speaking = Counterpart { try peer.say(lines + Array("exit\n".utf8)) }
    #expect(try peer.hearToEnd() == lines + Self.goodbye)
    try speaking.join()
    peer.leave()
    try server.stop()
    #expect(server.endings == [.exit])
  }
}
