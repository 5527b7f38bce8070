import Wire

/// What is known of the latest stream between two endpoints when its connection was only counted, and is over.
struct CountedStream {
  let number: Int32
  /// That of its SYN.
  let opening: SequenceNumber
  let hasData: Bool
}
