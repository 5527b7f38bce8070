import Conversations
import Wire

// Who has to have talked with whom.
extension Grader {
  static func endpoints(_ demanded: DemandedEndpoints, _ records: [ConversationRecord]) -> Finding {
    var nearest: (record: ConversationRecord, mismatches: [EndpointMismatch])?
    for record in records {
      let mismatches = mismatches(demanded, record)
      if mismatches.isEmpty {
        return Finding(.endpoints, isMet: true, record, [record.first.frame])
      }
      if nearest.map({ distance(mismatches) < distance($0.mismatches) }) ?? true { nearest = (record, mismatches) }
    }
    guard let nearest else { return Finding(.noConversation(demanded.protocol, port: nil), isMet: false) }
    return Finding(.otherEndpoints(nearest.mismatches), isMet: false, nearest.record, [nearest.record.first.frame])
  }

  /// What is only on the wrong side is nearer than what is nowhere, and of that what looks alike.
  private static func distance(_ mismatches: [EndpointMismatch]) -> Int {
    mismatches.reduce(0) { sum, mismatch in
      sum + (mismatch.isSwapped ? 50 : 100 + min(Spelling.distance(mismatch.demanded, mismatch.found) ?? 40, 40))
    }
  }

  private static func mismatches(_ demanded: DemandedEndpoints, _ record: ConversationRecord) -> [EndpointMismatch] {
    let (server, client) = (record.responder, record.originator)
    var mismatches: [EndpointMismatch] = []
    func check(_ field: EndpointMismatch.Field, _ range: DemandedAddresses?, _ found: IPAddress, other: IPAddress) {
      guard let range, !range.contains(found) else { return }
      mismatches.append(
        EndpointMismatch(
          field: field, demanded: range.description, found: found.description, isSwapped: range.contains(other)))
    }
    func check(_ field: EndpointMismatch.Field, _ range: DemandedPorts?, _ found: UInt16, other: UInt16) {
      guard let range, !range.range.contains(found) else { return }
      mismatches.append(
        EndpointMismatch(
          field: field, demanded: range.description, found: "\(found)", isSwapped: range.range.contains(other)))
    }
    check(.serverAddress, demanded.server, server.address, other: client.address)
    check(.serverPort, demanded.serverPort, server.port, other: client.port)
    check(.clientAddress, demanded.client, client.address, other: server.address)
    check(.clientPort, demanded.clientPort, client.port, other: server.port)
    return mismatches
  }
}
