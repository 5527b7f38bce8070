import Conversations
import Testing

struct DurationStatisticsTests {
  private func statistics(_ samples: [Int64]) -> DurationStatistics {
    samples.reduce(into: DurationStatistics()) { $0.add($1) }
  }

  @Test func `one sample is everything`() {
    let one = statistics([7])
    #expect([one.minimum, one.maximum, one.median, one.percentile99] == [7, 7, 7, 7])
  }

  @Test func `the median of an even number is the mean of the middle two`() {
    #expect(statistics([4, 1, 3, 2]).median == 2)
    #expect(statistics([1, 2, 5, 9]).median == 3)
    #expect(statistics([1, 3, 5]).median == 3)
    #expect(statistics([.max, .max]).median == .max)
  }

  @Test(arguments: [(1, 1), (99, 99), (100, 99), (101, 100), (200, 198), (1_000, 990)] as [(Int64, Int64)])
  func `the 99th percentile is the nearest rank`(count: Int64, expected: Int64) {
    #expect(statistics(Array(1...count).reversed()).percentile99 == expected)
  }

  @Test func `past the limit only the extremes are known`() {
    let many = statistics(Array(0...Int64(DurationStatistics.sampleLimit)))
    #expect(many.count == DurationStatistics.sampleLimit + 1)
    #expect(many.minimum == 0)
    #expect(many.maximum == Int64(DurationStatistics.sampleLimit))
    #expect(many.median == nil)
    #expect(many.percentile99 == nil)
  }

  @Test func `without samples nothing is known`() {
    #expect(DurationStatistics().median == nil)
    #expect(DurationStatistics().percentile99 == nil)
  }
}
