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
    let nearest = NearestConversation(records)
    items = declarations.map { Item($0, nearest) }
    let told = Set(items.compactMap { $0.conversation?.index })
    let others = records.filter { $0.returnedRequests > 0 && !told.contains($0.index) }
    undeclared = Array(others.prefix(100))
    undeclaredTotal = others.count
  }
}

extension DeclarationCheck.Item {
  fileprivate init(_ declaration: Declaration, _ nearest: NearestConversation) {
    self.declaration = declaration
    let best = nearest.candidate(declaration)
    conversation = best?.record
    areSwapped = best?.areSwapped ?? false
    isOtherProtocol = best?.isOtherProtocol ?? false
    status = best.map { $0.distance == 0 ? .matches : .mismatch } ?? .absent
    let (server, client) = (best?.server, best?.client)
    self.server = declaration.server.map { DeclarationCheck.End($0, server) }
    self.client = declaration.client.map { DeclarationCheck.End($0, client) }
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
    let isNear = distance.map { $0 <= NearestConversation.nearDistance } ?? false
    if groups.count == 4, others.count == 4, differing == 1 || differing == 2 && isNear {
      difference = .groups(differing)
    } else {
      difference = isNear ? distance.map { .characters($0) } : nil
    }
  }
}
