import Testing

@testable import Conversations

struct StreamCoverageTests {
  @Test func `what goes on is new, what was seen is repeated`() {
    var coverage = StreamCoverage(start: 1, startsHere: true)
    #expect(coverage.add(1..<11) == (10, .advances))
    #expect(coverage.add(1..<11) == (0, .repeats))
    #expect(coverage.add(5..<16) == (5, .advances))
    #expect(coverage.holes.isEmpty)
  }

  @Test func `a hole is filled in parts`() {
    var coverage = StreamCoverage(start: 1, startsHere: true)
    #expect(coverage.add(101..<201) == (100, .advances))
    #expect(coverage.holes == [1..<101])
    #expect(coverage.add(41..<61) == (20, .fillsHole))
    #expect(coverage.holes == [1..<41, 61..<101])
    #expect(coverage.add(1..<151) == (80, .fillsHole))
    #expect(coverage.holes.isEmpty)
  }

  @Test func `below the first byte of a stream nothing is new`() {
    var coverage = StreamCoverage(start: 1, startsHere: true)
    #expect(coverage.add(-9..<1) == (0, .repeats))
  }

  @Test func `below a start that was only assumed bytes may still turn up`() {
    var coverage = StreamCoverage(start: 100, startsHere: false)
    _ = coverage.add(100..<200)
    #expect(coverage.add(50..<60) == (10, .fillsHole))
    #expect(coverage.holes == [60..<100])
    #expect(coverage.add(50..<100) == (40, .fillsHole))
  }

  @Test(arguments: 0..<200, [true, false])
  func `agrees with a set of bytes, whatever comes`(seed: Int, startsHere: Bool) {
    var random = Seeded(seed)
    var coverage = StreamCoverage(start: 500, startsHere: startsHere)
    var seen: Set<Int> = []
    for _ in 0..<60 {
      let start = Int.random(in: 300..<1_500, using: &random)
      let segment = start..<start + Int.random(in: 1...120, using: &random)
      let expected = segment.filter { !seen.contains($0) && (!startsHere || $0 >= 500) }
      let highest = max(seen.max() ?? 499, 499)
      let (newBytes, novelty) = coverage.add(segment)
      #expect(newBytes == expected.count)
      let isAdvance = segment.upperBound - 1 > highest
      #expect(novelty == (isAdvance ? .advances : expected.isEmpty ? .repeats : .fillsHole))
      seen.formUnion(expected)
      let lowest = startsHere ? 500 : min(seen.min() ?? 500, 500)
      let unseen = (lowest..<coverage.end).filter { !seen.contains($0) }
      #expect(coverage.holes.flatMap(Array.init) == unseen)
    }
  }

  @Test func `a hostile stream of holes stays small`() {
    var coverage = StreamCoverage(start: 0, startsHere: true)
    for number in 0..<10_000 { _ = coverage.add(number * 10 + 1..<number * 10 + 2) }
    #expect(coverage.holes.count == StreamCoverage.holeLimit)
    #expect(coverage.holes.last == 99_982..<99_991)
  }
}

/// A generator that gives the same numbers every time (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
