import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// A load against servers that do not do what they should: every count is exact.
@Suite(.timeLimit(.minutes(5)))
struct LoadClientHostileTests {
  private static let soon = Duration.milliseconds(500)

  /// A load of one message at a time to a server that answers by `answers`.
  private func against(
    _ transport: LoadClient.Transport, count: Int, timeout: Duration = soon, _ message: [UInt8] = courseMessage,
    answers: @escaping @Sendable ([[UInt8]]) -> [[UInt8]]
  ) throws -> LoadReport {
    switch transport {
    case .tcp:
      try Responder.tcp(size: message.count, answers) { try load(.tcp, $0, message, count: count, timeout: timeout) }
    case .udp: try Responder.udp(answers) { try load(.udp, $0, message, count: count, timeout: timeout) }
    }
  }

  @Test(arguments: [LoadClient.Transport.tcp, .udp])
  func `what a server swallows is lost, and the next message follows`(transport: LoadClient.Transport) throws {
    let report = try against(transport, count: 9) { $0.count % 3 == 0 ? [] : [$0.last!] }
    #expect(counts(report.sent, report.echoed, report.lost) == [9, 6, 3])
    #expect(counts(report.mismatched, report.duplicated, report.reordered, report.failed) == [0, 0, 0, 0])
    #expect(report.connections == 1)
    #expect(report.ending == .complete)
    #expect(!report.isWhole)
  }

  @Test func `losses on many sockets are counted together`() throws {
    let report = try Responder.udp({ $0.count % 3 == 0 ? [] : [$0.last!] }) {
      try load(.udp, $0, count: 60, timeout: Self.soon) { $0.concurrency = 6 }
    }
    #expect(counts(report.sent, report.echoed, report.lost, report.connections) == [60, 40, 20, 6])
  }

  @Test(arguments: [LoadClient.Transport.tcp, .udp])
  func `a second answer is a duplicate`(transport: LoadClient.Transport) throws {
    let report = try against(transport, count: 20) { [$0.last!, $0.last!] }
    #expect(counts(report.sent, report.echoed, report.lost, report.duplicated) == [20, 20, 0, 20])
    #expect(counts(report.mismatched, report.reordered, report.unexpected) == [0, 0, 0])
    // Each message came back.
    #expect(report.isWhole)
  }

  @Test(arguments: [LoadClient.Transport.tcp, .udp])
  func `two answers in the other order are reordered, and the later one is late`(
    transport: LoadClient.Transport
  ) throws {
    let report = try against(transport, count: 6) { heard in
      heard.count % 2 == 1 ? [] : [heard[heard.count - 1], heard[heard.count - 2]]
    }
    #expect(counts(report.sent, report.echoed, report.lost) == [6, 6, 0])
    #expect(counts(report.late, report.reordered, report.duplicated) == [3, 3, 0])
  }

  @Test(arguments: [LoadClient.Transport.tcp, .udp])
  func `an answer after its time is an echo all the same`(transport: LoadClient.Transport) throws {
    // Each message is answered when the next one comes.
    let report = try against(transport, count: 5) { $0.count == 1 ? [] : [$0[$0.count - 2]] }
    #expect(counts(report.sent, report.echoed, report.lost) == [5, 4, 1])
    #expect(counts(report.late, report.reordered, report.duplicated) == [4, 0, 0])
    #expect(report.roundTrip == nil)
  }

  @Test(arguments: [LoadClient.Transport.tcp, .udp])
  func `other bytes are a mismatch, the number's included`(transport: LoadClient.Transport) throws {
    // In capital letters, message 97 looks as if it were 65.
    let report = try against(transport, count: 130, timeout: .seconds(10)) { heard in
      [heard.last!.map { (97...122).contains($0) ? $0 - 32 : $0 }]
    }
    #expect(counts(report.sent, report.echoed, report.mismatched, report.lost) == [130, 0, 130, 0])
    #expect(counts(report.duplicated, report.reordered, report.late) == [0, 0, 0])
    #expect(report.roundTrip == nil)
    #expect(!report.isWhole)
  }

  @Test(arguments: [0, 1, 7, 8, 33, 35, 70, 65_507])
  func `a datagram of another length is a mismatch`(count: Int) throws {
    let report = try against(.udp, count: 4) { heard in
      let message = heard.last!
      return [Array((message + message + [UInt8](repeating: 0, count: 65_507)).prefix(count))]
    }
    if count == 0 {
      #expect(counts(report.echoed, report.mismatched, report.lost) == [0, 4, 0])
    } else {
      #expect(counts(report.echoed, report.mismatched, report.lost, report.duplicated) == [0, 4, 0, 0])
    }
  }

  @Test func `a damaged answer that comes twice is one mismatch`() throws {
    let report = try against(.udp, count: 10) { heard in
      let damaged = heard.last!.dropLast() + [0]
      return [Array(damaged), Array(damaged)]
    }
    #expect(counts(report.sent, report.mismatched, report.duplicated, report.lost) == [10, 10, 10, 0])
  }

  @Test func `what follows an answer in the stream spoils the next one only`() throws {
    let report = try against(.tcp, count: 4, timeout: .seconds(10)) { [$0.last! + Array(" and more".utf8)] }
    #expect(counts(report.sent, report.echoed, report.mismatched, report.lost) == [4, 2, 2, 0])
    #expect(report.connections == 2)
  }

  @Test func `half an answer and silence costs the connection`() throws {
    let report = try against(.tcp, count: 2) { [Array($0.last!.prefix(20))] }
    #expect(counts(report.sent, report.echoed, report.lost, report.connections) == [2, 0, 2, 2])
    #expect(report.failed == 0)
  }

  @Test func `half an answer and FIN is a failure`() throws {
    try Responder.tcp { peer, _ in
      try peer.say(Array(peer.hear(34).prefix(20)))
    } _: { server in
      let report = try load(.tcp, server, count: 3)
      #expect(counts(report.sent, report.echoed, report.lost, report.connections) == [3, 0, 3, 3])
      #expect(report.failures == [.closed: 3])
    }
  }

  @Test func `a reset is a failure, and another connection follows`() throws {
    try Responder.tcp { peer, count in
      let message = try peer.hear(34)
      if count % 2 == 0 {
        peer.reset()
      } else {
        try peer.say(message)
      }
    } _: { server in
      let report = try load(.tcp, server, count: 6)
      #expect(counts(report.sent, report.echoed, report.lost, report.connections) == [6, 3, 3, 6])
      #expect(report.failures == [.error(.reset): 3])
      #expect(report.lastError?.reason == .reset)
      #expect(report.ending == .complete)
    }
  }

  @Test func `a connection that is reset at once is a failure, and another follows`() throws {
    try Responder.tcp { peer, count in
      if count < 3 {
        peer.reset()
      } else {
        try peer.say(peer.hear(34))
      }
    } _: { server in
      let report = try load(.tcp, server, count: 6)
      #expect(report.echoed + report.lost == report.sent)
      #expect(report.echoed >= 3)
      #expect(report.failures.keys.allSatisfy { $0 == .error(.reset) })
      #expect(report.failed == 3)
      #expect(report.ending == .complete)
    }
  }

  @Test func `a server that never stops sending costs its connections, and the load ends`() throws {
    try Responder.tcp { peer, _ in
      _ = try peer.hear(34)
      while true { try peer.say(Peer.endless) }
    } _: { server in
      let report = try load(.tcp, server, count: 4, timeout: Self.soon)
      #expect(counts(report.sent, report.echoed) == [4, 0])
      #expect(report.mismatched + report.lost == 4)
      #expect(report.bytesReceived >= 34)
    }
  }

  @Test func `a server that drips its answer is given up in time`() throws {
    try Responder.tcp { peer, _ in
      // One byte less than all, each by itself.
      for byte in try peer.hear(34).dropLast() { try peer.say([byte]) }
      _ = try peer.hearToEnd()
    } _: { server in
      let report = try load(.tcp, server, count: 2, timeout: Self.soon)
      #expect(counts(report.sent, report.echoed, report.lost, report.connections) == [2, 0, 2, 2])
    }
  }

  @Test func `a server that closes without a word is a failure`() throws {
    try Responder.tcp { peer, _ in
      _ = try peer.hear(34)
    } _: { server in
      let report = try load(.tcp, server, count: 2)
      #expect(counts(report.sent, report.lost) == [2, 2])
      #expect(report.failures == [.closed: 2])
    }
  }

  @Test func `a server like the course's, which closes after its answer, is no trouble`() throws {
    try Responder.tcp { peer, _ in
      try peer.say(peer.hearSome())
    } _: { server in
      let report = try load(.tcp, server, count: 20)
      #expect(report.isWhole)
      #expect(counts(report.sent, report.echoed, report.failed, report.connections) == [20, 20, 0, 20])
    }
  }

  @Test func `a message that crossed the server's FIN goes to another connection`() throws {
    try Responder.tcp { peer, count in
      try peer.say(peer.hear(34))
      // It has waited longer than a client waits for a FIN.
      if count == 0 { _ = try peer.hear(34) }
    } _: { server in
      let report = try load(.tcp, server, count: 3)
      #expect(report.isWhole)
      #expect(counts(report.sent, report.resent, report.echoed, report.connections) == [3, 1, 3, 3])
    }
  }

  @Test func `short messages are waited for by their order alone`() throws {
    let report = try against(.tcp, count: 3, [1, 2, 3, 4]) { _ in [] }
    #expect(counts(report.sent, report.lost, report.connections) == [3, 3, 3])
    #expect(counts(report.late, report.duplicated, report.reordered) == [nil, nil, nil])
    let other = try against(.udp, count: 6, [1, 2, 3, 4]) { $0.count % 3 == 0 ? [] : [$0.last!] }
    #expect(counts(other.sent, other.echoed, other.lost) == [6, 4, 2])
    #expect(counts(other.late, other.duplicated, other.reordered) == [nil, nil, nil])
  }

  @Test func `a closed UDP port refuses every datagram`() throws {
    // Connected elsewhere: the kernel answers everybody else with ICMP, and nobody takes the port meanwhile.
    let owner = try Peer(.udp)
    try owner.connectSocket(to: .loopback(9))
    let report = try load(.udp, owner.local, count: 3)
    #expect(counts(report.sent, report.echoed, report.lost) == [3, 0, 3])
    #expect(report.failures == [.error(.refused): 3])
    #expect(report.lastError?.reason == .refused)
    owner.leave()
  }

  @Test func `trouble without end is given up`() throws {
    let owner = try Peer(.udp)
    try owner.connectSocket(to: .loopback(9))
    let report = try load(.udp, owner.local, count: 1_000_000, timeout: .milliseconds(500)) { $0.concurrency = 2 }
    #expect(report.ending == .gaveUp)
    // With a pause after each.
    #expect((2...20).contains(report.sent))
    owner.leave()
  }

  @Test func `a server that goes away is given up after a while`() throws {
    let place = Endpoint.loopback(host: 91)
    let listener = try Peer(.tcp, at: place)
    try listener.startListening()
    let serving = Counterpart {
      let peer = try listener.next()
      for _ in 0..<3 { try peer.say(peer.hear(34)) }
      listener.leave()
      peer.leave()
    }
    let report = try load(.tcp, listener.local, count: 100, timeout: .milliseconds(500))
    try serving.join()
    #expect(report.ending == .gaveUp)
    #expect(report.echoed == 3)
    #expect(report.lost == report.sent - 3)
    #expect(report.lastError?.reason == .refused)
    #expect(report.failures[.error(.refused), default: 0] > 1)
  }
}
