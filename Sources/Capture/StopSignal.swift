import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The user's wish to end: Ctrl-C, `kill`, or a closed terminal, noted in a flag that capture loops look at.
public enum StopSignal {
  private static let raised = Atomic<Bool>(false)

  /// Whether one of the signals came since `install()`.
  public static var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// Catches SIGINT, SIGTERM and SIGHUP, each once: a second one ends the process as ever, so that a hung program can be stopped.
  ///
  /// Blocking calls are interrupted (no SA_RESTART), so that a waiting loop sees the flag at once. SIGHUP stays ignored where
  /// `nohup` made it so.
  public static func install() {
    // Also makes sure that the flag exists before a handler could ask for it.
    raised.store(false, ordering: .relaxed)
    catchOnce(SIGINT)
    catchOnce(SIGTERM)
    if !isIgnored(SIGHUP) { catchOnce(SIGHUP) }
  }

  private static func catchOnce(_ signal: Int32) {
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { _ in StopSignal.raised.store(true, ordering: .relaxed) }
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = handler
    #elseif canImport(Musl)
      unsafe action.__sa_handler.sa_handler = handler
    #else
      unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    // The bit is the sign bit of a 32-bit field on Linux.
    action.sa_flags = Int32(truncatingIfNeeded: SA_RESETHAND)
    unsafe sigaction(signal, &action, nil)
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(signal, nil, &action)
    #if canImport(Glibc)
      let handler = unsafe action.__sigaction_handler.sa_handler
    #elseif canImport(Musl)
      let handler = unsafe action.__sa_handler.sa_handler
    #else
      let handler = unsafe action.__sigaction_u.__sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == 1
  }
}
