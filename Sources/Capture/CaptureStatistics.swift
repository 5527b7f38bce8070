/// What the kernel counted for a live capture since it began.
///
/// Loss is what the two `dropped` counts say, and nothing else. `received` minus the packets handed out is not loss: on a loopback
/// interface the kernel counts each packet on its way out and on its way in while one of them is shown, and packets
/// still in the buffer when the capture ends are counted too.
public struct CaptureStatistics: Hashable, Sendable {
  /// Packets that passed the filter.
  public let received: Int
  /// Packets the kernel dropped because the buffer was full: this program was too slow.
  public let droppedByKernel: Int
  /// Packets the interface or its driver dropped before anyone saw them, where it says so.
  public let droppedByInterface: Int

  public init(received: Int, droppedByKernel: Int, droppedByInterface: Int) {
    self.received = received
    self.droppedByKernel = droppedByKernel
    self.droppedByInterface = droppedByInterface
  }
}
