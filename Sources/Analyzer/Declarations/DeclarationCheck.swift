public import Conversations
public import Wire

/// What a report declares, set against the conversations of captures.
public struct DeclarationCheck: Sendable {
  public enum Status: String, Hashable, Sendable {
    /// A conversation has all that was declared.
    case matches
    /// One comes near.
    case mismatch
    /// None does.
    case absent
  }

  /// One declared end, and that of the conversation.
  public struct End: Hashable, Sendable {
    public let declared: DeclaredEnd
    /// Nil where no conversation comes near.
    public let found: Endpoint?
    /// True also where no address was declared.
    public let isAddressEqual: Bool
    /// True also where no port was declared.
    public let isPortEqual: Bool
    /// How the address differs, where it is so little that it may be mistyped; nil of another one, and where it does not.
    public let difference: Difference?
  }

  /// How two addresses differ.
  public enum Difference: Hashable, Sendable {
    /// So many of the numbers between the dots.
    case groups(Int)
    /// So many characters.
    case characters(Int)
  }

  public struct Item: Hashable, Sendable {
    public let declaration: Declaration
    public let status: Status
    /// The one that matches, or comes nearest.
    public let conversation: ConversationRecord?
    public let server: End?
    public let client: End?
    /// Server and client were declared the other way round.
    public let areSwapped: Bool
    /// The endpoints are those of a conversation of the other protocol.
    public let isOtherProtocol: Bool
  }

  public let items: [Item]
  /// Conversations that return what they are sent, and of which nothing is declared: the first hundred.
  public let undeclared: [ConversationRecord]
  public let undeclaredTotal: Int

  public var isMatched: Bool { items.allSatisfy { $0.status == .matches } }

  public init(_ declarations: [Declaration], _ conversations: [ConversationRecord]) {
    // Of two that come as near, that which returns what it is sent is meant.
    let records = conversations.filter { $0.background == nil }.sorted { first, second in
      let (one, other) = (first.returnedRequests > 0, second.returnedRequests > 0)
      return one == other ? first.index < second.index : one
    }
    items = declarations.map { Item($0, records) }
    let told = Set(items.compactMap { $0.conversation?.index })
    let others = records.filter { $0.returnedRequests > 0 && !told.contains($0.index) }
    undeclared = Array(others.prefix(100))
    undeclaredTotal = others.count
  }
}

extension DeclarationCheck.Item {
  /// How far a conversation is from what was declared, and the same with its ends.
  private struct Candidate {
    let record: ConversationRecord
    let areSwapped: Bool
    let isOtherProtocol: Bool
    let distance: Int
    let isNear: Bool

    /// Those that come near first.
    var rank: (Int, Int) { (isNear ? 0 : 1, distance) }
  }

  fileprivate init(_ declaration: Declaration, _ records: [ConversationRecord]) {
    self.declaration = declaration
    var nearest: Candidate?
    for record in records {
      for areSwapped in [false, true] {
        let candidate = Self.candidate(declaration, record, areSwapped: areSwapped)
        if nearest.map({ candidate.rank < $0.rank }) ?? true { nearest = candidate }
      }
      if nearest?.distance == 0 { break }
    }
    let best = nearest.flatMap { $0.isNear ? $0 : nil }
    conversation = best?.record
    areSwapped = best?.areSwapped ?? false
    isOtherProtocol = best?.isOtherProtocol ?? false
    status = best.map { $0.distance == 0 ? .matches : .mismatch } ?? .absent
    let (server, client) = Self.ends(best?.record, areSwapped: best?.areSwapped ?? false)
    self.server = declaration.server.map { DeclarationCheck.End($0, server) }
    self.client = declaration.client.map { DeclarationCheck.End($0, client) }
  }

  private static func ends(_ record: ConversationRecord?, areSwapped: Bool) -> (Endpoint?, Endpoint?) {
    areSwapped ? (record?.originator, record?.responder) : (record?.responder, record?.originator)
  }

  private static func candidate(
    _ declaration: Declaration, _ record: ConversationRecord, areSwapped: Bool
  ) -> Candidate {
    let (server, client) = ends(record, areSwapped: areSwapped)
    let isOtherProtocol = declaration.protocol.map { $0 != record.protocol } ?? false
    // Each of these alone is a mistake that is easily made, and less than one in the numbers.
    var distance = (areSwapped ? 1 : 0) + (isOtherProtocol ? 3 : 0)
    var isNear = false
    for (declared, found) in [(declaration.server, server), (declaration.client, client)] {
      guard let declared, let found else { continue }
      let address = addressDistance(declared, found.address)
      let port = portDistance(declared, found.port)
      distance += 2 * (address + port)
      // The port alone is everybody's, unless nothing else was declared.
      if declared.isPortAlone ? port <= nearPortDistance : address <= nearDistance { isNear = true }
    }
    return Candidate(
      record: record, areSwapped: areSwapped, isOtherProtocol: isOtherProtocol, distance: distance, isNear: isNear)
  }

  /// Characters by which a mistyped address may differ.
  fileprivate static let nearDistance = 3
  /// The same of a port that was declared alone.
  private static let nearPortDistance = 1

  private static func addressDistance(_ declared: DeclaredEnd, _ found: IPAddress) -> Int {
    if declared.isPortAlone { return 0 }
    if let address = declared.address {
      return address == found ? 0 : max(Spelling.distance(address.description, found.description), 1)
    }
    return min(max(Spelling.distance(declared.addressText, found.description), 1), 100)
  }

  private static func portDistance(_ declared: DeclaredEnd, _ found: UInt16) -> Int {
    if let text = declared.portFault { return min(max(Spelling.distance(text, "\(found)"), 1), 100) }
    guard let port = declared.port else { return 0 }
    return port == found ? 0 : max(Spelling.distance("\(port)", "\(found)"), 1)
  }
}

extension DeclarationCheck.End {
  fileprivate init(_ declared: DeclaredEnd, _ found: Endpoint?) {
    self.declared = declared
    self.found = found
    isAddressEqual = found != nil && (declared.isPortAlone || declared.address == found?.address)
    isPortEqual = declared.portFault == nil && (declared.port == nil || declared.port == found?.port)
    guard let found, !isAddressEqual else {
      difference = nil
      return
    }
    let (ours, theirs) = (declared.addressText, found.address.description)
    let (groups, others) = (ours.split(separator: "."), theirs.split(separator: "."))
    let differing = zip(groups, others).count { $0 != $1 }
    let distance = Spelling.distance(ours, theirs)
    let isNear = distance <= DeclarationCheck.Item.nearDistance
    if groups.count == 4, others.count == 4, differing == 1 || differing == 2 && isNear {
      difference = .groups(differing)
    } else {
      difference = isNear ? .characters(distance) : nil
    }
  }
}
