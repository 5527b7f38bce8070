import Testing

@testable import Conversations

struct NumberSetTests {
  @Test func `ranks are how many lie below`() {
    var set = NumberSet()
    let numbers = [0, 1, 63, 64, 65_535, 65_536, 300_000, 10_000_001]
    for number in numbers.reversed() { set.insert(number) }
    set.count()
    for (rank, number) in numbers.enumerated() {
      #expect(set.rank(of: number) == rank)
      #expect(set.rank(of: number + 1) == rank + 1)
    }
    #expect(set.rank(of: 200_000) == 6)
    #expect(set.rank(of: 99_999_999) == numbers.count)
  }

  @Test func `sets are put together`() {
    var (first, second) = (NumberSet(), NumberSet())
    for number in stride(from: 0, to: 200_000, by: 3) { first.insert(number) }
    for number in stride(from: 0, to: 400_000, by: 2) { second.insert(number) }
    first.formUnion(second)
    first.count()
    for number in [0, 1, 5, 65_537, 131_072, 199_999, 399_999] {
      #expect(first.rank(of: number) == (0..<number).count { $0 % 2 == 0 || $0 % 3 == 0 && $0 < 200_000 })
    }
  }

  @Test func `an empty one has none`() {
    var set = NumberSet()
    set.count()
    #expect(set.rank(of: 0) == 0 && set.rank(of: 70_000) == 0)
  }
}
