import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// The chat client with a pipe as its keyboard.
@Suite(.timeLimit(.minutes(5)))
struct ChatClientTests {
  private struct Told: Hashable {
    let event: ChatClient.Event
    let text: String
  }

  private let keyboard = Pipe()
  private static let goodbye = Array("Goodbye!".utf8)

  private func type(_ text: String) throws { try keyboard.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  private func run(
    _ endpoint: Endpoint, timeout: Duration = .seconds(10), _ observe: (Told) -> Void = { _ in }
  ) throws -> (ending: ChatClient.Ending, told: [Told]) {
    var options = ClientOptions(host: "127.0.0.1", port: endpoint.port)
    options.timeout = timeout
    var client = try ChatClient(options)
    #expect(client.peer == endpoint)
    var told: [Told] = []
    let ending = client.run(input: keyboard.fileHandleForReading.fileDescriptor) { event, bytes in
      told.append(Told(event: event, text: String(decoding: bytes, as: UTF8.self)))
      observe(told[told.count - 1])
    }
    return (ending, told)
  }

  /// Against one accepted connection, served by `part`.
  private func run(
    timeout: Duration = .seconds(10), against part: @escaping @Sendable (Peer) throws -> Void,
    _ observe: (Told) -> Void = { _ in }
  ) throws -> (ending: ChatClient.Ending, told: [Told]) {
    try Counterpart.serving(part) { server in try run(server, timeout: timeout, observe) }
  }

  @Test(arguments: ["exit\n", "EXIT\n", "Exit\r\n", "exit"])
  func `every line is a message, and exit ends the session`(exit: String) throws {
    let server = try RunningTCPServer(.chat(goodbye: Self.goodbye))
    try type("halo\n\nselamat malam 🌙\r\n" + exit)
    try keyboard.fileHandleForWriting.close()
    let (ending, told) = try run(server.endpoint)
    try server.stop()
    #expect(ending == .exit)
    #expect(
      told == [
        Told(event: .ready, text: ""), Told(event: .returned, text: "halo"), Told(event: .ready, text: ""),
        Told(event: .ready, text: ""), Told(event: .returned, text: "selamat malam 🌙"), Told(event: .ready, text: ""),
      ])
    #expect(server.endings == [.exit])
  }

  @Test func `the end of the input ends the session in good order`() throws {
    let server = try RunningTCPServer(.chat(goodbye: Self.goodbye))
    try type("halo\nno line end")
    try keyboard.fileHandleForWriting.close()
    let (ending, told) = try run(server.endpoint)
    try server.stop()
    #expect(ending == .endOfInput)
    #expect(told.filter { $0.event == .returned }.map(\.text) == ["halo", "no line end"])
    #expect(server.endings == [.closedByClient])
  }

  @Test func `a server that knows no exit gets FIN after the client's patience`() throws {
    let server = try RunningTCPServer(.stream)
    try type("exit\n")
    let (ending, _) = try run(server.endpoint)
    try server.stop()
    #expect(ending == .exit)
    #expect(server.endings == [.closedByClient])
  }

  @Test func `what the server says by itself is told, and its end while a line is waited for too`() throws {
    let (ending, told) = try run { peer in
      try peer.say("server goes down")
      peer.finish()
      _ = try peer.hearToEnd()
    }
    #expect(ending == .closedByServer)
    #expect(told == [Told(event: .ready, text: ""), Told(event: .said, text: "server goes down")])
  }

  @Test func `a message that comes back in pieces is one message`() throws {
    try type("Hello World\n")
    try keyboard.fileHandleForWriting.close()
    let (ending, told) = try run { peer in
      for byte in try peer.hear(11) { try peer.say([byte]) }
      _ = try peer.hearToEnd()
    }
    #expect(ending == .endOfInput)
    #expect(told.filter { $0.event == .returned }.map(\.text) == ["Hello World"])
  }

  @Test func `a server that closes in the middle of a message is told with what came`() throws {
    try type("Hello World\n")
    let (ending, told) = try run { peer in
      try peer.say(Array(peer.hear(11)[..<5]))
      peer.finish()
      _ = try peer.hearToEnd()
    }
    #expect(ending == .closedByServer)
    #expect(told.last == Told(event: .returned, text: "Hello"))
  }

  @Test func `a server that does not answer is waited for as long as agreed`() throws {
    try type("halo\n")
    let start = ContinuousClock.now
    let (ending, told) = try run(timeout: .milliseconds(200)) { peer in _ = try peer.hearToEnd() }
    #expect(ending == .silent)
    #expect(ContinuousClock.now - start >= .milliseconds(200))
    #expect(told.map(\.event) == [.ready])
  }

  @Test func `a reset is an error`() throws {
    try type("halo\n")
    let (ending, _) = try run { peer in
      _ = try peer.hear(4)
      peer.reset()
    }
    guard case .failed(let error) = ending else {
      Issue.record("\(ending)")
      return
    }
    #expect(error.reason == .reset)
  }

  @Test func `a server that never stops sending does not keep the user from ending the chat`() throws {
    var isTyping = true
    let (ending, told) = try run { peer in
      #expect(throws: Peer.Failure.self) { while true { try peer.say(Peer.endless) } }
    } _: { told in
      if told.event == .said, isTyping {
        try? keyboard.fileHandleForWriting.close()
        isTyping = false
      }
    }
    #expect(ending == .endOfInput)
    #expect(told.contains { $0.event == .said })
  }

  @Test func `lines that are typed one by one are answered one by one`() throws {
    let server = try RunningTCPServer(.chat(goodbye: Self.goodbye))
    var lines = ["one", "two", "three", "exit"][...]
    let (ending, told) = try run(server.endpoint) { told in
      if told.event == .ready { try? type(lines.removeFirst() + "\n") }
    }
    try server.stop()
    #expect(ending == .exit)
    #expect(told.filter { $0.event == .returned }.map(\.text) == ["one", "two", "three"])
  }

  @Test func `a very long line goes and comes back in pieces`() throws {
    let server = try RunningTCPServer(.chat(goodbye: Self.goodbye))
    let long = String(repeating: "0123456789", count: 20_000)
    let typing = Counterpart { [keyboard] in
      try keyboard.fileHandleForWriting.write(contentsOf: Data((long + "\nexit\n").utf8))
    }
    let (ending, told) = try run(server.endpoint)
    try typing.join()
    try server.stop()
    #expect(ending == .exit)
    #expect(told.filter { $0.event == .returned }.map(\.text).joined() == long)
  }
}
