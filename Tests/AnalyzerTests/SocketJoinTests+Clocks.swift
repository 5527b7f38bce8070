import Analyzer
import Conversations
import PacketBuilding
import SessionLog
import Testing
import Wire

// How a program's clock stands to the capture's.
extension SocketJoinTests {
  @Test(arguments: [(3_000.0, -7_200_000.0), (-86_400_000, 60_000), (50, 0)])
  func `clocks that differ are found, and times moved`(serverAhead: Double, clientAhead: Double) throws {
    let summary = join(Self.echo, logs: [echoServer(ahead: serverAhead), echoClient(ahead: clientAhead)])
    let plain = join(Self.echo, logs: [echoServer(), echoClient()])
    let timeline = try #require(summary.socketTimelines.first)
    for (program, ahead) in zip(timeline.programs, [serverAhead, clientAhead]) {
      #expect(program.clock.kind == (ahead == 0 ? .same : .shifted))
      let right = Int64(-ahead * 1_000_000)
      let uncertainty = try #require(program.clock.uncertaintyNanoseconds ?? (ahead == 0 ? 0 : nil))
      #expect(abs(program.clock.offsetNanoseconds - right) <= uncertainty)
      #expect(uncertainty < 1_000_000)
    }
    for program in timeline.programs.indices {
      let (moved, right) = (
        timeline.steps.filter { $0.program == program }, plain.socketTimelines[0].steps.filter { $0.program == program }
      )
      #expect(moved.map(\.effect) == right.map(\.effect))
      for (step, other) in zip(moved, right) { #expect(abs(step.time.nanoseconds(since: other.time)) < 1_000_000) }
    }
  }

  @Test func `a capture that cuts its times is of the same clock`() {
    // The frame was seen 900 ns after the call, and its time cut to the microsecond before.
    let log = clientLog {
      $0.call(.connectStarted, 0.000_900)
      $0.call(.connectEstablished, 0.000_900, 1.1)
    }
    let summary = join(.handshake(), logs: [log])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.same])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.offsetNanoseconds) == [0])
  }

  @Test func `a clock that was set meanwhile contradicts itself`() {
    let log = clientLog {
      $0.connect()
      $0.ahead = 60_000
      $0.call(.send, 2.9, 2.95, bytes: 34, offset: 0)
      $0.ahead = -60_000
      $0.call(.recv, 5.1, 5.2, bytes: 34, offset: 0)
    }
    let summary = join(Self.echo, logs: [log])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.contradictory])
    #expect(effects(.recv, summary) == [.received([6])])
  }

  @Test func `without a frame for any call the clock is unknown`() {
    let log = clientLog { $0.call(.send, 50, 51, bytes: 34, offset: 40_000) }
    let summary = join(Self.echo, logs: [log])
    #expect(summary.socketTimelines.first?.programs.map(\.clock.kind) == [.unknown])
    #expect(effects(.send, summary) == [.notSeen])
  }
}
