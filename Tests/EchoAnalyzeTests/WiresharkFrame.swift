import Testing

/// A frame of a capture file as Wireshark reads it.
struct WiresharkFrame {
  let sourcePort: Int
  let destinationPort: Int
  /// Relative numbers.
  let sequence: Int
  let acknowledgment: Int
  /// Payload bytes of the segment or datagram.
  let length: Int
  let isSYN: Bool
  let isACK: Bool
  let isFIN: Bool
  let isRST: Bool

  /// The frames of `file` by their numbers. ICMP errors about what other tests send meanwhile are left out.
  static func all(of file: String) async throws -> [Int: WiresharkFrame] {
    let fields = [
      "frame.number", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.seq", "tcp.ack", "tcp.len",
      "udp.length", "tcp.flags",
    ]
    let outcome = try await BuiltTool.run(
      ["tshark", "-n", "-r", file, "-Y", "not icmp", "-T", "fields"] + fields.flatMap { ["-e", $0] })
    #expect(outcome.status == .exited(0))
    var frames: [Int: WiresharkFrame] = [:]
    for line in outcome.output.split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func number(_ place: Int) -> Int? { Int(cells[place]) }
      let flags = cells[9].isEmpty ? 0 : try #require(Int(cells[9].dropFirst(2), radix: 16))
      frames[try #require(number(0))] = WiresharkFrame(
        sourcePort: try #require(number(1) ?? number(3)), destinationPort: try #require(number(2) ?? number(4)),
        sequence: number(5) ?? 0, acknowledgment: number(6) ?? 0,
        length: try #require(number(7) ?? number(8).map { $0 - 8 }), isSYN: flags & 2 != 0, isACK: flags & 16 != 0,
        isFIN: flags & 1 != 0, isRST: flags & 4 != 0)
    }
    return frames
  }
}
