import CPcap
public import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A running capture on a network interface. Packets wait in the kernel's buffer from the moment it exists.
public struct LiveCapture: ~Copyable {
  /// How to capture. The defaults keep whole frames and suit a busy interface.
  public struct Options: Sendable {
    /// Bytes of each frame to keep; the default keeps all of every frame.
    public var snapshotLength = 262_144
    /// Bytes of the kernel's buffer. It must hold what arrives while this program is busy.
    public var bufferSize = 16 * 1_048_576
    /// Hand out each packet at once instead of in batches every `timeoutMilliseconds`. It costs a wake-up a packet, and on Linux
    /// a buffer slot as large as the largest frame, so that far fewer packets fit.
    public var isImmediate = false
    /// How long a packet may wait for company, and how long the wait for one may last before the caller is asked.
    public var timeoutMilliseconds = 100
    /// Take frames addressed to other machines too.
    public var isPromiscuous = false
    /// Which packets are taken; the kernel drops the others.
    public var filter = LiveFilter()
    /// Take nothing before `resume()`: opening takes a privilege, which is best given up before the first packet comes.
    public var isPaused = false

    public init() {}
  }

  public let interface: String
  /// 9 where the interface gives times in nanoseconds, else 6.
  public let timestampDigits: Int
  private let handle: PcapHandle
  /// Becomes readable when packets are there.
  private let descriptor: Int32
  private let timeoutMilliseconds: Int32
  /// What is captured after `resume()`.
  private var pausedFilter: String?
  /// Whether it is one whose state can be asked for: not "any", which outlives all, nor libpcap's other sources, such as USB.
  private let hasState: Bool

  /// Starts capturing on `interface`; "any" captures on all of them.
  public init(interface: String, options: Options = Options()) throws(CaptureError) {
    let handle = try Self.activate(interface, options)
    if let expression = try options.filter.expression(for: handle.linkType) {
      // Alone first, so that an error shows what the user wrote and not what was made of it.
      if let own = options.filter.expression { _ = try CaptureFilter(own, on: handle) }
      try Self.install(expression, on: handle, interface)
    }
    if options.isPaused {
      pausedFilter = try options.filter.expression(for: handle.linkType) ?? ""
      try Self.install(Self.nothing, on: handle, interface)
    }
    // libpcap on Linux would wait for a packet however long that takes; `forEach` waits itself, and not for ever.
    let descriptor = try Self.makeNonBlocking(handle, interface)
    self.interface = interface
    hasState = NetworkInterface.isUp(interface) != nil
    timestampDigits = handle.nanosecondsPerUnit == 1 ? 9 : 6
    self.handle = handle
    self.descriptor = descriptor
    timeoutMilliseconds = Int32(clamping: max(options.timeoutMilliseconds, 1))
  }

  public var linkType: LinkType { handle.linkType }
  /// Bytes of each frame that are kept at most.
  public var snapshotLength: Int { handle.snapshotLength }
}

extension LiveCapture {
  /// The filter that no frame passes: it would have no bytes.
  private static let nothing = "less 0"

  /// Begins to take packets, where the capture was opened as a paused one. It takes no privilege.
  public mutating func resume() throws(CaptureError) {
    guard let filter = pausedFilter.take() else { return }
    try Self.install(filter, on: handle, interface)
  }

  private static func install(
    _ expression: String, on handle: borrowing PcapHandle, _ interface: String
  ) throws(CaptureError) {
    let filter = try CaptureFilter(expression, on: handle)
    guard filter.install(on: handle) else { throw .cannotCapture(interface: interface, reason: handle.errorText) }
  }

  /// Lends packets to `body` as they come, until it returns false.
  ///
  /// `isWanted` is asked after each packet, whenever no packet came for the timeout, and when a signal arrived: the place
  /// to look at clocks, `StopSignal` and `statistics`. When it returns false, what the kernel has already taken is still handed out.
  ///
  /// An interface that goes down is waited for, "any" takes whatever there is, and one that disappears ends the capture as
  /// `.cut`, after the packets it still brought. `onChange` is told of it, and of a clock that was set, before the packet
  /// that comes next; an interface that was down for less than the timeout can pass unnoticed.
  public mutating func forEach(
    _ body: (Packet) -> Bool, onChange: (CaptureChange) -> Void = { _ in },
    while isWanted: (borrowing LiveCapture) -> Bool
  ) throws(CaptureError) -> CaptureEnd {
    var ending: (end: CaptureEnd, deadline: ContinuousClock.Instant)?
    var (emptyReads, failures) = (0, 0)
    var (watch, clock) = (InterfaceWatch(interface, hasState: hasState), WallClock())
    func take(_ packet: Packet) -> Bool {
      if let step = clock.step(before: packet.timestamp) { onChange(.clockSet(by: step)) }
      if watch.isDown, let change = watch.note(packetAt: packet.timestamp) { onChange(change) }
      return body(packet)
    }
    while true {
      switch handle.next(take) {
      case .packet(true):
        (emptyReads, failures) = (0, 0)
        if let ending {
          if ContinuousClock.now >= ending.deadline { return ending.end }
        } else if !isWanted(self) {
          ending = (.stopped, drained())
        }
        continue
      case .packet(false), .end:
        return .stopped
      case .failed:
        failures += 1
        guard ending == nil else { break }
        switch watch.state {
        case .gone: ending = (.cut(interfaceDisappeared: interface), drained())
        case .up where failures > Self.failureLimit:
          ending = (.cut(interface: interface, reason: handle.errorText), drained())
        case let state:
          // It was down for a moment, or still is: either way what it brings goes on.
          if let change = watch.note(.down) { onChange(change) }
          if let change = watch.note(state) { onChange(change) }
          pause()
          if !isWanted(self) { ending = (.stopped, drained()) }
        }
      case .nothing:
        emptyReads += 1
        guard ending == nil else { break }
        // Readable and yet empty, twice running: not a packet woke us, but what happened to the interface.
        if !watch.isDown, try wait(), emptyReads < 2 { continue }
        let state = watch.state
        if let change = watch.note(state) { onChange(change) }
        if state == .gone {
          ending = (.cut(interfaceDisappeared: interface), drained())
        } else if !isWanted(self) {
          ending = (.stopped, drained())
        } else if watch.isDown {
          pause()
        }
      }
      guard let ending else { continue }
      if ContinuousClock.now >= ending.deadline { return ending.end }
      // The descriptor may report an error for good by now: time alone is waited for.
      _ = poll(nil, 0, Self.drainPauseMilliseconds)
    }
  }

  /// Errors running of an interface that is there and up.
  private static let failureLimit = 20

  /// Waits for one timeout, whatever the descriptor says; a signal ends it.
  private func pause() { _ = poll(nil, 0, timeoutMilliseconds) }

  private static let drainPauseMilliseconds: Int32 = 10

  /// When the kernel will have handed over all it has now: it keeps a block until that is full or the timeout has passed.
  private func drained() -> ContinuousClock.Instant { .now + .milliseconds(Int(timeoutMilliseconds) * 3 / 2) }

  /// The kernel's counts so far, or nil where it keeps none.
  public func statistics() -> CaptureStatistics? {
    var counts = pcap_stat()
    let status = unsafe handle.withPointer { pointer in unsafe pcap_stats(pointer, &counts) }
    guard status == 0 else { return nil }
    return CaptureStatistics(
      received: Int(counts.ps_recv), droppedByKernel: Int(counts.ps_drop), droppedByInterface: Int(counts.ps_ifdrop))
  }

  /// Waits for packets, one timeout at most; false when none came or a signal did.
  private func wait() throws(CaptureError) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let count = unsafe poll(&request, 1, timeoutMilliseconds)
    if count >= 0 { return count > 0 }
    let error = SystemError.last
    guard error.code == EINTR else { throw .cannotCapture(interface: interface, reason: error.description) }
    return false
  }

  private static func activate(
    _ interface: String, _ options: Options
  ) throws(CaptureError) -> PcapHandle {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    guard let pointer = unsafe pcap_create(interface, &words) else {
      throw .cannotCapture(interface: interface, reason: String(nulTerminated: words))
    }
    unsafe pcap_set_snaplen(pointer, Int32(clamping: options.snapshotLength))
    unsafe pcap_set_buffer_size(pointer, Int32(clamping: options.bufferSize))
    unsafe pcap_set_immediate_mode(pointer, options.isImmediate ? 1 : 0)
    unsafe pcap_set_timeout(pointer, Int32(clamping: max(options.timeoutMilliseconds, 1)))
    unsafe pcap_set_promisc(pointer, options.isPromiscuous ? 1 : 0)
    let isPrecise = unsafe pcap_set_tstamp_precision(pointer, PCAP_TSTAMP_PRECISION_NANO) == 0
    let status = unsafe pcap_activate(pointer)
    guard status >= 0 else {
      let reason = unsafe String(cString: pcap_geterr(pointer))
      unsafe pcap_close(pointer)
      throw refusal(status, interface, reason)
    }
    // The second cooked header says which interface each packet was seen on; `tcpdump` chooses it too.
    if interface == "any" { unsafe pcap_set_datalink(pointer, DLT_LINUX_SLL2) }
    return unsafe PcapHandle(taking: pointer, nanosecondsPerUnit: isPrecise ? 1 : 1_000)
  }

  /// What packets of `interface` can begin with, the default first. Opens it for a moment.
  static func linkTypes(of interface: String) throws(CaptureError) -> [LinkType] {
    let handle = try activate(interface, Options())
    var types = [handle.linkType]
    unsafe handle.withPointer { pointer in
      var list: UnsafeMutablePointer<Int32>?
      let count = unsafe pcap_list_datalinks(pointer, &list)
      guard count > 0, let list = unsafe list else { return }
      for index in 0..<Int(count) {
        let type = LinkType(dataLink: unsafe list[index])
        if !types.contains(type) { types.append(type) }
      }
      unsafe pcap_free_datalinks(list)
    }
    return types
  }

  private static func makeNonBlocking(
    _ handle: borrowing PcapHandle, _ interface: String
  ) throws(CaptureError) -> Int32 {
    var words = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let descriptor = unsafe handle.withPointer { pointer in
      unsafe pcap_setnonblock(pointer, 1, &words) == 0 ? pcap_get_selectable_fd(pointer) : -1
    }
    guard descriptor >= 0 else {
      throw .cannotCapture(interface: interface, reason: "it cannot be waited for \(String(nulTerminated: words))")
    }
    return descriptor
  }

  private static func refusal(_ status: Int32, _ interface: String, _ reason: String) -> CaptureError {
    switch status {
    case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED:
      return .notPermitted(interface: interface, program: .current)
    case PCAP_ERROR_IFACE_NOT_UP:
      return .interfaceIsDown(name: interface)
    case PCAP_ERROR_NO_SUCH_DEVICE:
      return .noSuchInterface(name: interface, existing: NetworkInterface.names())
    default:
      return .cannotCapture(interface: interface, reason: reason.isEmpty ? words(status) : reason)
    }
  }

  private static func words(_ status: Int32) -> String { unsafe String(cString: pcap_statustostr(status)) }
}
