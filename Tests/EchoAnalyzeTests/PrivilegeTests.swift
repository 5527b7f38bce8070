import Foundation
import Subprocess
import Testing

/// Who the tool is while it captures, asked of the kernel about every thread.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: BuiltTool.isRoot, "only root has privileges to give up"))
struct PrivilegeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// How the tool is started, and who it then is.
  struct Start: CustomTestStringConvertible, Sendable {
    var environment: [String] = []
    var options: [String] = []
    let user: Int
    let group: Int
    var groups = ""
    /// It says that nobody said whom to become.
    var isRemarked = false

    var command: [String] { ["env"] + environment + [BuiltTool.path] }
    var testDescription: String { (environment + options).joined(separator: " ") }
  }

  static let starts = [
    // Numbers without an account have no other groups.
    Start(environment: ["SUDO_UID=12345", "SUDO_GID=23456"], user: 12_345, group: 23_456),
    Start(environment: ["SUDO_UID=65534", "SUDO_GID=65534"], user: 65_534, group: 65_534, groups: "65534"),
    Start(
      environment: ["SUDO_UID=12345", "SUDO_GID=23456"], options: ["--user", "4242:4343"], user: 4_242, group: 4_343),
    Start(options: ["--user", "nobody"], user: 65_534, group: 65_534, groups: "65534"),
    Start(options: ["--user", "65534:100"], user: 65_534, group: 100, groups: "100"),
    Start(environment: ["SUDO_UID=0", "SUDO_GID=0"], user: 0, group: 0, isRemarked: true),
    Start(environment: ["SUDO_UID=12345", "SUDO_GID=23456"], options: ["--user", "root"], user: 0, group: 0),
    Start(user: 0, group: 0, isRemarked: true),
  ]

  private static let remark = "root was not told whom to become"

  private func check(_ tool: RunningTool, _ start: Start, threads count: Int = 1, boundingSet: String? = nil) throws {
    let threads = try ProcessFigures(tool).threads()
    #expect(threads.count >= count)
    for thread in threads {
      #expect(thread["Uid"] == [String](repeating: "\(start.user)", count: 4).joined(separator: " "))
      #expect(thread["Gid"] == [String](repeating: "\(start.group)", count: 4).joined(separator: " "))
      // Root that stays root keeps what groups it had.
      if start.user != 0 { #expect(thread["Groups"] == start.groups) }
      for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(thread[set] == "0000000000000000", "\(set)") }
      #expect(thread["CapBnd"] == boundingSet ?? "0000000000000000")
      #expect(thread["NoNewPrivs"] == "1")
    }
  }

  @Test(arguments: starts)
  func `while it captures, nothing is left of root's rights`(start: Start) async throws {
    let sockets = try EchoSockets(.udp)
    let outcome = try await BuiltTool.start(
      start.command + ["live", "--iface", "lo", "--filter", "udp port \(sockets.port)"] + start.options
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try check(tool, start)
      try sockets.connect()
      try sockets.exchange("halo")
      try await tool.waitFor("\(sockets.port) → ")
      try check(tool, start)
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("1 request, 1 reply"))
    #expect(outcome.errors.ranges(of: Self.remark).count == (start.isRemarked ? 1 : 0))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `the groups become the user's own`() async throws {
    let groups = try folder.file(
      "group", Array("root:x:0:\nnogroup:x:65534:\nlab:x:4242:nobody\nother:x:77:root\n".utf8))
    let script = """
      mount --bind '\(groups)' /etc/group || exit 99
      exec setpriv --groups 0,77 '\(BuiltTool.path)' live --iface lo --port 1 --user nobody
      """
    let outcome = try await BuiltTool.start(["unshare", "--mount", "sh", "-c", script]) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try check(tool, Start(user: 65_534, group: 65_534, groups: "4242 65534"))
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
  }

  @Test(arguments: [starts[0], starts[3], starts[7]])
  func `the sessions of a lab, and their threads, have no rights of root's either`(start: Start) async throws {
    // A chat lasts as long as someone types.
    let outcome = try await BuiltTool.start(
      start.command + ["lab", "--chat", "/dev/stdin", "--format", "json"] + start.options
    ) { tool in
      try await ProcessFigures(tool).waitForThreads(atLeast: 3)
      try check(tool, start, threads: 3)
      try await tool.write(Array("halo\nexit\n".utf8))
    }
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    let call = try #require(try LabReport(outcome.output).calls("tcp").first { $0.name == "send" })
    #expect(call.relation == "sent" && !call.frames.isEmpty)
    #expect(outcome.errors.ranges(of: Self.remark).count == (start.isRemarked ? 1 : 0))
  }

  @Test func `both captures of a lab are of their own session, though opened together`() async throws {
    let outcome = try await BuiltTool.run(
      Self.starts[0].command + ["lab", "--protocol", "both", "--server-fault", "delay=300ms", "--format", "json"])
    #expect(outcome.status == .exited(0), "\(outcome.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let conversations = try #require(report["conversations"] as? [[String: Any]])
    #expect(conversations.map { $0["protocol"] as? String } == ["tcp", "udp"])
    #expect(conversations.map { $0["outcome"] as? String } == ["complete", "complete"])
    let captures = try #require(report["captures"] as? [[String: Any]])
    #expect(captures.map { $0["droppedByKernel"] as? Int } == [0, 0])
  }

  @Test func `a capture that comes through a pipe is read without any rights`() async throws {
    let start = Self.starts[0]
    let capture = try Data(contentsOf: URL(filePath: "\(BuiltTool.folder)/captures/udp-ethernet.pcap"))
    let outcome = try await BuiltTool.start(start.command + ["live", "-"]) { tool in
      try await tool.write(Array(capture))
      try await tool.waitFor("60916 → 12345 Len=35")
      try check(tool, start)
    }
    #expect(outcome.status == .exited(0))
    #expect(outcome.output.contains("1 request, 1 reply"))
  }

  /// Whether capabilities of a file count where the tests put files.
  static let hasFileCapabilities: Bool = {
    guard BuiltTool.isRoot, BuiltTool.isInstalled("setcap"), let folder = try? TemporaryFolder() else { return false }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c",
      """
      cp "$(command -v cat)" '\(folder.path("cat"))' && setcap cap_net_raw=eip '\(folder.path("cat"))' &&
      setpriv --reuid=65534 --regid=65534 --clear-groups '\(folder.path("cat"))' /proc/self/status | grep -q 'CapEff.*2000$'
      """,
    ]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: hasFileCapabilities, "setcap is not installed, or file capabilities do not count here"))
  func `capabilities of its file are given up too`() async throws {
    let command = try folder.runAsNobody("live", "--iface", "lo", "--port", "1", "--write", "/dev/null", "--force")
    let capabilities = ["setcap", "cap_net_raw,cap_net_admin=eip", folder.path("echo-analyze")]
    #expect(try await BuiltTool.run(capabilities).status == .exited(0))
    // Whom sudo's variables name is nobody's business but root's.
    let outcome = try await BuiltTool.start(["env", "SUDO_UID=0", "SUDO_GID=0"] + command) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      let all = try #require(try ProcessFigures(tool).threads().first)["CapBnd"]
      #expect(all != nil && all != "0000000000000000")
      try check(tool, Start(user: 65_534, group: 65_534), boundingSet: all)
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
    #expect(!outcome.errors.contains(Self.remark))
    let other = try await BuiltTool.run(command + ["--user", "root"])
    #expect(other.status == .exited(1))
    #expect(other.remark == "only root can become the user root; leave --user out, or run it with sudo")
  }

  @Test(.enabled(if: hasFileCapabilities, "the bit does not count where file capabilities do not"))
  func `the set-user-ID bit gives its caller a capture, and nothing else`() async throws {
    let file = folder.path("mine.pcap")
    let command = try folder.runAsNobody("live", "--iface", "lo", "--port", "1")
    try FileManager.default.setAttributes([.posixPermissions: 0o4755], ofItemAtPath: folder.path("echo-analyze"))
    let own = folder.path("own")
    #expect(try await BuiltTool.run(["install", "-d", "-o", "nobody", own]).status == .exited(0))
    let outcome = try await BuiltTool.start(
      ["env", "SUDO_UID=0", "SUDO_GID=0"] + command + ["--write", "\(own)/mine.pcap"]
    ) { tool in
      try await tool.waitFor("Capturing on lo", on: .errors)
      try check(tool, Start(user: 65_534, group: 65_534))
      try tool.send(.interrupt)
    }
    #expect(outcome.status == .exited(0))
    // The folder of the test is root's.
    let refused = try await BuiltTool.run(command + ["--write", file])
    #expect(refused.status == .exited(1))
    #expect(refused.remark == "\(file) cannot be created: Permission denied")
    let other = try await BuiltTool.run(command + ["--user", "12345:12345"])
    #expect(other.status == .exited(1))
  }

  @Test(arguments: ["", "nobody", "-1", "+5", " 5", "0x10", "1.5", "4294967295", "4294967296", "99999999999999999999"])
  func `what sudo cannot have said stops it before it opens anything`(value: String) async throws {
    for (name, other) in [("SUDO_UID", "SUDO_GID=1"), ("SUDO_GID", "SUDO_UID=1")] {
      for command in [["live", "--iface", "lo", "--duration", "0.1"], ["live", "-"], ["lab"], ["interfaces"]] {
        let outcome = try await BuiltTool.run(["env", other, "\(name)=\(value)", BuiltTool.path] + command)
        #expect(outcome.status == .exited(1))
        #expect(outcome.output == "")
        #expect(outcome.remark?.hasPrefix("\(name) is to be the number of who called sudo, and is '\(value)'") == true)
      }
    }
  }

  @Test(arguments: ["nonsense-user", ":5", "nobody:", "nobody:staff", "12345", "-1:5", "4294967295:5", "1:2:3"])
  func `a user who does not exist is told before it opens anything`(user: String) async throws {
    for command in [["live", "--iface", "nonsense0"], ["lab", "--write", folder.path("lab")]] {
      let outcome = try await BuiltTool.run([BuiltTool.path] + command + ["--user=\(user)"])
      #expect(outcome.status == .exited(1))
      #expect(outcome.output == "")
      #expect(outcome.remark?.contains(user) == true)
      #expect(!FileManager.default.fileExists(atPath: folder.path("lab")))
    }
  }

  @Test(.enabled(if: BuiltTool.isInstalled("setpriv"), "setpriv is not installed"))
  func `where it cannot become the user, nothing is captured`() async throws {
    let limited = [
      "setpriv", "--bounding-set=-setuid", "--inh-caps=-setuid", "env", "SUDO_UID=12345", "SUDO_GID=12345",
    ]
    let file = folder.path("none.pcap")
    for command in [["live", "--iface", "lo", "--write", file], ["lab"]] {
      let outcome = try await BuiltTool.run(limited + [BuiltTool.path] + command)
      #expect(outcome.status == .exited(1))
      #expect(outcome.output == "")
      let reason = "uid: Operation not permitted), so nothing is captured"
      #expect(outcome.remark?.hasPrefix("the privileges cannot be given up (") == true)
      #expect(outcome.remark?.hasSuffix(reason) == true)
      #expect(!FileManager.default.fileExists(atPath: file))
    }
  }

  @Test(.enabled(if: BuiltTool.isInstalled("clang"), "clang, which comes with Swift, is not installed"))
  func `where there is a second thread, which would keep its rights, nothing is captured`() async throws {
    let thread = """
      #include <pthread.h>
      #include <unistd.h>
      static void *wait_for_ever(void *none) { for (;;) pause(); return none; }
      __attribute__((constructor)) static void start(void) {
        pthread_t thread;
        pthread_create(&thread, 0, wait_for_ever, 0);
      }
      """
    let source = try folder.file("thread.c", Array(thread.utf8))
    let library = folder.path("thread.so")
    let built = try await BuiltTool.run(["clang", "-shared", "-fPIC", source, "-o", library, "-lpthread"])
    try #require(built.status == .exited(0), "\(built.errors)")
    for command in [["live", "--iface", "lo", "--duration", "0.1"], ["live", "-"], ["lab"]] {
      let outcome = try await BuiltTool.run(["env", "LD_PRELOAD=\(library)", BuiltTool.path] + command)
      #expect(outcome.status == .exited(1))
      #expect(outcome.output == "")
      #expect(outcome.remark?.contains("counting threads: there are 2") == true)
    }
  }
}
