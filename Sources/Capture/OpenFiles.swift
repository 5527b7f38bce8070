/// Captures side by side. An array holds only what can be copied, and an open file cannot.
@safe
struct OpenFiles: ~Copyable {
  private let places: UnsafeMutableBufferPointer<OpenFile>
  private let count: Int

  init(count: Int) {
    self.count = count
    unsafe places = .allocate(capacity: count)
    for place in 0..<count { unsafe places.initializeElement(at: place, to: OpenFile()) }
  }

  deinit {
    unsafe places.deinitialize()
    unsafe places.deallocate()
  }

  mutating func with<Result>(_ place: Int, _ body: (inout OpenFile) -> Result) -> Result {
    precondition((0..<count).contains(place))
    return unsafe body(&places[place])
  }

  func isOpen(_ place: Int) -> Bool {
    precondition((0..<count).contains(place))
    return unsafe places[place].file != nil
  }

  mutating func put(_ file: consuming CaptureFile, at place: Int) {
    precondition((0..<count).contains(place))
    unsafe places[place].file = consume file
  }

  /// Hands out the file; where nobody keeps it, it is closed.
  mutating func take(_ place: Int) -> CaptureFile? {
    precondition((0..<count).contains(place))
    return unsafe places[place].file.take()
  }
}
