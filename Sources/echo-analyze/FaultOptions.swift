import ArgumentParser
import Echo
import Report

/// How an echo program is to misbehave.
struct FaultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Misbehave on request; may be given several times: drop=10%, delay=50ms, duplicate=10%, corrupt=10%, truncate=16 "
        + "(bytes), truncate=10% (of messages lose half); TCP: reset, half-close, never-read; a server: never-read, "
        + "and of TCP no-accept.", valueName: "spec"))
  var fault: [String] = []

  @Option(
    help: ArgumentHelp(
      "What happens by chance happens as with this number before (default: another number each time, which is told).",
      valueName: "number"))
  var seed: UInt64?

  func validate() throws {
    if seed != nil, fault.isEmpty { throw ValidationError("--seed goes with --fault.") }
  }

  /// What was asked for, with a new seed each time unless one was given.
  func plan(on side: Fault.Side) throws -> FaultPlan { try Self.plan(fault, on: side, seed: seed) }

  /// All of `wishes` on `side`.
  static func plan(_ wishes: [String], on side: Fault.Side, seed: UInt64?) throws -> FaultPlan {
    if wishes.isEmpty { return FaultPlan() }
    do throws(Fault.Mistake) {
      var faults: [Fault] = []
      for wish in wishes { faults.append(try fault(wish)) }
      return try FaultPlan(faults, on: side, seed: seed ?? .random(in: .min ... .max))
    } catch {
      throw ValidationError(words(error, side))
    }
  }

  /// Whether `wish` is one that `side` can fulfil.
  static func isPossible(_ wish: String, on side: Fault.Side) -> Bool {
    (try? fault(wish))?.applies(to: side) ?? false
  }

  /// What to tell of a seed that nobody knows, where chance decides by it.
  func newSeed(of plan: FaultPlan, _ lines: ConsoleLines) -> String? {
    seed == nil && plan.hasChance ? lines.faultSeed(plan.seed) : nil
  }

  private static func fault(_ wish: String) throws(Fault.Mistake) -> Fault {
    // A bare number would be seconds elsewhere; here nobody means them.
    try Fault(wish) { $0.last?.isNumber == true ? nil : Patience($0)?.duration }
  }

  private static let examples = [
    "drop=10%", "delay=50ms", "duplicate=10%", "corrupt=10%", "truncate=16", "truncate=10%", "reset", "half-close",
    "never-read", "no-accept",
  ]

  private static func words(_ mistake: Fault.Mistake, _ side: Fault.Side) -> String {
    let who =
      switch side {
      case .tcpServer: "a TCP server"
      case .tcpClient: "a TCP client"
      case .udpServer: "a UDP server"
      case .udpClient: "a UDP client"
      }
    let possible = examples.filter { (try? fault($0))?.applies(to: side) ?? false }.joined(separator: ", ")
    return switch mistake {
    case .unknown(let wish): "There is no --fault \(wish); \(who) can do \(possible)."
    case .share(let wish): "--fault \(wish): a share is written 10% or 0.5%, from 0% to 100%."
    case .time(let wish): "--fault \(wish): a time is written 500ms, 2s, 1.5s or 10m; 1ms at least, a day at most."
    case .length(let wish):
      "--fault \(wish): truncate=16 cuts each message to 16 bytes (1 or more), truncate=10% halves that share of them."
    case .value(let wish): "--fault \(wish): nothing stands behind \(wish.prefix { $0 != "=" })."
    case .cannot(let fault, _): "--fault \(fault.name) is nothing for \(who), which can do \(possible)."
    case .twice(let name): "--fault \(name) is given twice."
    case .together(let first, let second): "--fault \(first) and --fault \(second) do not go together."
    }
  }
}

extension ConsoleLines {
  func faultCounters(_ counters: FaultCounters) -> String {
    faultCounters(
      dropped: counters.dropped, forRoom: counters.droppedForRoom, delayed: counters.delayed,
      duplicated: counters.duplicated, corrupted: counters.corrupted, truncated: counters.truncated,
      resets: counters.resets)
  }
}
