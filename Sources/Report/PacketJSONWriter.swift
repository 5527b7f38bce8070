public import Conversations
public import Wire

/// A JSON object on a line for each packet, with the fields that it has.
public struct PacketJSONWriter: PacketListWriter, Sendable {
  private let fields: [(prefix: [UInt8], field: PacketField, isText: Bool)]
  private var clock = PacketListClock()

  /// Writes `fields`, each once; without a list, every field.
  public init(_ fields: [PacketField] = PacketField.all) {
    var seen: Set<PacketField> = []
    // Only comments need escaping: names are letters, digits, dots and underscores; other values are digits,
    // hexadecimal, addresses and times.
    self.fields = fields.filter { seen.insert($0).inserted }.map { field in
      let isText = !field.isNumber
      return (Array("\"\(field.name)\":\(isText ? "\"" : "")".utf8), field, isText)
    }
  }

  public mutating func skip(_ packet: Packet) { clock.advance(to: packet.timestamp) }

  public mutating func write(
    _ packet: Packet, _ frame: Frame, _ transport: Transport?, _ observation: Observation, to output: inout [UInt8]
  ) {
    clock.advance(to: packet.timestamp)
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    for (prefix, field, isText) in fields {
      let mark = output.count
      if !isFirst { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: prefix)
      let start = output.count
      field.append(packet, frame, transport, observation, clock, to: &output)
      if output.count == start {
        output.removeLast(output.count - mark)
        continue
      }
      if field.isFreeText { output.escapeQuotes(from: start) }
      if isText { output.append(UInt8(ascii: "\"")) }
      isFirst = false
    }
    output.append(text: "}\n")
  }
}
