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

  @Test func `a second one ends the process`() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      StopSignal.install()
      kill(getpid(), SIGINT)
      Self.waitForFlag()
      kill(getpid(), SIGINT)
      sleep(20)
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
