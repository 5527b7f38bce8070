/// The messages of a load, all of one length: the same bytes, but the first eight are the message's number.
struct LoadMessage {
  /// Bytes of a number, which is big-endian.
  static let numberLength = 8

  /// The bytes of the message that was numbered last.
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether there is room for a number.
  var isNumbered: Bool { bytes.count >= Self.numberLength }

  mutating func number(_ number: UInt64) {
    guard isNumbered else { return }
    for index in 0..<Self.numberLength { bytes[index] = UInt8(truncatingIfNeeded: number >> (56 - 8 * index)) }
  }

  /// An answer as far as it has come, compared on the way: none of it needs to be kept.
  struct Answer {
    private(set) var count = 0
    private(set) var number: UInt64 = 0
    /// Whether all after the number is what was sent.
    private(set) var isIntact = true

    /// Takes in what came next, not more than the rest of the message.
    mutating func add(_ piece: ArraySlice<UInt8>, comparing message: LoadMessage) {
      var rest = piece
      if message.isNumbered {
        while count < LoadMessage.numberLength, let byte = rest.popFirst() {
          number = number << 8 | UInt64(byte)
          count += 1
        }
      }
      guard !rest.isEmpty else { return }
      if isIntact { isIntact = rest.elementsEqual(message.bytes[count..<(count + rest.count)]) }
      count += rest.count
    }

    /// It has another length than the message.
    mutating func damage() { isIntact = false }
  }
}
