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

  @Test func `mean and standard deviation are those of a sample`() {
    let statistics = statistics([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(statistics.mean == 5)
    // √(32 / 7) = 2.14
    #expect(statistics.standardDeviation == 2)
    #expect(self.statistics([1_000_000, 3_000_000]).standardDeviation == 1_414_214)
    #expect(self.statistics([5]).standardDeviation == nil)
  }

  @Test func `past the limit the percentiles are close, and all else exact`() {
    let count = Int64(DurationStatistics.sampleLimit) * 10
    let many = statistics((1...count).map { $0 * 1_000 })
    #expect(many.count == Int(count))
    #expect(many.minimum == 1_000)
    #expect(many.maximum == count * 1_000)
    #expect(many.mean == (count + 1) * 500)
    #expect(many.isApproximate)
    let median = Double(many.median ?? 0) / Double(count * 500),
      last = Double(many.percentile99 ?? 0) / Double(count * 990)
    #expect(abs(median - 1) < 0.01)
    #expect(abs(last - 1) < 0.01)
    // Of 1 … n it is √(n (n + 1) / 12).
    let deviation = (Double(count) * Double(count + 1) / 12).squareRoot() * 1_000
    #expect(abs(Double(many.standardDeviation ?? 0) - deviation) < 1)
  }

  @Test func `centuries do not overflow`() {
    let long = statistics(Array(repeating: Int64.max, count: DurationStatistics.sampleLimit + 10))
    #expect(long.mean == .max)
    #expect(long.maximum == .max)
    #expect(long.standardDeviation == nil)
  }

  @Test func `without samples nothing is known`() {
    #expect(DurationStatistics().median == nil)
    #expect(DurationStatistics().percentile99 == nil)
  }
}
