import Wire

/// Where the latest stream between two endpoints is.
enum StreamPlace {
  /// Its place among those of its protocol.
  case live(Int)
  /// It is over: its number, and which of the streams that are over it was.
  case over(Int, generation: Int)
}

/// What is known of the latest stream between two endpoints when its connection was only counted, and is over.
struct CountedStream {
  let number: Int32
  /// That of its SYN.
  let opening: SequenceNumber
  let hasData: Bool
}
