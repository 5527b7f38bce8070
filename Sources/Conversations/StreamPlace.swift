/// Where the latest stream between two endpoints is.
enum StreamPlace {
  /// Its place among those of its protocol.
  case live(Int)
  /// It is over: its number, and which of the streams that are over it was.
  case over(Int, generation: Int)
}
