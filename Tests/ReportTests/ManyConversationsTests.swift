import Conversations
import Foundation
import PacketBuilding
import Report
import Testing
import Wire

@testable import Analyzer

/// Of very many conversations a summary keeps some: the report of them is that of all.
struct ManyConversationsTests {
  /// Connections that are closed, refused, reset, or never answered, echoes and others, and names that are looked up.
  private func packets() -> [Sighting] {
    (0..<2_400).flatMap { number -> [Sighting] in
      let address = "10.1.\(number / 250).\(number % 250 + 1)"
      let client = Party(address, UInt16(30_000 + number), to: "192.0.2.1", 12_345)
      let text = String(repeating: "y", count: 1 + number * 7 % 300)
      let end = UInt32(text.utf8.count) + 1
      let echo = [
        client.segment([.psh, .ack], seq: 1, ack: 1, text), client.other.segment([.psh, .ack], seq: 1, ack: end, text),
        client.segment(.ack, seq: end, ack: end),
      ]
      switch number % 12 {
      case 0: return [client.segment(.syn), client.other.segment([.rst, .ack], ack: 1)]
      case 1: return [client.segment(.syn), client.segment(.syn)]
      case 2: return .handshake(client) + echo + [client.other.segment(.rst, seq: end)]
      case 3: return .handshake(client) + [client.segment([.psh, .ack], seq: 1, ack: 1, text)] + echo
      case 4: return [Party(address, 40_000, to: "192.0.2.53", 53).datagram(text)]
      case 5: return [client.datagram(text), client.other.datagram(text)]
      case 6: return [client.datagram(text), client.other.datagram(text + "!")]
      case 7: return .handshake(client) + [client.other.segment([.psh, .ack], seq: 1, ack: 1, text)]
      case 8: return echo
      default: return .handshake(client) + echo + .close(by: client, seq: end, ack: end)
      }
    }
  }

  private func file(_ packets: [Sighting]) throws -> URL {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pcap")
    try Data(packets.pcap(everyMicroseconds: 1_000)).write(to: path)
    return path
  }

  private func summary(_ path: URL, limit: Int?, engines: Int, blockLength: Int = 30_000) throws -> Summary {
    var options = AnalysisOptions()
    options.conversationLimit = limit
    options.engines = engines
    options.blockLength = blockLength
    var analysis = try FileAnalysis(path: path.path, options: options)
    return try analysis.run()
  }

  @Test func `the report is the same, and what it needs is less`() throws {
    let path = try file(packets())
    defer { try? FileManager.default.removeItem(at: path) }
    let all = try summary(path, limit: nil, engines: 2)
    let report = TextReport().render(all)
    #expect(all.captures[0].leftOut == nil)
    for engines in [1, 2, 8] {
      let some = try summary(path, limit: 200, engines: engines)
      let same = engines == 1 ? TextReport().render(try summary(path, limit: nil, engines: 1)) : report
      #expect(TextReport().render(some) == same)
      #expect(some.conversations.count < 400)
      let leftOut = try #require(some.captures[0].leftOut)
      let background = leftOut.background.values.reduce(0) { $0 + $1.conversations }
      #expect(some.conversations.count + leftOut.conversations + background == all.conversations.count)
      #expect(leftOut.echoes > 1_000)
    }
  }

  @Test func `a closed connection that was let go is resumed by what comes later`() throws {
    let late = Party("10.9.9.9", 50_000, to: "192.0.2.1", 12_345)
    let other = packets().prefix(1_500)
    let first: [Sighting] = .handshake(late) + .close(by: late)
    let path = try file(first + other + [late.segment([.fin, .ack], seq: 1, ack: 1)])
    defer { try? FileManager.default.removeItem(at: path) }
    let some = try summary(path, limit: 200, engines: 2)
    #expect(some.findings.contains { $0.code == .conversationResumed && $0.frames == [first.count + other.count + 1] })
    // In one block it is what it is without letting go.
    let whole = try summary(path, limit: 200, engines: 2, blockLength: 4_000_000)
    #expect(!whole.findings.contains { $0.code == .conversationResumed })
  }
}
