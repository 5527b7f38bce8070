import Testing

@testable import Echo

struct FaultPlanTests {
  private func fault(_ wish: String) throws -> Fault {
    try Fault(wish) { $0 == "50ms" ? .milliseconds(50) : nil }
  }

  @Test(arguments: [
    ("drop=10%", Fault.drop(share: 0.1)), ("drop=0.5%", .drop(share: 0.005)), ("drop=0%", .drop(share: 0)),
    ("drop=100%", .drop(share: 1)), ("duplicate=10%", .duplicate(share: 0.1)), ("corrupt=25%", .corrupt(share: 0.25)),
    ("truncate=10%", .truncate(share: 0.1)), ("truncate=16", .truncateAll(to: 16)),
    ("delay=50ms", .delay(.milliseconds(50))), ("reset", .reset), ("half-close", .halfClose),
    ("never-read", .neverRead), ("no-accept", .noAccept),
  ])
  func `a wish is read as it is written`(wish: String, expected: Fault) throws {
    #expect(try fault(wish) == expected)
  }

  @Test(arguments: [
    ("", Fault.Mistake.unknown("")), ("nonsense", .unknown("nonsense")), ("Drop=10%", .unknown("Drop=10%")),
    ("drop", .share("drop")), ("drop=", .share("drop=")), ("drop=10", .share("drop=10")),
    ("drop=-1%", .share("drop=-1%")), ("drop=100.1%", .share("drop=100.1%")), ("drop=nan%", .share("drop=nan%")),
    ("delay", .time("delay")), ("delay=10%", .time("delay=10%")), ("truncate=0", .length("truncate=0")),
    ("truncate", .length("truncate")), ("truncate=x", .length("truncate=x")),
    ("truncate=101%", .share("truncate=101%")),
    ("reset=1", .value("reset=1")), ("no-accept=", .value("no-accept=")),
  ])
  func `a wish that says nothing is refused with the reason`(wish: String, mistake: Fault.Mistake) {
    #expect(throws: mistake) { _ = try fault(wish) }
  }

  @Test func `each side is asked for what it can do`() throws {
    let all: [Fault] = [
      .drop(share: 0.1), .delay(.seconds(1)), .duplicate(share: 0.1), .corrupt(share: 0.1), .truncate(share: 0.1),
      .truncateAll(to: 1), .reset, .halfClose, .neverRead, .noAccept,
    ]
    func possible(_ side: Fault.Side) -> [Fault] {
      all.filter { (try? FaultPlan([$0], on: side, seed: 1)) != nil }
    }
    #expect(possible(.tcpServer) == all)
    #expect(possible(.tcpClient) == all.dropLast())
    #expect(possible(.udpServer) == all.prefix(6) + [.neverRead])
    #expect(possible(.udpClient) == Array(all.prefix(6)))
    #expect(throws: Fault.Mistake.cannot(.reset, .udpServer)) { _ = try FaultPlan([.reset], on: .udpServer, seed: 1) }
  }

  @Test func `several go together where each can be seen`() throws {
    let plan = try FaultPlan(
      [.truncate(share: 0.5), .truncateAll(to: 7), .drop(share: 0.1), .reset], on: .tcpServer, seed: 5)
    #expect(plan.lengthLimit == 7)
    #expect(plan.truncateShare == 0.5)
    #expect(plan.dropShare == 0.1)
    #expect(plan.resets && plan.hasChance && !plan.isEmpty)
    #expect(plan.seed == 5)
    #expect(throws: Fault.Mistake.twice("drop")) {
      _ = try FaultPlan([.drop(share: 0.1), .drop(share: 0.2)], on: .udpClient, seed: 1)
    }
    for pair in [
      [Fault.reset, .halfClose], [.halfClose, .reset], [.noAccept, .reset], [.drop(share: 1), .neverRead],
    ] {
      #expect(throws: Fault.Mistake.together(pair[0].name, pair[1].name)) {
        _ = try FaultPlan(pair, on: .tcpServer, seed: 1)
      }
    }
    #expect(throws: Never.self) { _ = try FaultPlan([.neverRead, .drop(share: 1)], on: .tcpClient, seed: 1) }
    #expect(FaultPlan().isEmpty && !FaultPlan().hasChance)
  }
}
