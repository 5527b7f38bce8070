import Capture
import Conversations
import Dispatch
import Synchronization
import Wire

/// The analysis of one file by several engines at once. Each reads every packet and follows the conversations of its
/// share; they have nothing in common, so that none waits for another before the end.
enum SharedAnalysis {
  /// One engine with its reader, on a thread of its own.
  private final class Worker: Sendable {
    private struct State: ~Copyable {
      var file: CaptureFile?
      var engine: Engine
    }

    private let state: Mutex<State>

    init(_ file: consuming sending CaptureFile, _ engine: Engine) {
      state = Mutex(State(file: file, engine: engine))
    }

    func read() {
      state.withLock { state in
        guard var file = state.file.take() else { return }
        let end = state.engine.observe(&file)
        state.engine.settleUneventful()
        state.engine.finish(end, linkTypes: file.linkTypes, timestampDigits: file.timestampDigits, file.statistics)
      }
    }

    var copies: ConversationTable.Copies { state.withLock { $0.engine.copies } }
    /// Packets that it wanted to look at again were not there any more.
    var hasLostPackets: Bool { state.withLock { $0.engine.uneventful?.hasFailed == true } }
    var openings: Openings { state.withLock { $0.engine.openings } }
    /// What it has left when its records are taken.
    var engine: Engine { state.withLock { $0.engine } }

    /// Conversations that the summary keeps.
    var limit: Int { state.withLock { $0.engine.conversationLimit ?? 0 } }
    var candidates: [Uneventful.Candidate] { state.withLock { $0.engine.uneventful?.candidates ?? [] } }

    func collect(isCapturedTwice: Bool, over bar: Uneventful.Bar, _ numbers: Openings.Numbers) {
      state.withLock { state in
        state.engine.collect(isCapturedTwice: isCapturedTwice)
        state.engine.collectUneventful(isCapturedTwice: isCapturedTwice, over: bar)
        state.engine.collector.renumber(numbers)
      }
    }

    func takeCollector() -> RecordCollector {
      state.withLock { state in
        defer { state.engine.collector = RecordCollector(limit: nil) }
        return state.engine.collector
      }
    }
  }

  /// Reads `file` as it is when it has `length` bytes, from its first packet to its last, with as many engines as there are
  /// `shares`, each of which reads blocks of `blockLength` bytes. `engine` makes one. Conversations in which nothing happens
  /// are counted only, unless it `followsUneventful`.
  static func run(
    _ file: borrowing CaptureFile, length: Int, blockLength: Int, shares: [ConversationShare], followsUneventful: Bool,
    _ progress: ReadingProgress?, _ makeEngine: (ConversationShare) -> Engine
  ) throws(CaptureError) -> Summary {
    progress?.restart(readers: shares.count)
    var workers: [Worker] = []
    for share in shares {
      let part = try file.again(upTo: length, capacity: max(min(length + 1, blockLength), 1))
      var engine = makeEngine(share)
      if !followsUneventful, let linkType = part.linkType {
        engine.uneventful = Uneventful(
          try part.bytesOfFile(), linkType, limit: engine.conversationLimit ?? 0, share, engine.capacity)
      }
      workers.append(Worker(part, engine))
    }
    let all = workers
    DispatchQueue.concurrentPerform(iterations: all.count) { all[$0].read() }
    let isCapturedTwice = all.reduce(ConversationTable.Copies()) { $0 + $1.copies }.areAll
    let numbers = Openings.numbers(of: all.map(\.openings))
    let bar = Uneventful.Bar(all.flatMap(\.candidates), limit: all[0].limit)
    DispatchQueue.concurrentPerform(iterations: all.count) {
      all[$0].collect(isCapturedTwice: isCapturedTwice, over: bar, numbers)
    }
    if all.contains(where: \.hasLostPackets) {
      // The file has changed meanwhile.
      return try run(
        file, length: length, blockLength: blockLength, shares: shares, followsUneventful: true, progress, makeEngine)
    }
    var collector = all[0].takeCollector()
    for worker in all.dropFirst() { collector.add(worker.takeCollector()) }
    return Engine.summary(of: all.map(\.engine), &collector)
  }
}

extension Engine {
  /// Takes in all packets of a file, a block at a time.
  mutating func observe(_ file: inout CaptureFile) -> CaptureEnd {
    var engine = self
    engine.table.retires = conversationLimit != nil
    var blockStart = 0
    let end = file.forEachBlock { packet, place, block, offset in
      engine.observe(packet, at: place, in: block, from: offset)
      return true
    } _: { block in
      engine.finishBlock(block)
      engine.settleUneventful(quietSince: blockStart)
      if engine.table.retires { engine.retire(quietSince: blockStart) }
      blockStart = engine.frame + 1
    }
    self = engine
    return end
  }
}
