import Foundation
import Subprocess
import Testing

/// The built executable, run as a user runs it: as a process of its own, in the folder of the package.
enum BuiltTool {
  /// What a run came to.
  struct Outcome {
    var status: TerminationStatus
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The one line on standard error, without the name of the tool; nil where there is none, or more than one.
    var remark: Substring? {
      guard errors.hasPrefix("echo-analyze: "), errors.firstIndex(of: "\n") == errors.indices.last else { return nil }
      return errors.dropFirst("echo-analyze: ".count).dropLast()
    }
  }

  /// The products lie where the running test bundle does.
  static let path: String = {
    let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let bundle = executable ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "echo-analyze").path
  }()

  /// The package, where `captures/` is.
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private static let limit = 64 * 1_048_576
  /// Whoever runs the tests with sudo is not to be whom the tool becomes.
  private static let environment = Environment.inherit.updating(["SUDO_UID": nil, "SUDO_GID": nil])

  static func run(_ arguments: String..., input: [UInt8] = []) async throws -> Outcome {
    try await run([path] + arguments, input: input)
  }

  static func run(_ arguments: [String], input: [UInt8] = []) async throws -> Outcome {
    let result = try await Subprocess.run(
      executable(arguments[0]),
      arguments: Arguments(Array(arguments.dropFirst())), environment: environment, workingDirectory: .init(folder),
      input: .array(input),
      output: .bytes(limit: limit), error: .bytes(limit: limit))
    return Outcome(
      status: result.terminationStatus, output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self))
  }

  /// Runs a line of shell, in which `$tool` is the executable.
  static func shell(_ line: String) async throws -> Outcome {
    try await run(["sh", "-c", "tool='\(path)'; \(line)"])
  }

  static func start(_ arguments: String..., body: (RunningTool) async throws -> Void) async throws -> Outcome {
    try await start([path] + arguments, body: body)
  }

  /// Starts a command, and hands it to `body` while it runs. The run ends with the command.
  static func start(_ arguments: [String], body: (RunningTool) async throws -> Void) async throws -> Outcome {
    let transcript = Transcript()
    let result = try await Subprocess.run(
      executable(arguments[0]), arguments: Arguments(Array(arguments.dropFirst())), environment: environment,
      workingDirectory: .init(folder), input: .inputWriter, output: .sequence, error: .sequence
    ) { execution in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await piece in execution.standardOutput { await transcript.add(piece, to: .output) }
          await transcript.end(.output)
        }
        group.addTask {
          for try await piece in execution.standardError { await transcript.add(piece, to: .errors) }
          await transcript.end(.errors)
        }
        do {
          try await body(RunningTool(execution: execution, transcript: transcript))
        } catch {
          // The tool would run on, and nobody wants to know what it does.
          try? execution.send(signal: .kill)
          throw error
        }
        try await execution.standardInputWriter.finish()
        try await group.waitForAll()
      }
    }
    return Outcome(
      status: result.terminationStatus, output: await transcript.text(.output), errors: await transcript.text(.errors))
  }

  /// Starts a server on a free port, hands it and the port to `body`, and ends it.
  static func serve(
    _ arguments: String..., signal: Signal = .interrupt, body: (RunningTool, String) async throws -> Void
  ) async throws -> Outcome {
    try await start([path, "server"] + arguments + ["--port", "0"]) { server in
      try await body(server, try await server.port())
      try server.send(signal)
    }
  }

  static func isInstalled(_ program: String) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }

  /// Whether tshark is here in the version whose output is ours, 4.0: later ones print some values otherwise.
  static let hasTshark40: Bool = {
    guard isInstalled("tshark") else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tshark", "--version"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.contains("(Wireshark) 4.0.")
  }()

  static let isRoot = geteuid() == 0

  /// Whether this machine lets the test make network and mount namespaces; those vanish with the process in them.
  static let makesNamespaces: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["unshare", "--net", "--mount", "true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Whether this machine has the IPv6 loopback address.
  static let hasIPv6: Bool = {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET6, SOCK_DGRAM, 0)
    #endif
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
      }
    }
  }()

  private static func executable(_ name: String) -> Executable { name.contains("/") ? .path(.init(name)) : .name(name) }
}

/// The tool while it runs.
struct RunningTool: Sendable {
  let execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>
  let transcript: Transcript

  /// Waits until `text` has appeared so often; the time limit of the suite is the end of all patience.
  func waitFor(_ text: String, on stream: Transcript.Stream = .output, times: Int = 1) async throws {
    try await transcript.waitFor(text, on: stream, times: times)
  }

  /// The port that its first line names.
  func port() async throws -> String {
    try await waitFor("\n")
    let line = await transcript.text(.output).prefix { $0 != "\n" }
    return String(try #require(line.firstMatch(of: /port (\d+)/)).1)
  }

  func write(_ bytes: [UInt8]) async throws { _ = try await execution.standardInputWriter.write(bytes) }

  var processIdentifier: Int { Int(execution.processIdentifier.value) }

  func send(_ signal: Signal) throws { try execution.send(signal: signal) }
}

/// What a running tool has said so far, and who waits for it to say more.
actor Transcript {
  enum Stream { case output, errors }

  struct Silence: Error, CustomStringConvertible {
    let wanted: String
    let said: String
    var description: String { "the tool ended without saying '\(wanted)' but:\n\(said)" }
  }

  private struct Waiter {
    let wanted: String
    let stream: Stream
    let times: Int
    let continuation: CheckedContinuation<Void, any Error>
  }

  private var bytes: [Stream: [UInt8]] = [:]
  private var ended: Set<Stream> = []
  private var waiters: [Waiter] = []

  func text(_ stream: Stream) -> String { String(decoding: bytes[stream] ?? [], as: UTF8.self) }

  func add(_ piece: SubprocessOutputSequence.Buffer, to stream: Stream) {
    piece.withUnsafeBytes { bytes[stream, default: []] += $0 }
    serve()
  }

  func end(_ stream: Stream) {
    ended.insert(stream)
    serve()
  }

  func waitFor(_ text: String, on stream: Stream, times: Int) async throws {
    try await withCheckedThrowingContinuation { continuation in
      waiters.append(Waiter(wanted: text, stream: stream, times: times, continuation: continuation))
      serve()
    }
  }

  private func serve() {
    waiters.removeAll { waiter in
      let said = text(waiter.stream)
      if said.ranges(of: waiter.wanted).count >= waiter.times {
        waiter.continuation.resume()
      } else if ended.contains(waiter.stream) {
        let both = text(.output) + text(.errors)
        waiter.continuation.resume(throwing: Silence(wanted: waiter.wanted, said: both))
      } else {
        return false
      }
      return true
    }
  }
}
