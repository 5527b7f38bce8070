import Analyzer
import Capture
import Conversations

// The frames that carry certain bytes.
extension PacketsCommand {
  /// Where `sought` occurs first in a capture, nil where it does not; and the capture as far as it was read.
  func occurrence(
    of sought: SoughtBytes, in source: CaptureSource
  ) throws(CaptureError) -> (PayloadOccurrence?, CaptureRecord) {
    var options = selection.analysis
    options.followsConversations = false
    var search = PayloadSearch([sought.bytes])
    var found: PayloadOccurrence?
    var isPast = false
    let range = frames.range
    defer { StatusLine.clear() }
    var file = try FileAnalysis(source, options: options, progress: ReadingStatus.progress(of: source))
    let summary = try file.run { _, frame, transport, observation in
      if observation.isSelected, range.contains(observation.frame) {
        found = search.observe(frame, transport, observation).first
      }
      isPast = observation.frame >= range.upperBound
    } until: {
      isPast || found != nil
    }
    if found == nil { found = search.finish().min { $0.frames.max() ?? 0 < $1.frames.max() ?? 0 } }
    return (found, summary.captures.first ?? file.record)
  }

  /// Where the bytes are, in words.
  func place(of found: PayloadOccurrence, length: Int) -> String {
    let first = found.frames.first ?? 0, last = found.frames.last ?? 0
    let frames = found.frames.count == 1 ? "in frame \(first)" : "it begins in frame \(first) and ends in frame \(last)"
    let bytes =
      found.protocol == .tcp
      ? "bytes \(found.offset + 1)–\(found.offset + length) of the \(found.side)" : "from the \(found.side)"
    return "found: \(frames) (stream \(found.protocol.rawValue):\(found.stream), \(bytes))"
  }
}
