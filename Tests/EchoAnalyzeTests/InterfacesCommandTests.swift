import Subprocess
import Testing

@Suite(.timeLimit(.minutes(5)))
struct InterfacesCommandTests {
  @Test(.enabled(if: BuiltTool.isRoot, "opening an interface needs a privilege that only root has here"))
  func `lists what can be captured on`() async throws {
    let outcome = try await BuiltTool.run("interfaces")
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    #expect(outcome.lines.first?.split(separator: " ").first == "NAME")
    let loopback = try #require(outcome.lines.first { $0.hasPrefix("lo ") })
    #expect(loopback.contains("up") && loopback.contains("yes") && loopback.contains("127.0.0.1"))
  }

  @Test(.enabled(if: BuiltTool.makesNamespaces, "this machine allows no namespaces"))
  func `an interface that is down is no error`() async throws {
    let outcome = try await BuiltTool.run(["unshare", "--net", BuiltTool.path, "interfaces"])
    #expect(outcome.status == .exited(0))
    #expect(outcome.errors == "")
    let loopback = try #require(outcome.lines.first { $0.hasPrefix("lo ") })
    #expect(loopback.contains("down") && loopback.contains("no"))
  }

  @Test(.enabled(if: BuiltTool.isRoot, "only root may become another user"))
  func `without the privilege the list comes with the way to it, and 1`() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await BuiltTool.run(try folder.runAsNobody("interfaces"))
    #expect(outcome.status == .exited(1))
    #expect(outcome.lines.contains { $0.hasPrefix("lo ") })
    #expect(outcome.errors.contains("sudo setcap cap_net_raw,cap_net_admin=eip \(folder.path("echo-analyze"))\n"))
  }
}
