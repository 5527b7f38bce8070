/// What is read as one capture: a file, or several together.
public struct CaptureSource: Hashable, Sendable {
  /// As the caller named them, at least one; "-" is standard input.
  public let paths: [String]
  public let order: PacketOrder

  public init(_ paths: [String], order: PacketOrder) {
    precondition(!paths.isEmpty, "a capture is read from at least one file")
    self.paths = paths
    self.order = order
  }

  /// One file, as it stands.
  public init(path: String) { self.init([path], order: .joined) }

  /// One file, as it stands: nothing is to be put together.
  public var isPlain: Bool { paths.count == 1 && order != .sorted }

  public var readsStandardInput: Bool { paths.contains("-") }
}
