/// Where the latest stream between two endpoints is.
enum StreamPlace {
  /// Its place among those of its protocol.
  case live(Int)
  /// It is over; its number.
  case over(Int)
}
