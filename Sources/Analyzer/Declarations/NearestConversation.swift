import Conversations
import Wire

/// Finds the conversation that is declared: that which has all of it, or else that which comes nearest.
struct NearestConversation {
  /// A conversation that comes near, and how far it is from what was declared.
  struct Candidate {
    let record: ConversationRecord
    let areSwapped: Bool
    let isOtherProtocol: Bool
    let distance: Int

    var server: Endpoint { areSwapped ? record.originator : record.responder }
    var client: Endpoint { areSwapped ? record.responder : record.originator }
  }

  /// Characters by which a mistyped address may differ.
  static let nearDistance = 3

  private let records: [ConversationRecord]
  private let addresses: [SpelledAddress]
  /// Where each address is among them.
  private let known: [IPAddress: Int]
  /// Of each record its ends, with their places among the addresses. A record is large to be taken up for each comparison.
  private let places: [(transport: TransportProtocol, originator: End, responder: End)]

  fileprivate typealias End = (port: UInt16, address: Int)

  /// Of two that come as near, the first is meant.
  init(_ records: [ConversationRecord]) {
    self.records = records
    var known: [IPAddress: Int] = [:]
    var addresses: [SpelledAddress] = []
    func place(_ address: IPAddress) -> Int {
      if let place = known[address] { return place }
      known[address] = addresses.count
      addresses.append(SpelledAddress(address))
      return addresses.count - 1
    }
    places = records.map { record in
      (
        record.protocol, (record.originator.port, place(record.originator.address)),
        (record.responder.port, place(record.responder.address))
      )
    }
    self.addresses = addresses
    self.known = known
  }

  /// Nil where none comes near.
  func candidate(_ declaration: Declaration) -> Candidate? {
    // Spelling is compared only of what nothing has as it was declared.
    let declared = [declaration.server, declaration.client].compactMap { $0?.address }
    if declared.allSatisfy({ known[$0] != nil }), let record = records.first(where: { Self.matches(declaration, $0) }) {
      return Candidate(record: record, areSwapped: false, isOtherProtocol: false, distance: 0)
    }
    var server = declaration.server.map { EndDistances($0, addresses) }
    var client = declaration.client.map { EndDistances($0, addresses) }
    guard server?.isAnyNear ?? false || client?.isAnyNear ?? false else { return nil }
    var nearest: Candidate?
    for (index, place) in places.enumerated() {
      for areSwapped in [false, true] {
        let ends = areSwapped ? (place.originator, place.responder) : (place.responder, place.originator)
        let isServerNear = server?.isNear(ends.0) ?? false
        guard isServerNear || client?.isNear(ends.1) ?? false else { continue }
        let isOtherProtocol = declaration.protocol.map { $0 != place.transport } ?? false
        // Each of these alone is a mistake that is easily made, and less than one in the numbers.
        let distance =
          (areSwapped ? 1 : 0) + (isOtherProtocol ? 3 : 0)
          + 2 * ((server?.distance(ends.0) ?? 0) + (client?.distance(ends.1) ?? 0))
        if nearest.map({ distance < $0.distance }) ?? true {
          nearest = Candidate(
            record: records[index], areSwapped: areSwapped, isOtherProtocol: isOtherProtocol, distance: distance)
        }
      }
    }
    return nearest
  }

  private static func matches(_ declaration: Declaration, _ record: ConversationRecord) -> Bool {
    func matches(_ end: DeclaredEnd?, _ found: Endpoint) -> Bool {
      guard let end else { return true }
      return !end.hasFault && (end.address == nil || end.address == found.address)
        && (end.port == nil || end.port == found.port)
    }
    return (declaration.protocol == nil || declaration.protocol == record.protocol)
      && matches(declaration.server, record.responder) && matches(declaration.client, record.originator)
  }
}

/// How far the ends of conversations are from a declared one; each address and each port is compared once.
private struct EndDistances {
  /// What a port that was declared alone may differ by.
  private static let nearPortDistance = 1
  /// Anything farther is as far.
  private static let farthest = 100

  private let end: DeclaredEnd
  private let declared: SpelledAddress
  private let addresses: [SpelledAddress]
  /// Of each address whether it may be meant.
  private let near: [Bool]
  private var byAddress: [Int: Int] = [:]
  private var byPort: [UInt16: Int] = [:]

  init(_ end: DeclaredEnd, _ addresses: [SpelledAddress]) {
    self.end = end
    self.addresses = addresses
    // An address can be written in several ways.
    let declared = SpelledAddress(end.address?.description ?? end.addressText)
    self.declared = declared
    near =
      end.isPortAlone
      ? []
      : addresses.map { address in
        declared.leastDistance(address) <= NearestConversation.nearDistance
          && Self.between(declared.text, address.text) <= NearestConversation.nearDistance
      }
  }

  /// False where no address is near.
  var isAnyNear: Bool { end.isPortAlone || near.contains(true) }

  /// The port alone is everybody's, unless nothing else was declared.
  mutating func isNear(_ found: (port: UInt16, address: Int)) -> Bool {
    if end.isPortAlone { return portDistance(found.port) <= Self.nearPortDistance }
    return near[found.address]
  }

  mutating func distance(_ found: (port: UInt16, address: Int)) -> Int {
    (end.isPortAlone ? 0 : addressDistance(found.address)) + portDistance(found.port)
  }

  private mutating func addressDistance(_ place: Int) -> Int {
    if let known = byAddress[place] { return known }
    let distance =
      end.address != nil && declared.text == addresses[place].text
      ? 0 : Self.between(declared.text, addresses[place].text)
    byAddress[place] = distance
    return distance
  }

  private mutating func portDistance(_ found: UInt16) -> Int {
    if end.portFault == nil, end.port == nil || end.port == found { return 0 }
    if let known = byPort[found] { return known }
    let distance = Self.between(end.portFault ?? end.port.map { "\($0)" } ?? "", "\(found)")
    byPort[found] = distance
    return distance
  }

  /// Not 0: what is written alike and is no address is not the same.
  private static func between(_ declared: String, _ found: String) -> Int {
    min(max(Spelling.distance(declared, found) ?? farthest, 1), farthest)
  }
}
