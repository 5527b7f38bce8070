/// When streams and conversations were opened: what puts those that several tables found, or that one found in another
/// order than that of their packets, in order.
public struct Openings: Sendable {
  /// By the numbers that streams have: twice the frame, and one more unless it only carries another.
  var tcp: [Int] = []
  var udp: [Int] = []
  /// By the `index` of conversations: the frame.
  var conversations: [Int] = []

  /// The numbers that streams and conversations of one table have among those of all.
  public struct Numbers: Sendable {
    var tcp: [Int] = []
    var udp: [Int] = []
    var conversations: [Int] = []
  }

  /// For each of `tables` the numbers by the order of capture.
  public static func numbers(of tables: [Openings]) -> [Numbers] {
    let tcp = ranks(of: tables.map(\.tcp)), udp = ranks(of: tables.map(\.udp))
    let conversations = ranks(of: tables.map(\.conversations))
    return tables.indices.map { Numbers(tcp: tcp[$0], udp: udp[$0], conversations: conversations[$0]) }
  }

  private static func ranks(of lists: [[Int]]) -> [[Int]] {
    var all: [(opening: Int, list: Int, place: Int)] = []
    all.reserveCapacity(lists.reduce(0) { $0 + $1.count })
    for (list, openings) in lists.enumerated() {
      for (place, opening) in openings.enumerated() { all.append((opening, list, place)) }
    }
    all.sort { ($0.opening, $0.list, $0.place) < ($1.opening, $1.list, $1.place) }
    var ranks = lists.map { [Int](repeating: 0, count: $0.count) }
    for (rank, entry) in all.enumerated() { ranks[entry.list][entry.place] = rank }
    return ranks
  }
}

extension ConversationRecord {
  /// The same with numbers of the table that it was counted in.
  public mutating func setNumbers(index: Int, stream: Int) { (self.index, self.stream) = (index, stream) }

  /// The same with the numbers that it has among all.
  public mutating func renumber(_ numbers: Openings.Numbers) {
    index = numbers.conversations[index]
    stream = (`protocol` == .tcp ? numbers.tcp : numbers.udp)[stream]
  }
}
