/// What was counted while a capture was made: by the kernel since a live one began, or what a file tells.
///
/// Loss is what the two `dropped` counts say, and nothing else. `received` minus the packets handed out is not loss: on a loopback
/// interface the kernel counts each packet on its way out and on its way in while one of them is shown, and packets
/// still in the buffer when the capture ends are counted too. What nobody counted is nil.
public struct CaptureStatistics: Hashable, Sendable {
  /// Packets that passed the filter.
  public internal(set) var received: Int?
  /// Packets the kernel dropped because the buffer was full: the capturing program was too slow.
  public internal(set) var droppedByKernel: Int?
  /// Packets the interface or its driver dropped before anyone saw them, where it says so. Programs of the Wireshark
  /// family write all loss here.
  public internal(set) var droppedByInterface: Int?

  public init(received: Int? = nil, droppedByKernel: Int? = nil, droppedByInterface: Int? = nil) {
    self.received = received
    self.droppedByKernel = droppedByKernel
    self.droppedByInterface = droppedByInterface
  }

  /// The counts of two interfaces together.
  static func + (left: CaptureStatistics, right: CaptureStatistics) -> CaptureStatistics {
    CaptureStatistics(
      received: sum(left.received, right.received),
      droppedByKernel: sum(left.droppedByKernel, right.droppedByKernel),
      droppedByInterface: sum(left.droppedByInterface, right.droppedByInterface))
  }

  private static func sum(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    // A file may claim anything.
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}
