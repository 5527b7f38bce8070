import Testing

@testable import Echo

struct FaultDiceTests {
  private let message = Array("0123456789"[...].utf8)[...]

  private func dice(_ faults: [Fault], seed: UInt64 = 7) throws -> FaultDice {
    FaultDice(try FaultPlan(faults, on: .udpServer, seed: seed))
  }

  private func rolls(_ faults: [Fault], seed: UInt64 = 7, count: Int = 1_000) throws -> [FaultyMessage?] {
    var dice = try dice(faults, seed: seed)
    return (0..<count).map { _ in dice.roll(message) }
  }

  @Test func `the same seed is the same fate, another another`() throws {
    let faults: [Fault] = [.drop(share: 0.1), .duplicate(share: 0.1), .corrupt(share: 0.1), .truncate(share: 0.1)]
    #expect(try rolls(faults) == rolls(faults))
    #expect(try rolls(faults) != rolls(faults, seed: 8))
  }

  @Test func `which are dropped does not depend on what else happens`() throws {
    let alone = try rolls([.drop(share: 0.3)]).map { $0 == nil }
    #expect(try rolls([.corrupt(share: 0.5), .drop(share: 0.3), .truncateAll(to: 3)]).map { $0 == nil } == alone)
  }

  @Test(arguments: [0.0, 0.005, 0.1, 0.5, 1])
  func `a share is met`(share: Double) throws {
    let dropped = try rolls([.drop(share: share)], count: 100_000).count { $0 == nil }
    // Five standard deviations.
    #expect(abs(Double(dropped) - share * 100_000) <= 5 * (share * (1 - share) * 100_000).squareRoot())
  }

  @Test func `corruption changes one byte, each in its turn`() throws {
    var places: Set<Int> = []
    for case let rolled? in try rolls([.corrupt(share: 1)]) {
      let changed = message.indices.filter { rolled.bytes[$0] != message[$0] }
      #expect(rolled.bytes.count == 10 && changed.count == 1)
      #expect(rolled.isCorrupted && !rolled.isTruncated)
      places.formUnion(changed)
    }
    #expect(places == Set(0..<10))
  }

  @Test func `a cut message is counted when something is missing`() throws {
    var half = try dice([.truncate(share: 1)])
    #expect(half.roll(message) == FaultyMessage(bytes: Array("01234".utf8), isTruncated: true))
    #expect(half.roll([1, 2, 3]) == FaultyMessage(bytes: [1, 2], isTruncated: true))
    #expect(half.roll([1]) == FaultyMessage(bytes: [1]))
    #expect(half.roll([]) == FaultyMessage(bytes: []))
    var limit = try dice([.truncateAll(to: 4)])
    #expect(limit.roll(message) == FaultyMessage(bytes: Array("0123".utf8), isTruncated: true))
    #expect(limit.roll([1, 2, 3, 4]) == FaultyMessage(bytes: [1, 2, 3, 4]))
  }

  @Test func `an empty message has nothing to be changed`() throws {
    var dice = try dice([.corrupt(share: 1), .duplicate(share: 1)])
    #expect(dice.roll([]) == FaultyMessage(bytes: [], isDuplicated: true))
  }
}
