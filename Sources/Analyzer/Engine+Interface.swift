public import Capture
import Conversations

// What happens to the interface of a live capture, and to the clock of its machine.
extension Engine {
  /// Steps of the clock that are kept.
  private static var stepLimit: Int { 64 }

  /// Notes what happened after the packets that came so far.
  public mutating func note(_ change: CaptureChange) {
    switch change {
    case .down(let time): record.outages.begin(at: time, after: frame)
    case .up(let time): record.outages.end(at: time)
    case .clockSet(let nanoseconds):
      table.clockWasSet(by: nanoseconds)
      // Set back, it shows by itself: a frame has a time before that of the one in front of it.
      if nanoseconds > 0, frame > 0, record.clockSteps.count < Self.stepLimit {
        record.clockSteps.append(ClockStep(after: frame, frame: frame + 1))
      }
    }
  }
}
