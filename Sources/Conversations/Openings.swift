/// When the streams and conversations of one table were opened: what gives those that several tables found the numbers that
/// one would have given them.
///
/// Each is known by the frame that opened it, of which there is one: a bit, so that very many take little.
public struct Openings: Sendable {
  /// Twice the frame, and one more unless the stream only carries another.
  private var tcp = NumberSet()
  private var udp = NumberSet()
  private var conversations = NumberSet()

  /// Notes the conversation that `frame` opens.
  mutating func noteConversation(_ frame: Int) { conversations.insert(frame) }

  /// Notes the stream that `frame` opens, and gives the number by which it is known meanwhile.
  mutating func noteStream(_ protocol: TransportProtocol, _ frame: Int, isCarrier: Bool) -> Int {
    let number = frame * 2 + (isCarrier ? 0 : 1)
    if `protocol` == .tcp { tcp.insert(number) } else { udp.insert(number) }
    return number
  }

  /// The numbers that streams and conversations of several tables have among those of all.
  public struct Numbers: Sendable {
    fileprivate let tcp: NumberSet
    fileprivate let udp: NumberSet
    fileprivate let conversations: NumberSet
  }

  /// The numbers by the order of capture.
  public static func numbers(of tables: [Openings]) -> Numbers {
    func all(_ set: (Openings) -> NumberSet) -> NumberSet {
      var all = NumberSet()
      for table in tables { all.formUnion(set(table)) }
      all.count()
      return all
    }
    return Numbers(tcp: all(\.tcp), udp: all(\.udp), conversations: all(\.conversations))
  }
}

extension ConversationRecord {
  /// The same with numbers of the table that it was counted in.
  public mutating func setNumbers(index: Int, stream: Int) { (self.index, self.stream) = (index, stream) }

  /// The same with the numbers that it has among all.
  public mutating func renumber(_ numbers: Openings.Numbers) {
    index = numbers.conversations.rank(of: index)
    stream = (`protocol` == .tcp ? numbers.tcp : numbers.udp).rank(of: stream)
  }
}
