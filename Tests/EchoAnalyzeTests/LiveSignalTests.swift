import Foundation
import Subprocess
import Testing

/// Signals to `live`, at any moment.
@Suite(
  .serialized, .timeLimit(.minutes(5)),
  .enabled(if: BuiltTool.isRoot, "capturing needs a privilege that only root has here"))
struct LiveSignalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Whatever moment it is, there is one whole report, or the tool was killed before it had begun.
  @Test(arguments: ["INT", "TERM", "HUP"])
  func `at any moment it gives the report once, or nothing at all`(signal: String) async throws {
    let sockets = try EchoSockets(.udp)
    try sockets.connect()
    let traffic = Task {
      while !Task.isCancelled {
        try sockets.exchange("halo")
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    defer { traffic.cancel() }
    // The shell counts from the start of the tool on.
    let outcome = try await BuiltTool.shell(
      """
      cd '\(folder.path)'
      for delay in 0 0 1 2 3 5 8 10 12 15 20 25 30 35 40 45 50 60 70 80 90 100 120 140 160 180 200 230 260 300; do
        : > out
        # The shell has SIGINT ignored in the background.
        env --default-signal=INT "$tool" live --iface lo --filter 'udp port \(sockets.port)' --format json \
          --write "$delay.pcap" --force --quiet --duration 5 > out 2> err &
        # The longer ones count from the beginning of the capture, whatever that takes.
        if [ "$delay" -gt 30 ]; then until grep -q Capturing err || ! kill -0 $!; do sleep 0.01; done; fi
        sleep "$(printf '0.%03d' "$delay")"
        kill -\(signal) $! 2> /dev/null
        wait $!
        status=$?
        reports=$(grep -c '"schema": 1' out)
        ends=$(tail -1 out)
        echo "$status $reports $ends"
        if [ "$status" = 0 ]; then "$tool" packets "$delay.pcap" > /dev/null || echo broken; fi
      done
      """)
    #expect(outcome.lines.count == 30)
    let number = ["INT": 2, "TERM": 15, "HUP": 1][signal] ?? 0
    for line in outcome.lines { #expect(line == "0 1 }" || line == "\(128 + number) 0 ") }
    // More than half of them come while it captures.
    #expect(outcome.lines.count { $0 == "0 1 }" } > 10)
  }

  @Test func `timeout, which signals twice, gets the report`() async throws {
    for _ in 0..<2 {
      let outcome = try await BuiltTool.shell(
        "timeout --preserve-status 3 \"$tool\" live --iface lo --filter 'tcp port 1' --quiet")
      #expect(outcome.status == .exited(0))
      #expect(outcome.output.hasPrefix("Capture lo\n"))
    }
  }

  @Test func `a second one ends it at once, though nobody reads what it writes`() async throws {
    let sockets = try EchoSockets(.udp)
    try sockets.connect()
    // Lines that nobody reads fill the pipe, and the tool waits.
    let outcome = try await BuiltTool.start([
      "sh", "-c",
      """
      mkfifo '\(folder.path("pipe"))'
      exec 3<> '\(folder.path("pipe"))'
      '\(BuiltTool.path)' live --iface lo --filter 'udp port \(sockets.port)' >&3 &
      echo $! > '\(folder.path("pid"))'
      wait $!
      echo "status $?"
      """,
    ]) { shell in
      try await shell.waitFor("Capturing on lo", on: .errors)
      let pid = try #require(
        Int32(String(contentsOfFile: folder.path("pid"), encoding: .utf8).trimmingCharacters(in: .newlines)))
      for _ in 0..<2_000 { try sockets.exchange("halo") }
      kill(pid, SIGINT)
      try await Task.sleep(for: .milliseconds(500))
      #expect(kill(pid, 0) == 0)
      kill(pid, SIGTERM)
      try await shell.waitFor("status")
    }
    #expect(outcome.output == "status 143\n")
  }

  @Test(arguments: ["", "--write written.pcap"])
  func `a reader that goes away ends it quietly, and what was captured is written`(options: String) async throws {
    let sockets = try EchoSockets(.udp)
    try sockets.connect()
    let traffic = Task {
      while !Task.isCancelled {
        try sockets.exchange("halo")
        try await Task.sleep(for: .milliseconds(1))
      }
    }
    defer { traffic.cancel() }
    let outcome = try await BuiltTool.shell(
      """
      cd '\(folder.path)'
      { "$tool" live --iface lo --filter 'udp port \(sockets.port)' \(options); echo "status $?" >&2; } | head -1
      if [ -e written.pcap ]; then "$tool" packets written.pcap | wc -l; fi
      """)
    #expect(outcome.errors.hasSuffix("status 141\n"))
    #expect(!outcome.errors.contains("cannot be written"))
    #expect(outcome.lines[0].contains("Len=4"))
    if !options.isEmpty { #expect(Int(outcome.lines[1].trimmingCharacters(in: .whitespaces)) ?? 0 >= 1) }
  }

  @Test func `stopped and continued it goes on`() async throws {
    let sockets = try EchoSockets(.udp)
    let outcome = try await BuiltTool.start(
      "live", "--iface", "lo", "--filter", "udp port \(sockets.port)", "--count", "4", "--quiet"
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try sockets.connect()
      try sockets.exchange("one")
      try tool.send(.suspend)
      try await Task.sleep(for: .milliseconds(100))
      try sockets.exchange("two")
      try tool.send(.resume)
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("2 requests, 2 replies"))
  }

  @Test func `a stream ends with its report too, at the first signal`() async throws {
    let bytes = try Data(contentsOf: URL(filePath: BuiltTool.folder + "/captures/chat.pcap"))
    let outcome = try await BuiltTool.start("live", "-") { tool in
      try await tool.write(Array(bytes))
      try await tool.waitFor("[FIN, ACK]", times: 2)
      try tool.send(.interrupt)
      try await tool.waitFor("complete: ")
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.ranges(of: "Capture ").count == 1)
  }
}
