import Analyzer
import Conversations

/// The calls of server and client beside each other, and between them what they put on the wire, with the frames of a session
/// where there is one.
struct SocketCallDiagram {
  let text: String

  init(_ trace: EchoTrace?, isTCP: Bool, words: any LabPhrases) {
    let rows = isTCP ? Self.tcp(trace, words) : Self.udp(trace, words)
    let middle = rows.map(\.middle.columns).max() ?? 0
    let left = 14
    func row(_ server: String, _ between: String, _ client: String) -> String {
      var line = server + .blanks(left - server.columns) + between + .blanks(middle + 2 - between.columns) + client
      while line.last == " " { line.removeLast() }
      return line
    }
    let title = row(words.text(.server), "", words.text(.client))
    text = ([title] + rows.map { row($0.server, $0.middle, $0.client) }).joined(separator: "\n")
  }

  private struct Row {
    var server = ""
    var middle = ""
    var client = ""
  }

  /// A message between the two, with the frames that carried it.
  private static func arrow(_ text: String, toServer: Bool, _ frames: [Int], _ words: any LabPhrases) -> String {
    let label = frames.isEmpty ? text : "\(text) (\(words.frames(frames)))"
    return toServer ? "◀── \(label) ───" : "─── \(label) ──▶"
  }

  private static func tcp(_ trace: EchoTrace?, _ words: any LabPhrases) -> [Row] {
    let record = trace?.record, handshake = record?.handshake
    func data(_ side: Side) -> [Int] { (record?.data ?? []).filter { $0.from == side }.prefix(4).map(\.frame) }
    let fins = record?.teardown?.fins ?? []
    var rows = [
      Row(server: "socket()", client: "socket()"), Row(server: "bind()"), Row(server: "listen()"),
      Row(
        middle: arrow("SYN", toServer: true, [handshake?.syn?.frame].compactMap(\.self), words), client: "connect()"),
      Row(middle: arrow("SYN, ACK", toServer: false, [handshake?.synAck?.frame].compactMap(\.self), words)),
      Row(middle: arrow("ACK", toServer: true, [handshake?.ack?.frame].compactMap(\.self), words)),
      Row(server: "accept()"),
      Row(server: "recv()", middle: arrow("PSH, ACK", toServer: true, data(.originator), words), client: "send()"),
      Row(server: "send()", middle: arrow("PSH, ACK", toServer: false, data(.responder), words), client: "recv()"),
    ]
    // Who closes first is a matter of the programs: in a session it is seen.
    let order: [(Side, [Int])] =
      fins.isEmpty ? [(.responder, []), (.originator, [])] : fins.map { ($0.from, [$0.frame]) }
    for (side, frames) in order {
      let middle = arrow("FIN, ACK", toServer: side == .originator, frames, words)
      rows.append(
        side == .originator ? Row(middle: middle, client: "close()") : Row(server: "close()", middle: middle))
    }
    return rows
  }

  private static func udp(_ trace: EchoTrace?, _ words: any LabPhrases) -> [Row] {
    let exchange = trace?.record.exchanges.first { $0.request != nil }
    return [
      Row(server: "socket()", client: "socket()"), Row(server: "bind()"),
      Row(
        server: "recvfrom()",
        middle: arrow("UDP", toServer: true, [exchange?.request?.frame].compactMap(\.self), words), client: "sendto()"),
      Row(
        server: "sendto()", middle: arrow("UDP", toServer: false, [exchange?.reply?.frame].compactMap(\.self), words),
        client: "recvfrom()"),
      Row(server: "close()", client: "close()"),
    ]
  }
}
