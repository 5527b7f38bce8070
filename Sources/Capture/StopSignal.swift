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
  /// When the first one came, in nanoseconds of the clock that nobody sets.
  private static let first = Atomic<Int64>(0)

  /// Whether one of the signals came since `install()`.
  public static var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// Nanoseconds within which signals are one: `timeout` sends each twice, a terminal that closes sends two.
  private static var grace: Int64 { 100_000_000 }

  /// Catches SIGINT, SIGTERM and SIGHUP. The first to come raises the flag; another one, of any of the three, ends the process
  /// as ever, so that one that hangs can be stopped, unless it comes at once.
  ///
  /// Blocking calls are interrupted (no SA_RESTART), so that a waiting loop sees the flag at once. SIGHUP stays ignored where
  /// `nohup` made it so.
  public static func install() {
    // Also makes sure that the flags exist before a handler could ask for them.
    raised.store(false, ordering: .relaxed)
    first.store(0, ordering: .relaxed)
    catchSignal(SIGINT)
    catchSignal(SIGTERM)
    if !isIgnored(SIGHUP) { catchSignal(SIGHUP) }
  }

  /// Calls nothing that a handler may not call (signal-safety(7)).
  private static func take(_ number: Int32) {
    let now = max(WallClock.uptime, 1)
    let (isFirst, earlier) = first.compareExchange(expected: 0, desired: now, ordering: .relaxed)
    raised.store(true, ordering: .relaxed)
    guard !isFirst, now &- earlier > grace else { return }
    // It is blocked until the handler returns, and then ends the process.
    _ = signal(number, SIG_DFL)
    raise(number)
  }

  private static func catchSignal(_ number: Int32) {
    var action = sigaction()
    let handler: @convention(c) (Int32) -> Void = { number in StopSignal.take(number) }
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = handler
    #elseif canImport(Musl)
      unsafe action.__sa_handler.sa_handler = handler
    #else
      unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    unsafe sigaction(number, &action, nil)
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
