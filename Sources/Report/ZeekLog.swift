public import Conversations
import Wire

/// Conversations as lines of Zeek's conn.log in JSON: its names, its order, and no key for what is not set.
public struct ZeekLog: Sendable {
  public init() {}

  /// One conversation, with the end of its line; empty where nothing is known that Zeek would log.
  public func line(_ record: ConversationRecord) -> [UInt8] {
    guard let zeek = record.zeek else { return [] }
    let isOriginator = zeek.originator == .originator
    let (originator, responder) =
      isOriginator ? (record.originator, record.responder) : (record.responder, record.originator)
    var members = [
      #""ts":"# + seconds(zeek.start.nanoseconds),
      #""uid":""# + identifier(record, zeek, originator, responder) + #"""#,
      #""id.orig_h":""# + originator.address.description + #"""#, #""id.orig_p":\#(originator.port)"#,
      #""id.resp_h":""# + responder.address.description + #"""#, #""id.resp_p":\#(responder.port)"#,
      #""proto":""# + record.protocol.rawValue + #"""#,
    ]
    if let duration = zeek.durationNanoseconds { members.append(#""duration":"# + seconds(duration)) }
    if let bytes = zeek.originatorBytes { members.append(#""orig_bytes":\#(bytes)"#) }
    if let bytes = zeek.responderBytes { members.append(#""resp_bytes":\#(bytes)"#) }
    members += [#""conn_state":""# + zeek.state.rawValue + #"""#, #""missed_bytes":\#(zeek.missedBytes)"#]
    if !zeek.history.isEmpty { members.append(#""history":""# + zeek.history + #"""#) }
    members += [
      #""orig_pkts":\#(zeek.originatorPackets)"#, #""orig_ip_bytes":\#(zeek.originatorIPBytes)"#,
      #""resp_pkts":\#(zeek.responderPackets)"#, #""resp_ip_bytes":\#(zeek.responderIPBytes)"#,
    ]
    return Array("{\(members.joined(separator: ","))}\n".utf8)
  }

  /// Seconds as Zeek writes times, to the microsecond.
  private func seconds(_ nanoseconds: Int64) -> String { NumberText.plain.seconds(nanoseconds, digits: 6) }

  /// `uid`: the same for the same connection whenever it is read, and another for others.
  private func identifier(
    _ record: ConversationRecord, _ zeek: ZeekSummary, _ originator: Endpoint, _ responder: Endpoint
  ) -> String {
    // FNV-1a of 128 bits (G. Fowler, L. C. Noll, K.-P. Vo).
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    func add<Value: FixedWidthInteger>(_ value: Value) {
      for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
        hash = (hash ^ UInt128(UInt8(truncatingIfNeeded: value >> Value(shift)))) &* 0x100_0000_0000_0000_0000_013b
      }
    }
    add(zeek.start.nanoseconds)
    // Several may begin at one moment where times are coarse, or wrong.
    add(UInt64(record.first.frame))
    for endpoint in [originator, responder] {
      add(endpoint.address.rawValue)
      add(UInt8(endpoint.address.isIPv6 ? 6 : 4))
      add(endpoint.port)
    }
    for byte in record.protocol.rawValue.utf8 { add(byte) }
    for byte in (record.encapsulation ?? "").utf8 { add(byte) }
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    var text = "C"
    for _ in 0..<17 {
      text.append(digits[Int(hash % 62)])
      hash /= 62
    }
    return text
  }
}
