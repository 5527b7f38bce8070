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
      usleep(10_000)
      precondition(StopSignal.isRaised)
    }
  }

  @Test func `a second one ends the process`() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      StopSignal.install()
      kill(getpid(), SIGINT)
      usleep(10_000)
      kill(getpid(), SIGINT)
      sleep(5)
    }
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
