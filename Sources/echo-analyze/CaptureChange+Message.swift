import Capture

extension CaptureChange {
  /// What happened to `interface`, for whoever watches the capture.
  func message(of interface: String) -> String {
    switch self {
    case .down: return "The interface \(interface) is down; waiting until it is up again. Ctrl-C ends the capture."
    case .up: return "The interface \(interface) is up again; the capture goes on."
    case .clockSet(let nanoseconds):
      let milliseconds = nanoseconds.magnitude / 1_000_000
      let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
      return
        "The clock was set \(nanoseconds < 0 ? "back" : "forward") by \(milliseconds / 1_000).\(fraction) s: times "
        + "before and after that cannot be compared."
    }
  }
}
