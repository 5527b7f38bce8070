import Analyzer
import Benchmark
import Capture
import Dispatch
import Echo
import Report
import SessionLog
import Synchronization
import Wire

// `swift package --package-path Tests/Benchmarks benchmark`. One iteration is 100,000 packets, or 10,000 echoes.

/// Stops an echo server.
private final class Switch: Sendable {
  private let isOn = Mutex(true)

  var isWanted: Bool { isOn.withLock { $0 } }
  func turnOff() { isOn.withLock { $0 = false } }
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .peakMemoryResident], warmupIterations: 1, maxDuration: .seconds(5),
    maxIterations: 100)

  let many = GeneratedCapture { $0.sessions = 1_000 }
  let few = GeneratedCapture {
    $0.sessions = 10
    $0.echoes = 2_000
  }
  let lossy = GeneratedCapture {
    $0.sessions = 400
    $0.lossPercent = 5
    $0.reorderPercent = 5
  }
  Benchmark.shutdownHook = { for capture in [many, few, lossy] { capture.remove() } }

  Benchmark("decode") { _ in
    many.forEach { packet in
      let frame = Frame(packet)
      blackHole(frame.network?.payloadLength)
    }
  }

  Benchmark("decode, at a glance") { _ in
    many.forEach { packet in blackHole(PacketEnds(packet)?.isTCP) }
  }

  for (name, capture) in [("many conversations", many), ("few conversations", few), ("loss and reordering", lossy)] {
    Benchmark("analysis, \(name)") { _ in
      var engine = Engine(
        record: CaptureRecord(path: "benchmark", format: "pcap", linkTypes: [.ethernet], timestampDigits: 6))
      capture.forEach { engine.observe($0) }
      blackHole(engine.takeSummary().conversations.count)
    }

    Benchmark("read, \(name)") { _ in
      var options = AnalysisOptions()
      options.conversationLimit = 200
      var analysis = try FileAnalysis(path: capture.path, options: options)
      blackHole(TextReport().render(try analysis.run()).utf8.count)
    }
  }

  Benchmark("conversations, streaming") { _ in
    var options = AnalysisOptions()
    options.lifetime = .idle
    var analysis = try FileAnalysis(path: many.path, options: options)
    _ = try analysis.stream { record, _, _ in
      blackHole(record.packets)
      return true
    }
  }

  Benchmark("packet list") { _ in try list(many, PacketTextWriter()) }

  Benchmark("packet list, five fields") { _ in
    let names = ["frame.number", "ip.src", "tcp.srcport", "tcp.seq", "tcp.len"]
    try list(many, FieldWriter(names.map { try PacketField($0) }))
  }

  for size in [34, 1_448] {
    for connections in [1, 100] {
      Benchmark("echo over TCP, \(size) bytes, \(connections) connections") { benchmark in
        try EchoRun(size: size, connections: connections).run(benchmark)
      }
    }
  }
}

/// A server on a thread of its own, and a load of messages from this one.
private struct EchoRun {
  let size: Int
  let connections: Int

  /// Where the server listens, and whether it is to go on.
  private final class Service: Sendable {
    let port = Mutex<UInt16>(0)
    let power = Switch()
    let ready = DispatchSemaphore(value: 0)
    let done = DispatchSemaphore(value: 0)

    func serve() {
      defer { done.signal() }
      var options = TCPServer.Options()
      options.mode = .stream
      guard var server = try? TCPServer(host: "127.0.0.1", port: 0, options: options) else {
        ready.signal()
        return
      }
      port.withLock { $0 = server.endpoint.port }
      ready.signal()
      try? server.run({ _, _ in }, while: { power.isWanted })
    }
  }

  func run(_ benchmark: Benchmark) throws {
    let service = Service()
    DispatchQueue.global().async { service.serve() }
    service.ready.wait()
    var options = LoadClient.Options(message: Array(repeating: 0x79, count: size))
    options.count = 10_000
    options.concurrency = connections
    var client = try LoadClient(
      .tcp, ClientOptions(host: "127.0.0.1", port: service.port.withLock { $0 }), options)
    benchmark.startMeasurement()
    blackHole(try client.run(while: { true }))
    benchmark.stopMeasurement()
    service.power.turnOff()
    service.done.wait()
  }
}

private func list(_ capture: GeneratedCapture, _ writer: some PacketListWriter) throws {
  var writer = writer
  var output: [UInt8] = []
  var analysis = try FileAnalysis(path: capture.path)
  _ = try analysis.run { packet, frame, transport, observation in
    writer.write(packet, frame, transport, observation, to: &output)
    if output.count > 65_536 { output.removeAll(keepingCapacity: true) }
  }
  blackHole(output.count)
}
