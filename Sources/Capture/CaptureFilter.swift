import CPcap
public import Wire

/// A BPF filter (`man pcap-filter`), compiled, and applied to packets in this process.
@safe
public struct CaptureFilter: ~Copyable {
  /// The expression for packets that begin as `linkType` says. Without `code` it can never match them.
  @safe
  private struct Compiled {
    let linkType: LinkType
    let code: bpf_program?
  }

  private let expression: String
  private let snapshotLength: Int
  /// One for each link type that packets had so far.
  private var programs: [Compiled]

  /// Compiles `expression` for packets that begin as `linkType` says. The empty expression lets everything through.
  ///
  /// Host names in it are looked up while compiling, as in `tcpdump`; nothing is looked up afterwards.
  public init(_ expression: String, linkType: LinkType, snapshotLength: Int) throws(CaptureError) {
    try self.init(expression, on: try Self.handle(expression, linkType, snapshotLength))
  }

  /// Compiles `expression` for what `handle` reads: on an interface it may use what the kernel knows beside the bytes.
  init(_ expression: String, on handle: borrowing PcapHandle) throws(CaptureError) {
    self.expression = expression
    snapshotLength = handle.snapshotLength
    programs = [unsafe Compiled(linkType: handle.linkType, code: try Self.compile(expression, on: handle))]
  }

  deinit {
    for program in programs {
      guard var code = unsafe program.code else { continue }
      unsafe pcap_freecode(&code)
    }
  }

  /// Whether the filter lets `packet` through. It is compiled once more for a link type that had not come before, and not
  /// every expression can be.
  public mutating func matches(_ packet: Packet) throws(CaptureError) -> Bool {
    // Nothing in it has a place in a filter.
    if packet.linkType == .noPacket { return expression.allSatisfy(\.isWhitespace) }
    let program = try program(for: packet.linkType)
    guard let code = unsafe program.code else { return false }
    let length = UInt32(clamping: packet.originalLength)
    return unsafe packet.bytes.withUnsafeBytes { bytes in
      // An empty packet may have no address at all; the program checks every offset against the length.
      let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe bpf_filter(code.bf_insns, start, length, UInt32(clamping: bytes.count)) != 0
    }
  }

  /// Has libpcap filter what `handle` reads, in the kernel where that is possible.
  borrowing func install(on handle: borrowing PcapHandle) -> Bool {
    guard var code = unsafe programs.first?.code else { return false }
    return unsafe handle.withPointer { pointer in unsafe pcap_setfilter(pointer, &code) == 0 }
  }

  private mutating func program(for linkType: LinkType) throws(CaptureError) -> Compiled {
    if let program = programs.first(where: { $0.linkType == linkType }) { return program }
    var code: bpf_program?
    do throws(CaptureError) {
      unsafe code = try Self.compile(expression, on: try Self.handle(expression, linkType, snapshotLength))
    } catch .invalidFilter(_, let reason, _) {
      // Sound, and nothing of this link type can ever match.
      guard Self.isForNone(reason) else {
        throw .filterNotForLinkType(path: nil, expression: expression, linkType: linkType, reason: reason)
      }
    }
    let program = unsafe Compiled(linkType: linkType, code: code)
    programs.append(program)
    return program
  }

  private static func handle(
    _ expression: String, _ linkType: LinkType, _ snapshotLength: Int
  ) throws(CaptureError) -> PcapHandle {
    guard let pointer = unsafe pcap_open_dead(linkType.dataLink, Int32(clamping: snapshotLength)) else {
      throw .invalidFilter(expression: expression, reason: SystemError.last.description, position: nil)
    }
    return unsafe PcapHandle(taking: pointer)
  }

  private static func compile(
    _ expression: String, on handle: borrowing PcapHandle
  ) throws(CaptureError) -> bpf_program {
    var code = unsafe bpf_program()
    let status = unsafe handle.withPointer { pointer in
      unsafe pcap_compile(pointer, &code, expression, 1, PCAP_NETMASK_UNKNOWN)
    }
    guard status == 0 else {
      let reason = handle.errorText
      // libpcap knows some link types only by name.
      if handle.linkType != .ethernet, !isForNone(reason), isSound(expression, handle.snapshotLength) {
        throw .filterNotForLinkType(path: nil, expression: expression, linkType: handle.linkType, reason: reason)
      }
      throw .invalidFilter(
        expression: expression, reason: FilterFault.plain(reason),
        position: FilterFault(expression, reason: reason, on: handle).position)
    }
    return unsafe code
  }

  /// What libpcap says of an expression that can match nothing of a link type.
  private static func isForNone(_ reason: String) -> Bool { reason.contains("rejects all packets") }

  /// Whether it is the link type's fault when `expression` does not compile.
  private static func isSound(_ expression: String, _ snapshotLength: Int) -> Bool {
    guard let handle = try? handle(expression, .ethernet, snapshotLength),
      var code = unsafe try? compile(expression, on: handle)
    else { return false }
    unsafe pcap_freecode(&code)
    return true
  }
}
