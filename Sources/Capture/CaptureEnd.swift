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
  /// The input ended after `frames` frames, inside `piece`.
  static func cut(inside piece: ReadOutcome.Piece, after frames: Int) -> CaptureEnd {
    let place =
      switch piece {
      case .nothing: "after frame \(frames)"
      case .frame: "in the middle of frame \(frames + 1)"
      case .block: "in the middle of a block after frame \(frames)"
      }
    return .cut("the file ends \(place): its writer was stopped, or the copy is not complete")
  }

  static func cut(damagedAfter frames: Int, reason: String) -> CaptureEnd {
    .cut("the file is damaged \(frames == 0 ? "before its first frame" : "after frame \(frames)"): \(reason)")
  }

  /// What is packed breaks off after `frames` whole frames.
  static func cut(insidePacked compression: Compression, after frames: Int) -> CaptureEnd {
    .cut(
      "the file ends in the middle of its \(compression) data, after frame \(frames): "
        + "its writer was stopped, or the copy is not complete")
  }

  static func cut(damagedPacked compression: Compression, after frames: Int, reason: String) -> CaptureEnd {
    .cut("the file is damaged after frame \(frames): its \(compression) data cannot be unpacked (\(reason))")
  }

  static func cut(after frames: Int, systemReason: String) -> CaptureEnd {
    .cut("the file cannot be read any further after frame \(frames): \(systemReason)")
  }

  /// Of several files that are read as one capture, `parts` are those that break off or cannot be opened.
  static func cut(in parts: [CapturePart]) -> CaptureEnd {
    let limit = 3
    var reasons = parts.prefix(limit).map { part in
      if let failure = part.failure { return failure.description }
      return "\(part.path), in its own frame numbers: \(part.cut ?? "")"
    }
    if parts.count > limit { reasons.append("and so \(parts.count - limit) more of the files") }
    return .cut(reasons.joined(separator: "; "))
  }

  static func cut(interfaceDisappeared interface: String) -> CaptureEnd {
    .cut("the interface \(interface) disappeared during the capture")
  }

  static func cut(interface: String, reason: String) -> CaptureEnd {
    .cut("the capture on \(interface) broke off: \(reason)")
  }
}
