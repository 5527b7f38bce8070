import CPcap
import Wire

/// libpcap's handle on an interface, or on none (for compiling filters). It owns the `pcap_t`, and closes it when it goes away.
@safe
struct PcapHandle: ~Copyable {
  /// What one attempt to read a packet came to.
  enum Step {
    /// A packet was lent, and its borrower wants more or not.
    case packet(wantsMore: Bool)
    /// No packet is there yet.
    case nothing
    case end
    /// libpcap's status; its words are in `errorText`.
    case failed(Int32)
  }

  private let pointer: OpaquePointer
  /// 1,000 where only microseconds are to be had.
  let nanosecondsPerUnit: Int64
  /// What every packet begins with.
  let linkType: LinkType

  /// Takes over `pointer`, which must be ready to be read.
  init(taking pointer: OpaquePointer, nanosecondsPerUnit: Int64 = 1) {
    unsafe self.pointer = pointer
    self.nanosecondsPerUnit = nanosecondsPerUnit
    linkType = LinkType(dataLink: unsafe pcap_datalink(pointer))
  }

  deinit { unsafe pcap_close(pointer) }

  /// Bytes of each frame that were kept at most.
  var snapshotLength: Int { Int(unsafe pcap_snapshot(pointer)) }

  /// libpcap's own words for the last failure.
  var errorText: String { unsafe String(cString: pcap_geterr(pointer)) }

  /// Reads one packet and lends it to `body`: the bytes are libpcap's own buffer, which the next read overwrites.
  func next(_ body: (Packet) -> Bool) -> Step {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    let status = unsafe pcap_next_ex(pointer, &header, &data)
    switch status {
    case 1:
      guard let header = unsafe header?.pointee, let data = unsafe data else { return .nothing }
      let packet = Packet(
        timestamp: Timestamp(
          seconds: Int64(header.ts.tv_sec),
          nanoseconds: Int64(header.ts.tv_usec).multipliedReportingOverflow(by: nanosecondsPerUnit).partialValue),
        originalLength: Int(header.len),
        linkType: linkType,
        bytes: unsafe RawSpan(_unsafeStart: data, byteCount: Int(header.caplen)))
      return .packet(wantsMore: body(packet))
    case 0: return .nothing
    case PCAP_ERROR_BREAK: return .end
    default: return .failed(status)
    }
  }

  /// Calls a C function with the `pcap_t`, for the few things only one caller needs.
  func withPointer<Result, Failure: Error>(
    _ body: (OpaquePointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(pointer)
  }
}
