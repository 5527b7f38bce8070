/// A set of numbers from 0 that tells how many of it lie below one. What is empty for long takes no room.
struct NumberSet: Sendable {
  /// The bits of so many numbers in a row.
  private static var pageSize: Int { 65_536 }

  private var pages: [[UInt64]] = []
  /// Numbers in the pages before each.
  private var before: [Int] = []

  mutating func insert(_ number: Int) {
    let page = number / Self.pageSize, bit = number % Self.pageSize
    while pages.count <= page { pages.append([]) }
    if pages[page].isEmpty { pages[page] = Array(repeating: 0, count: Self.pageSize / 64) }
    pages[page][bit / 64] |= 1 << UInt64(bit % 64)
  }

  mutating func formUnion(_ other: NumberSet) {
    while pages.count < other.pages.count { pages.append([]) }
    for (page, words) in other.pages.enumerated() where !words.isEmpty {
      if pages[page].isEmpty {
        pages[page] = words
      } else {
        for word in words.indices { pages[page][word] |= words[word] }
      }
    }
  }

  /// Counts what is in it, so that ranks can be told.
  mutating func count() {
    var sum = 0
    before = pages.map { words in
      defer { sum += words.reduce(0) { $0 + $1.nonzeroBitCount } }
      return sum
    }
  }

  /// How many numbers lie below `number`, by the last `count`.
  func rank(of number: Int) -> Int {
    let page = number / Self.pageSize, bit = number % Self.pageSize
    guard page < pages.count else {
      return (before.last ?? 0) + (pages.last ?? []).reduce(0) { $0 + $1.nonzeroBitCount }
    }
    guard !pages[page].isEmpty else { return before[page] }
    let words = pages[page]
    let mask: UInt64 = (1 << UInt64(bit % 64)) - 1
    return words[..<(bit / 64)].reduce(before[page] + (words[bit / 64] & mask).nonzeroBitCount) {
      $0 + $1.nonzeroBitCount
    }
  }
}
