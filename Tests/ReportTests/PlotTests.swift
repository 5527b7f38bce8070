import Conversations
import Foundation
import PacketBuilding
import Testing

@testable import Report

/// Numbers of a conversation as pictures.
struct PlotTests {
  private func check(_ plots: [Plot]) {
    for plot in plots {
      let shapes = SVGShapes(plot.svg())
      #expect(shapes.isWellFormed, "\(plot.title)")
      #expect(shapes.outside == [], "\(plot.title)")
      #expect((shapes.width, shapes.height) == (720, 360))
      #expect(shapes.names.isSubset(of: LadderTests.elements))
      #expect(shapes.attributes.isDisjoint(with: ["style", "href", "id"]))
      #expect(plot.series.allSatisfy { !$0.values.isEmpty && $0.values.count <= Plot.valueLimit })
      #expect(plot.sparkline().split(separator: "\n").count == plot.series.count)
      // The axes have more than one tick each.
      #expect(shapes.classes["axis"] ?? 0 > 2 && shapes.classes["grid"] ?? 0 > 3, "\(plot.title)")
    }
  }

  @Test(arguments: LadderTests.fixtures)
  func `draws the situation within its borders`(fixture: String) throws {
    let source = try FigureSource(fixture: fixture)
    check(source.plots())
    check(source.plots(IndonesianFigurePhrases()))
  }

  @Test(arguments: LadderTests.captures)
  func `draws the session within its borders`(capture: String) throws {
    let source = try FigureSource(capture: capture)
    check(source.plots(IndonesianFigurePhrases()))
    let kinds = Set(source.plots().map(\.kind))
    #expect(
      kinds.isSuperset(of: capture.hasPrefix("udp") ? [.latency, .rttDistribution] : [.timeSequence, .rtt, .inFlight]))
  }

  @Test func `segments stand from their first byte to their last`() throws {
    let plots = try FigureSource(capture: "tcp-ethernet").plots()
    let plot = try #require(plots.first { $0.variant == .tcptrace && $0.side == .originator })
    let segments = try #require(plot.series.first { $0.style == .segments })
    // SYN, the message, FIN.
    #expect(segments.values.map(\.y) == [0, 1, 35])
    #expect(segments.values.map(\.top) == [1, 35, 36])
    #expect(segments.values.map(\.frame) == [3, 6, 11])
    let acknowledged = try #require(plot.series.first { $0.style == .steps && !$0.isBound })
    #expect(acknowledged.values.map(\.y) == [1, 35, 35, 35, 36])
    // The window is far above, and the message is to be seen all the same.
    #expect(plot.range.y.upperBound == 36)
    #expect(plot.remarks == ["receiver's window: above the plot, up to 64292"])
    let stevens = try #require(plots.first { $0.variant == .stevens && $0.side == .originator })
    #expect(stevens.series.flatMap(\.values).map(\.y) == [1])
  }

  @Test func `what was sent again is marked`() throws {
    let plots = try FigureSource(fixture: "tcp-retransmission").plots()
    let plot = try #require(plots.first { $0.variant == .tcptrace })
    #expect(plot.series.first { $0.name == "R: sent again" }?.values.map(\.frame) == [9, 10])
    #expect(SVGShapes(plot.svg()).texts.count { $0 == "R" } == 2)
    let trips = try #require(plots.first { $0.kind == .rtt && $0.side == .originator })
    #expect(trips.series.contains { $0.style == .marks } && trips.series.contains { $0.name == "EstimatedRTT" })
  }

  @Test func `round trips are those of the record, exactly`() throws {
    let source = try FigureSource(capture: "chat")
    let plot = try #require(source.plots().first { $0.kind == .rtt && $0.side == .originator })
    let estimates = RoundTripEstimate.all(of: .originator, in: source.record.data)
    #expect(plot.series.first { $0.name == "EstimatedRTT" }?.values.map(\.y) == estimates.map(\.estimate))
    #expect(plot.x.unit == .nanoseconds && plot.y.unit == .nanoseconds)
  }

  @Test func `requests without a reply lie at the bottom`() throws {
    let plots = try FigureSource(fixture: "udp-lost-duplicated-reordered").plots()
    let plot = try #require(plots.first { $0.kind == .latency })
    #expect(plot.series.map { $0.values.count } == [3, 2, 1])
    #expect(plot.series[2].style == .marks && plot.series[2].values[0].y == 0)
    #expect(plot.series[2].values[0].frame == 11)
  }

  @Test func `a sequence number goes on past 2³²`() throws {
    let party = Party("192.0.2.1", 50_892, to: "192.0.2.2", 12_345, isn: 4_294_967_290, peerISN: 7)
    let source = try FigureSource(
      .handshake(party) + [
        party.segment([.psh, .ack], seq: 1, ack: 1, "0123456789").at(10),
        party.segment([.psh, .ack], seq: 11, ack: 1, "0123456789").at(20),
        party.other.segment(.ack, seq: 1, ack: 21).at(30),
      ])
    let plot = try #require(source.plots().first { $0.variant == .stevens })
    #expect(plot.series[0].values.map(\.y) == [1, 11])
  }

  @Test func `of thousands of values the extremes stay, and it is said`() throws {
    let source = try FigureSource(fixture: "udp-unreachable")
    let builder = PlotBuilder(record: source.record, rows: source.rows, phrases: EnglishFigurePhrases())
    let values = (0..<5_000).map {
      Plot.Value(Int64($0) * 10_000_000, $0 == 3_333 ? 9_000_000 : 2_000_000 + Int64($0 % 7), frame: $0 + 1)
    }
    let plot = try #require(
      builder.plot(.latency, of: nil, .time, .latency, [builder.series(.latency, .points, values)]))
    check([plot])
    let series = plot.series[0]
    #expect(series.total == 5_000 && series.values.count <= Plot.valueLimit)
    #expect(series.values.map(\.y).max() == 9_000_000)
    #expect(series.values.first?.frame == 1 && series.values.last?.frame == 5_000)
    #expect(series.values.map(\.x) == series.values.map(\.x).sorted())
    #expect(plot.remarks.count == 1)
    #expect(plot.svg().utf8.count < 200_000)
  }

  @Test func `a clock that runs backwards still has its plot`() throws {
    let packets = [
      client.datagram("one").at(100), server.datagram("one").at(101), client.datagram("two").at(50),
      server.datagram("two").at(52),
    ]
    check(try FigureSource(packets).plots())
  }

  @Test func `ticks are round numbers that hold all values`() {
    let phrases = EnglishFigurePhrases()
    for range: ClosedRange<Int64> in [
      0...0, 0...1, 0...7, 3...4, 0...999_999_999, 1...Int64.max, -5...5, Int64.min...0, 20_400_000...21_000_000,
    ] {
      for unit: Plot.Unit in [.nanoseconds, .bytes, .bytesPerSecond, .count] {
        let scale = PlotScale(range, unit, steps: 6, phrases)
        #expect(scale.ticks.count >= 2 && scale.ticks.count <= 9, "\(range)")
        var step = scale.step
        while step % 10 == 0 { step /= 10 }
        #expect([1, 2, 5].contains(step), "\(range)")
        #expect(Set(scale.ticks.map(scale.label)).count == scale.ticks.count, "\(range) \(unit)")
      }
    }
    let scale = PlotScale(0...1_400_000, .nanoseconds, steps: 8, phrases)
    #expect(scale.symbol == "ms")
    #expect(scale.ticks.map(scale.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2", "1.4"])
    let indonesian = PlotScale(0...30_000, .bytes, steps: 6, IndonesianFigurePhrases())
    #expect(
      indonesian.symbol == "kB" && indonesian.ticks.map(indonesian.label) == ["0", "5", "10", "15", "20", "25", "30"])
  }

  @Test func `coordinates are short and the same everywhere`() {
    #expect([0, 1.5, 2.25, -0.004, 10.999, 1.009].map(SVGCanvas.number) == ["0", "1.5", "2.25", "0", "11", "1.01"])
  }

  @Test func `one value is a line in the middle`() throws {
    let plots = try FigureSource(capture: "tcp-ethernet").plots()
    let plot = try #require(plots.first { $0.kind == .latency })
    #expect(plot.sparkline(width: 20).contains("▄"))
  }
}
