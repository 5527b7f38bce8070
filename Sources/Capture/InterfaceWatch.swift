import Wire

/// Whether the interface of a capture is up, as far as the capture has noticed.
struct InterfaceWatch {
  /// What is known of an interface.
  enum State {
    case up, down, gone
  }

  private let interface: String
  /// Its state can be asked for.
  private let hasState: Bool
  /// When it was found to be down; nil while it is up.
  private var downSince: Timestamp?

  init(_ interface: String, hasState: Bool) {
    self.interface = interface
    self.hasState = hasState
  }

  var isDown: Bool { downSince != nil }

  /// How it is now.
  var state: State {
    guard hasState else { return .up }
    return NetworkInterface.isUp(interface).map { $0 ? .up : .down } ?? .gone
  }

  /// Notes how it is; gives what is new of it.
  mutating func note(_ state: State, at time: Timestamp = WallClock.now) -> CaptureChange? {
    switch (state, downSince) {
    case (.down, nil):
      downSince = time
      return .down(at: time)
    case (.up, .some):
      downSince = nil
      return .up(at: time)
    default: return nil
    }
  }

  /// A packet has come: from before it went down, as long as its time says so.
  mutating func note(packetAt time: Timestamp) -> CaptureChange? {
    guard let downSince, time > downSince else { return nil }
    return note(.up, at: time)
  }
}
