/// What became of the messages of one connection or socket, which carries one after another.
///
/// Of all messages before, it keeps only those that were given up and may still be answered, a bounded number of them;
/// every other one has been answered. So its size does not depend on how many messages there were.
struct LoadLedger {
  /// What an answer is.
  enum Verdict: Hashable {
    /// To the message on its way.
    case answer(isIntact: Bool)
    /// To one that had been given up. It is reordered where a later message has been answered already.
    case late(isIntact: Bool, isReordered: Bool)
    /// To one that had been answered before.
    case duplicate
    /// To one that was given up too long ago to know more of it.
    case forgotten
    /// Damaged, and to which message cannot be read from it: it is taken for the answer to the one on its way.
    case unreadable
    /// To nothing.
    case stray
  }

  /// The number of the next message, counted from 0 on this connection or socket.
  private(set) var next: UInt64 = 0
  /// The message on its way.
  private(set) var current: UInt64?
  /// Given up and not answered, in ascending order.
  private(set) var givenUp: [UInt64] = []
  private let limit: Int
  /// Of messages before this one nothing can come any more: their connection is closed.
  private var first: UInt64 = 0
  /// Of messages before this one it is not known any more whether they were answered.
  private var known: UInt64 = 0
  private var latestAnswered: UInt64?
  private var lastDamaged: UInt64?

  /// `limit` is how many messages that were given up it keeps.
  init(limit: Int) { self.limit = limit }

  /// A message is on its way.
  mutating func send() {
    current = next
    next += 1
  }

  /// The message on its way was given up; it may be answered all the same.
  mutating func giveUp() {
    guard let number = current else { return }
    current = nil
    if givenUp.count == limit { known = givenUp.removeFirst() + 1 }
    givenUp.append(number)
  }

  /// The message on its way is lost for good.
  mutating func lose() { current = nil }

  /// The message on its way was none: it did not reach the server.
  mutating func takeBack() {
    guard let number = current else { return }
    current = nil
    next = number
  }

  /// The connection is closed: whatever was not answered never will be.
  mutating func close() {
    current = nil
    givenUp.removeAll()
    first = next
  }

  /// Where messages are too short for a number, an answer can only be to the one on its way.
  mutating func place(isIntact: Bool) -> Verdict {
    guard current != nil else { return .stray }
    current = nil
    return .answer(isIntact: isIntact)
  }

  /// Whom an answer belongs to that bears `number`, nil if that is no number of this connection; `isIntact` if all of
  /// it is what was sent under that number.
  mutating func place(number: UInt64?, isIntact: Bool) -> Verdict {
    guard let number, (first..<next).contains(number) else { return unreadable() }
    if number == current {
      current = nil
      settle(number, isIntact)
      return .answer(isIntact: isIntact)
    }
    if let index = index(ofGivenUp: number) {
      givenUp.remove(at: index)
      let isReordered = latestAnswered.map { $0 > number } ?? false
      settle(number, isIntact)
      return .late(isIntact: isIntact, isReordered: isReordered)
    }
    if number < known { return .forgotten }
    // Where the number is damaged too, it may look like that of an earlier message; the same damage twice is a copy.
    return isIntact || current == nil || number == lastDamaged ? .duplicate : unreadable()
  }

  private mutating func unreadable() -> Verdict {
    guard let number = current else { return .stray }
    current = nil
    settle(number, false)
    return .unreadable
  }

  private mutating func settle(_ number: UInt64, _ isIntact: Bool) {
    latestAnswered = max(latestAnswered ?? 0, number)
    if !isIntact { lastDamaged = number }
  }

  /// By halves: there may be thousands.
  private func index(ofGivenUp number: UInt64) -> Int? {
    var range = 0..<givenUp.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if givenUp[middle] == number { return middle }
      range = givenUp[middle] < number ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
