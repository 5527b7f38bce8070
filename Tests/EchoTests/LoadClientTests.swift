import Foundation
import SessionLog
import Testing
import Wire

@testable import Echo

/// A load against servers of ours, which answer.
@Suite(.timeLimit(.minutes(5)))
struct LoadClientTests {
  @Test(arguments: [1, 8, 300])
  func `every message comes back over connections that are kept`(concurrency: Int) throws {
    let server = try RunningTCPServer(.stream) { $0.connectionLimit = 400 }
    let report = try load(.tcp, server.endpoint, count: 1_000) { $0.concurrency = concurrency }
    #expect(report.ending == .complete)
    #expect(report.isWhole)
    #expect(counts(report.sent, report.echoed, report.lost) == [1_000, 1_000, 0])
    #expect(counts(report.mismatched, report.duplicated, report.reordered) == [0, 0, 0])
    #expect(counts(report.unexpected, report.abandoned, report.resent, report.failed) == [0, 0, 0, 0])
    // The last connections may find that nothing is left for them.
    #expect((1...concurrency).contains(report.connections))
    #expect(report.bytesSent == 34_000)
    #expect(report.bytesReceived == 34_000)
    let counters = try server.stop()
    #expect(counters.bytesReceived == 34_000)
  }

  @Test func `the server's one answer to each connection is no trouble`() throws {
    let server = try RunningTCPServer(.oneReply)
    let report = try load(.tcp, server.endpoint, count: 50) { $0.concurrency = 5 }
    #expect(report.isWhole)
    #expect(counts(report.sent, report.echoed, report.lost, report.failed) == [50, 50, 0, 0])
    #expect(report.connections == 50)
    try server.stop()
  }

  @Test(arguments: [1, 20])
  func `every datagram comes back`(concurrency: Int) throws {
    let server = try RunningUDPServer()
    let report = try load(.udp, server.endpoint, count: 500) { $0.concurrency = concurrency }
    #expect(report.isWhole)
    #expect(counts(report.sent, report.echoed, report.lost) == [500, 500, 0])
    #expect(report.connections == concurrency)
    #expect(report.bytesReceived == 17_000)
    try server.stop()
  }

  @Test(arguments: [LoadClient.Transport.tcp, .udp], [1, 7, 8, 9, 65_507])
  func `messages of every length come back`(transport: LoadClient.Transport, size: Int) throws {
    let (tcp, udp) = (try RunningTCPServer(.stream), try RunningUDPServer())
    let place = transport == .tcp ? tcp.endpoint : udp.endpoint
    let message = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let report = try load(transport, place, message, count: 20) { $0.concurrency = 2 }
    #expect(report.isWhole)
    #expect(report.bytesReceived == 20 * size)
    // Who bears no number is not told from another.
    #expect(report.duplicated == (size < 8 ? nil : 0))
    #expect(report.reordered == (size < 8 ? nil : 0))
    #expect(report.late == (size < 8 ? nil : 0))
    try tcp.stop()
    try udp.stop()
  }

  @Test func `a message larger than all buffers on its way comes back from a server that echoes at once`() throws {
    try Responder.tcp(hasLittleRoom: true) { peer, _ in
      // Nothing is read while the last answer waits to be taken.
      while case let bytes = try peer.hearSome(), !bytes.isEmpty { try peer.say(bytes) }
    } _: { server in
      let message = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
      let report = try load(.tcp, server, message, count: 3, timeout: .seconds(30))
      #expect(counts(report.sent, report.echoed, report.connections) == [3, 3, 1])
    }
  }

  @Test func `a message begins with its number`() throws {
    let heard = Heard()
    try Responder.udp {
      heard.note($0.last!)
      return [$0.last!]
    } _: { server in
      _ = try load(.udp, server, Array("0123456789".utf8), count: 300)
    }
    #expect(heard.all.count == 300)
    #expect(heard.all[0] == [0, 0, 0, 0, 0, 0, 0, 0] + Array("89".utf8))
    #expect(heard.all[299] == [0, 0, 0, 0, 0, 0, 1, 43] + Array("89".utf8))
  }

  @Test func `round trips are told from the least to the greatest`() throws {
    let server = try RunningUDPServer()
    let report = try load(.udp, server.endpoint, count: 200) { $0.concurrency = 3 }
    let times = try #require(report.roundTrip)
    #expect(times.min > 0)
    #expect([times.min, times.p50, times.p90, times.p99, times.max].isSorted)
    #expect(Duration.nanoseconds(times.max) <= report.duration)
    try server.stop()
  }

  @Test func `no message begins before its time`() throws {
    let server = try RunningTCPServer(.stream)
    let report = try load(.tcp, server.endpoint, count: 5) { $0.interval = .milliseconds(50) }
    #expect(report.echoed == 5)
    #expect(report.connections == 1)
    #expect(report.duration >= .milliseconds(200))
    try server.stop()
  }

  @Test func `a load ends when it is not wanted any more`() throws {
    let server = try RunningTCPServer(.stream)
    let start = ContinuousClock.now
    let report = try load(.tcp, server.endpoint, count: 1_000_000_000) {
      $0.concurrency = 3
    } while: {
      ContinuousClock.now - start < .milliseconds(200)
    }
    #expect(report.ending == .stopped)
    #expect(!report.isWhole)
    #expect(report.sent > 0)
    #expect(report.lost == 0)
    try server.stop()
  }

  @Test func `what is on its way when a load ends is not lost`() throws {
    let server = try Peer(.udp)
    let report = try load(.udp, server.local, count: 5, timeout: .seconds(60)) {
      $0.concurrency = 2
    } while: {
      false
    }
    #expect(report.ending == .stopped)
    #expect(counts(report.sent, report.abandoned, report.lost) == [2, 2, 0])
    server.leave()
  }

  @Test func `interrupted calls are no trouble`() throws {
    let server = try RunningTCPServer(.stream)
    try SignalRain.during {
      let report = try load(.tcp, server.endpoint, count: 2_000) { $0.concurrency = 10 }
      #expect(report.isWhole)
      #expect(report.failed == 0)
    }
    try server.stop()
  }

  @Test func `nobody there is told at once`() throws {
    let owner = try Peer(.tcp)
    let error = #expect(throws: SocketError.self) { _ = try load(.tcp, owner.local, count: 10) }
    #expect(error?.call == .connect)
    #expect(error?.reason == .refused)
    owner.leave()
  }

  @Test func `a datagram longer than any is told at once`() throws {
    let server = try Peer(.udp)
    let report = try load(.udp, server.local, [UInt8](repeating: 1, count: 65_508), count: 3)
    #expect(report.ending == .gaveUp)
    #expect(report.lastError?.reason == .messageTooLong)
    #expect(report.sent == 0)
    server.leave()
  }

  @Test func `this end can be chosen`() throws {
    let server = try RunningTCPServer(.oneReply)
    var client = ClientOptions(host: "127.0.0.1", port: server.endpoint.port)
    client.localHost = "127.0.0.3"
    var options = LoadClient.Options(message: courseMessage)
    options.count = 4
    var load = try LoadClient(.tcp, client, options)
    let report = try load.run { true }
    #expect(report.isWhole)
    try server.stop()
    let peers = server.events.compactMap { if case .accepted(let peer) = $0 { peer.address } else { nil } }
    #expect(peers == Array(repeating: IPAddress(v4: 0x7f00_0003), count: 4))
  }
}

let courseMessage = Array("Hello World!!! This will be echoed".utf8)

/// Runs a load to its end.
func load(
  _ transport: LoadClient.Transport, _ server: Endpoint, _ message: [UInt8] = courseMessage, count: Int,
  timeout: Duration = .seconds(10), _ change: (inout LoadClient.Options) -> Void = { _ in },
  while isWanted: () -> Bool = { true }
) throws -> LoadReport {
  var client = ClientOptions(host: "\(server.address)", port: server.port)
  client.timeout = timeout
  var options = LoadClient.Options(message: message)
  options.count = count
  change(&options)
  var load = try LoadClient(transport, client, options)
  return try load.run(while: isWanted)
}

/// Several counts of a report, to be compared together.
func counts(_ values: Int?...) -> [Int?] { values }

/// What a server's thread heard.
final class Heard: @unchecked Sendable {
  private let lock = NSLock()
  private var messages: [[UInt8]] = []

  func note(_ message: [UInt8]) { lock.withLock { messages.append(message) } }

  var all: [[UInt8]] { lock.withLock { messages } }
}

extension Array where Element: Comparable {
  fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0 <= $1 } }
}
