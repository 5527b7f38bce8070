import Capture
import Foundation
import Testing

struct StopSignalTests {
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal raises the flag and does nothing else`(number: Int32) async {
    await #expect(processExitsWith: .success) { [number] in
      StopSignal.install()
      precondition(!StopSignal.isRaised)
      kill(getpid(), number)
      Self.waitForFlag()
    }
  }

  @Test(arguments: [(SIGINT, SIGINT), (SIGINT, SIGTERM), (SIGTERM, SIGHUP)])
  func `a second one ends the process, whichever of them it is`(first: Int32, second: Int32) async {
    // Each argument has a process of its own; which signal ends it is told by its status.
    await #expect(
      processExitsWith: second == SIGINT ? .signal(SIGINT) : second == SIGTERM ? .signal(SIGTERM) : .signal(SIGHUP)
    ) {
      [first, second] in
      StopSignal.install()
      kill(getpid(), first)
      Self.waitForFlag()
      usleep(200_000)
      kill(getpid(), second)
      sleep(20)
    }
  }

  @Test func `one that comes at once is the same wish`() async {
    await #expect(processExitsWith: .success) {
      StopSignal.install()
      kill(getpid(), SIGTERM)
      Self.waitForFlag()
      kill(getpid(), SIGTERM)
      kill(getpid(), SIGINT)
      usleep(10_000)
    }
  }

  /// The signal may go to a thread that has to be woken for it.
  private static func waitForFlag() {
    for _ in 0..<2_000 where !StopSignal.isRaised { usleep(10_000) }
    precondition(StopSignal.isRaised)
  }

  @Test func `what nohup ignores stays ignored`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      StopSignal.install()
      kill(getpid(), SIGHUP)
      usleep(10_000)
      precondition(!StopSignal.isRaised)
    }
  }
}
