/// Why no more packets come.
public enum CaptureEnd: Hashable, Sendable {
  /// The file was read to its end.
  case complete
  /// The caller asked to stop.
  case stopped
  /// The capture breaks off. Every packet before the break was lent; the text says where it breaks and why.
  case cut(String)
}

extension CaptureEnd {
  /// libpcap gave up after `frames` frames, in these words.
  static func cut(after frames: Int, reason: String) -> CaptureEnd {
    // libpcap counts the bytes it missed; which frame it was says more.
    guard reason.hasPrefix("truncated") else { return .cut("the file is damaged after frame \(frames): \(reason)") }
    return .cut(
      "the file ends in the middle of frame \(frames + 1): its writer was stopped, or the copy is not complete")
  }

  static func cut(interfaceDisappeared interface: String) -> CaptureEnd {
    .cut("the interface \(interface) disappeared during the capture")
  }

  static func cut(interfaceWentDown interface: String) -> CaptureEnd {
    .cut("the interface \(interface) went down during the capture")
  }

  static func cut(interface: String, reason: String) -> CaptureEnd {
    .cut("the capture on \(interface) broke off: \(reason)")
  }
}
