import Testing

@testable import Echo

struct DelayedMessagesTests {
  @Test func `goes out in order, each when its time has come`() {
    var delayed = DelayedMessages<Int>(.milliseconds(1))
    for number in 0..<5_000 { delayed.add(FaultyMessage(bytes: [UInt8(number % 256)]), for: number) }
    var taken: [Int] = []
    while !delayed.isEmpty {
      if let entry = delayed.takeDue() { taken.append(entry.receiver) }
    }
    #expect(taken == Array(0..<5_000))
    #expect(delayed.cost == 0)
    #expect(delayed.wait(atMost: .seconds(3)) == .seconds(3))
  }

  @Test func `nothing goes out before its time`() {
    var delayed = DelayedMessages<Int>(.seconds(3_600))
    delayed.add(FaultyMessage(bytes: [1]), for: 1)
    #expect(delayed.takeDue() == nil)
    #expect(delayed.wait(atMost: .seconds(7_200)) > .seconds(3_000))
    #expect(delayed.wait(atMost: .seconds(1)) == .seconds(1))
  }

  @Test func `what is for one that has gone is forgotten with its cost`() {
    var delayed = DelayedMessages<Int>(.seconds(3_600))
    var cost = 0
    for number in 0..<10 {
      let added = delayed.add(FaultyMessage(bytes: [UInt8](repeating: 0, count: 100)), for: number % 2)
      if number % 2 == 0 { cost += added }
    }
    #expect(delayed.removeAll { $0 == 1 } == 5)
    #expect(delayed.cost == cost)
    #expect(!delayed.hasRoom(for: FaultyMessage(bytes: [1]), atMost: cost))
    #expect(delayed.removeAll { _ in true } == 5)
    #expect(delayed.cost == 0 && delayed.isEmpty)
  }
}
