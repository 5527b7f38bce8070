import Wire

/// What is known of the latest stream between two endpoints that is no longer followed: its connection was only counted, or
/// let go.
struct CountedStream {
  let number: Int
  /// The numbers with which both ends began, as far as they are known.
  let bases: (SequenceNumber?, SequenceNumber?)
  let completeness: TCPCompleteness

  /// Whether a SYN with this number is of the stream.
  func isOpened(by number: SequenceNumber) -> Bool { bases.0 == number || bases.1 == number }
}
