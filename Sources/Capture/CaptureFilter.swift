import CPcap
public import Wire

/// A compiled BPF filter (`man pcap-filter`), applied to packets in this process.
@safe
public struct CaptureFilter: ~Copyable {
  private var program: bpf_program

  /// Compiles `expression` for packets that begin as `linkType` says. The empty expression lets everything through.
  ///
  /// Host names in it are looked up while compiling, as in `tcpdump`; nothing is looked up afterwards.
  public init(_ expression: String, linkType: LinkType, snapshotLength: Int) throws(CaptureError) {
    let pointer = unsafe pcap_open_dead(linkType.dataLink, Int32(clamping: snapshotLength))
    guard let pointer = unsafe pointer else {
      throw .invalidFilter(expression: expression, reason: SystemError.last.description, position: nil)
    }
    try self.init(expression, on: unsafe PcapHandle(taking: pointer))
  }

  /// Compiles `expression` for what `handle` reads: on an interface it may use what the kernel knows beside the bytes.
  init(_ expression: String, on handle: borrowing PcapHandle) throws(CaptureError) {
    var program = unsafe bpf_program()
    let status = unsafe handle.withPointer { pointer in
      unsafe pcap_compile(pointer, &program, expression, 1, PCAP_NETMASK_UNKNOWN)
    }
    guard status == 0 else {
      let reason = handle.errorText
      throw .invalidFilter(
        expression: expression, reason: FilterFault.plain(reason),
        position: FilterFault(expression, reason: reason, on: handle).position)
    }
    unsafe self.program = program
  }

  deinit {
    var program = unsafe program
    unsafe pcap_freecode(&program)
  }

  /// Whether the filter lets `packet` through.
  public func matches(_ packet: Packet) -> Bool {
    let length = UInt32(clamping: packet.originalLength)
    return unsafe packet.bytes.withUnsafeBytes { bytes in
      // An empty packet may have no address at all; the program checks every offset against the length.
      let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe bpf_filter(program.bf_insns, start, length, UInt32(clamping: bytes.count)) != 0
    }
  }

  /// Has libpcap filter what `handle` reads, in the kernel where that is possible.
  borrowing func install(on handle: borrowing PcapHandle) -> Bool {
    var program = unsafe program
    return unsafe handle.withPointer { pointer in unsafe pcap_setfilter(pointer, &program) == 0 }
  }
}
