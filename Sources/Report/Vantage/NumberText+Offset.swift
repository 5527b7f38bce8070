extension NumberText {
  /// A difference of two clocks: to the microsecond however large it is, `-4.100 ms`, `7200.004123 s`.
  func offset(_ nanoseconds: Int64) -> String {
    nanoseconds.magnitude < 999_999_500 ? duration(nanoseconds) : seconds(nanoseconds, digits: 6) + " s"
  }

  /// A drift in parts per million, from parts per billion.
  func drift(_ partsPerBillion: Int64) -> String { hundredths(Int(clamping: partsPerBillion / 10)) + " ppm" }
}
