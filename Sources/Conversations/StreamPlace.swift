import Wire

/// Where the latest stream between two endpoints is.
enum StreamPlace {
  /// Its place among those of its protocol.
  case live(Int)
  /// It is over: its number, and which of the streams that are over it was.
  case over(Int, generation: Int)
  /// A connection in which nothing happened is over: the number of its stream, that of its SYN, and whether it had payload.
  case counted(Int, opening: SequenceNumber, hasData: Bool)
}
