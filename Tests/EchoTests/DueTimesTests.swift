import Testing

@testable import Echo

struct DueTimesTests {
  private let start = ContinuousClock.now

  private func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  @Test func `items are due in the order of their times, whatever order they came in`() {
    var numbers = SystemRandomNumberGenerator()
    let times = (0..<200).shuffled(using: &numbers)
    var due = DueTimes(count: 200)
    for (item, time) in times.enumerated() { due.set(item, after(time)) }
    var taken: [Int] = []
    while let item = due.take(at: after(200)) { taken.append(times[item]) }
    #expect(taken == Array(0..<200))
    #expect(due.earliest == nil)
  }

  @Test func `nothing is due before its time`() {
    var due = DueTimes(count: 2)
    due.set(0, after(10))
    due.set(1, after(20))
    #expect(due.take(at: after(9)) == nil)
    #expect(due.take(at: after(10)) == 0)
    #expect(due.take(at: after(19)) == nil)
    #expect(due.earliest == after(20))
  }

  @Test func `a later time holds, and an earlier one too`() {
    var due = DueTimes(count: 2)
    due.set(0, after(10))
    due.set(1, after(30))
    due.set(0, after(40))
    #expect(due.take(at: after(20)) == nil)
    #expect(due.take(at: after(30)) == 1)
    due.set(0, after(5))
    #expect(due.take(at: after(30)) == 0)
    #expect(due.take(at: after(100)) == nil)
  }

  @Test func `what is taken out is never due`() {
    var due = DueTimes(count: 2)
    due.set(0, after(10))
    due.remove(0)
    #expect(due.take(at: after(100)) == nil)
    due.set(0, after(20))
    #expect(due.take(at: after(100)) == 0)
  }
}
