import Analyzer
import Conversations
import Wire

/// The conversations of several captures that are set against each other: those that return what they were sent.
struct Comparison {
  struct Trace: Sendable {
    let trace: EchoTrace
    /// The name of its capture.
    let capture: String
    /// Other protocols that the capture has over the same transport.
    let others: [(name: String, packets: Int)]
    /// And further conversations over it.
    let otherConversations: Int
  }

  private(set) var traces: [Trace] = []
  /// Captures without any echo, by name.
  private(set) var withoutEcho: [(capture: String, echo: EchoResult?)] = []
  /// Echoes that there was no room for, by capture.
  private(set) var leftOut: [(capture: String, count: Int)] = []

  /// Conversations of one capture that are compared, and of all.
  private static let limits = (capture: 3, all: 12)

  init(_ summary: Summary) {
    for index in summary.captures.indices { add(capture: index, of: summary) }
  }

  private mutating func add(capture index: Int, of summary: Summary) {
    let name = Self.name(of: summary.captures[index].path)
    let records = summary.conversations.filter { $0.capture == index && $0.background == nil }
    let echoes = summary.isSelected ? records : records.filter(\.isEcho)
    let largest = (echoes.isEmpty ? records : echoes).sorted { ($1.bytes, $0.index) < ($0.bytes, $1.index) }
    if echoes.isEmpty { withoutEcho.append((name, largest.first?.echo)) }
    let room = min(echoes.isEmpty ? 1 : Self.limits.capture, Self.limits.all - traces.count)
    for record in largest.prefix(max(room, 0)).sorted(by: { $0.index < $1.index }) {
      traces.append(Self.trace(of: record, in: summary))
    }
    let others = echoes.count + (summary.captures[index].leftOut?.echoes ?? 0) - max(room, 0)
    if !echoes.isEmpty, others > 0 { leftOut.append((name, others)) }
  }

  /// A conversation, and what its capture has beside it.
  static func trace(of record: ConversationRecord, in summary: Summary) -> Trace {
    let others = BackgroundProtocol.allCases.compactMap { background -> (name: String, packets: Int)? in
      let packets = summary.conversations.reduce(0) { sum, other in
        other.capture == record.capture && other.background == background && other.protocol == record.protocol
          ? sum + other.packets : sum
      }
      return packets > 0 ? (background.rawValue, packets) : nil
    }
    return Trace(
      trace: EchoTrace(record, summary.packets[record.index]),
      capture: name(of: summary.captures[record.capture].path), others: others,
      otherConversations: summary.conversations.count {
        $0.capture == record.capture && $0.background == nil && $0.protocol == record.protocol
          && $0.index != record.index
      })
  }

  /// The last component of a path, made safe to show.
  static func name(of path: String) -> String {
    EscapedText(path.split(separator: "/").last.map(String.init) ?? path).text
  }

  /// What tells each trace from the others, as short as it can be: the protocol, the capture, or both with the stream.
  var marks: [String] {
    let protocols = traces.map { $0.trace.record.protocol.name }
    if Set(protocols).count == traces.count { return protocols }
    let captures = traces.map { trace in
      trace.capture.lastIndex(of: ".").map { String(trace.capture[..<$0]) } ?? trace.capture
    }
    if Set(captures).count == traces.count { return captures }
    return zip(captures, traces).map { "\($0) \($1.trace.record.protocol.rawValue):\($1.trace.record.stream)" }
  }

  /// All are of one protocol, so that it is the links that differ.
  var isOfLinks: Bool { traces.count > 1 && Set(traces.map(\.trace.record.protocol)).count < 2 }

  /// All were asked for the same; nil of fewer than two.
  var hasSameWorkload: Bool? {
    guard traces.count > 1, let first = traces.first else { return nil }
    return traces.dropFirst().allSatisfy { $0.trace.hasSameWorkload(as: first.trace) }
  }

  /// What of a trace a measure is: the value in whole units, and its text. Nil where it is not known, or means nothing.
  static func value(_ measure: ComparedMeasure, of trace: EchoTrace, _ numbers: NumberText) -> (Int, String)? {
    let record = trace.record
    switch measure {
    case .frames: return (record.packets, "\(record.packets)")
    case .bytes: return (record.bytes, "\(record.bytes)")
    case .bytesPerPayloadByte: return trace.bytesPerHundred.map { ($0, numbers.hundredths($0)) }
    case .firstEcho: return trace.networkTimeToFirstEcho.map { (Int($0), numbers.duration($0)) }
    case .roundTrip:
      return trace.firstEcho == nil ? nil : record.echo.rtt?.median.map { (Int($0), numbers.duration($0)) }
    case .repeats:
      guard record.protocol == .tcp else { return nil }
      let again = trace.retransmissions.total + trace.controlRepeats.count
      return (again, "\(again)")
    }
  }

  /// How many times as large, with two decimals.
  static func ratio(_ large: Int, _ small: Int, _ numbers: NumberText) -> String? {
    guard small > 0, large >= small else { return nil }
    return numbers.hundredths(Int(clamping: (Int128(large) * 100 + Int128(small / 2)) / Int128(small)))
  }

  /// Traces, by their places, that belong beside each other: TCP with UDP on one link, then one protocol on several.
  var pairs: [(Int, Int)] {
    let places = traces.indices
    let tcp = places.filter { traces[$0].trace.record.protocol == .tcp }
    let udp = places.filter { traces[$0].trace.record.protocol == .udp }
    var free = udp
    var pairs: [(Int, Int)] = []
    for place in tcp {
      guard let other = free.first(where: { Self.link(of: traces[$0]) == Self.link(of: traces[place]) }) else {
        continue
      }
      pairs.append((place, other))
      free.removeAll { $0 == other }
    }
    // With one of each there is nothing else to set it against.
    if pairs.isEmpty, let first = tcp.first, let other = udp.first { pairs.append((first, other)) }
    for group in [tcp, udp] {
      guard let first = group.first(where: { traces[$0].trace.record.isEcho }) ?? group.first else { continue }
      pairs += group.filter { $0 != first }.map { (first, $0) }
    }
    return pairs
  }

  /// What conversations on one link have in common: the network of whoever began.
  private static func link(of trace: Trace) -> UInt128 {
    let address = trace.trace.record.originator.address
    return address.rawValue >> (address.isIPv6 ? 64 : 8)
  }
}
