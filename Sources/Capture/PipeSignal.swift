#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGPIPE, kept from ending the process by one descriptor, while it does for others what it always does.
enum PipeSignal {
  /// Does `body`, whose writes fail with EPIPE where nobody reads any more.
  static func held<Result>(_ body: () -> Result) -> Result {
    var (signal, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&signal)
    unsafe sigaddset(&signal, SIGPIPE)
    let wasPending = isPending
    guard unsafe pthread_sigmask(SIG_BLOCK, &signal, &before) == 0 else { return body() }
    let result = body()
    // The kernel has sent it to this very thread, before the write returned.
    if isPending, !wasPending {
      var taken: Int32 = 0
      unsafe sigwait(&signal, &taken)
    }
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    return result
  }

  private static var isPending: Bool {
    var pending = sigset_t()
    return unsafe sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1
  }
}
