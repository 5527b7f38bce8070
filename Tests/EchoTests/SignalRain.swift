import Foundation
import Synchronization

/// Signals that interrupt whatever system call the calling thread waits in.
enum SignalRain {
  private final class State: @unchecked Sendable {
    let target = pthread_self()
    let isOver = Atomic<Bool>(false)
  }

  /// Runs `body` under a signal every few milliseconds, each caught by a handler that does nothing.
  static func during<Result>(_ body: () throws -> Result) rethrows -> Result {
    // Without SA_RESTART: the calls are to be interrupted.
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = { _ in }
    #else
      action.__sigaction_handler.sa_handler = { _ in }
    #endif
    sigaction(SIGUSR2, &action, nil)
    // The threads that tests run on mask most signals.
    var rainy = sigset_t()
    var usual = sigset_t()
    sigemptyset(&rainy)
    sigaddset(&rainy, SIGUSR2)
    pthread_sigmask(SIG_UNBLOCK, &rainy, &usual)
    defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
    let state = State()
    let rain = Counterpart {
      while !state.isOver.load(ordering: .relaxed) {
        pthread_kill(state.target, SIGUSR2)
        usleep(5_000)
      }
    }
    defer {
      state.isOver.store(true, ordering: .relaxed)
      try? rain.join()
    }
    return try body()
  }
}
