/// Lines from a descriptor, as far as they have come.
struct LineInput {
  let descriptor: Int32
  /// Nothing more will come.
  private(set) var hasEnded = false
  private var held: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 4_096)

  /// A line without an end is cut into pieces of this length, so that it cannot fill the memory.
  private static let longest = 65_536

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Everything has come and was taken.
  var isAtEnd: Bool { hasEnded && held.isEmpty }

  /// The next whole line, without its end.
  mutating func take() -> [UInt8]? {
    if let newline = held.firstIndex(of: UInt8(ascii: "\n")) {
      var line = Array(held[..<newline])
      held.removeFirst(newline + 1)
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      return line
    }
    guard hasEnded ? !held.isEmpty : held.count >= Self.longest else { return nil }
    defer { held.removeFirst(min(held.count, Self.longest)) }
    return Array(held.prefix(Self.longest))
  }

  /// Reads what is there; waits where nothing is.
  mutating func read() {
    let count = Socket.read(descriptor, into: &buffer)
    if count > 0 { held += buffer[..<count] } else { hasEnded = true }
  }
}
