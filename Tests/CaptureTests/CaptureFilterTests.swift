import Capture
import Testing
import Wire

struct CaptureFilterTests {
  func matches(_ expression: String, _ bytes: [UInt8], original: Int? = nil) throws -> Bool {
    var filter = try CaptureFilter(expression, linkType: .ethernet, snapshotLength: 262_144)
    return try filter.matches(
      Packet(
        timestamp: Timestamp(nanoseconds: 0), originalLength: original ?? bytes.count, linkType: .ethernet,
        bytes: bytes.span.bytes))
  }

  func mistake(in expression: String) -> (reason: String, position: Int?)? {
    do throws(CaptureError) {
      _ = try CaptureFilter(expression, linkType: .ethernet, snapshotLength: 262_144)
    } catch {
      if case .invalidFilter(expression, let reason, let position) = error { return (reason, position) }
    }
    return nil
  }

  @Test func `a filter tells packets apart`() throws {
    #expect(try matches("udp port 12345", Packets.datagram))
    #expect(try !matches("udp port 53", Packets.datagram))
  }

  @Test func `the empty filter lets everything through, even a packet without bytes`() throws {
    #expect(try matches("", []))
    #expect(try matches("", Packets.datagram))
  }

  @Test func `a packet cut short does not match what is cut off`() throws {
    for length in 0..<38 {
      #expect(try !matches("udp port 12345", Array(Packets.datagram.prefix(length)), original: 60))
    }
  }

  @Test func `lengths are the frame's own, not what was captured`() throws {
    #expect(try matches("greater 1000", [1, 2, 3], original: 1_500))
    #expect(try !matches("greater 1000", [1, 2, 3]))
  }

  @Test(
    arguments: [
      ("tcp prot 80", "syntax error", 4),
      ("tcp and and udp", "syntax error", 8),
      ("tcp)", "syntax error", 3),
      ("(tcp or udp", "syntax error", 11),
      ("host", "syntax error", 4),
      ("udp port", "syntax error", 8),
      ("foo", "syntax error", 0),
      ("tcp @ 3", "syntax error", 4),
      ("tcp or port zzz", "unknown port 'zzz'", 12),
      ("udp or port 99999", "illegal port number 99999 > 65535", 12),
      ("tcp[13] & 2 != 0 and or udp", "syntax error", 21),
      ("ether host 00:00:00:00:00:02 and ip[6:3] = 1", "data size must be 1, 2, or 4", 36),
    ])
  func `a mistake is pointed at`(expression: String, reason: String, position: Int) throws {
    let fault = try #require(mistake(in: expression))
    #expect(fault.reason == reason)
    #expect(fault.position == position)
  }

  @Test func `the message draws a caret under the mistake`() throws {
    let error = CaptureError.invalidFilter(expression: "tcp\nprot 80", reason: "syntax error", position: 4)
    #expect(error.description.contains("\n  tcp prot 80\n      ^\n"))
  }

  @Test func `a filter that can never match says so, without a place`() throws {
    #expect(throws: CaptureError.self) { _ = try CaptureFilter("icmp6", linkType: .ipv4, snapshotLength: 65_535) }
    let fault = try #require(mistake(in: "tcp and udp"))
    #expect(fault.reason.contains("rejects all packets"))
    #expect(fault.position == nil)
  }

  @Test func `each link type gets the filter in its own offsets`() throws {
    var filter = try CaptureFilter("udp port 12345", linkType: .ethernet, snapshotLength: 262_144)
    let ip = Packets.ipv4(17, Packets.udp(to: 12_345))
    let other = Packets.ipv4(17, Packets.udp(to: 53))
    for _ in 1...2 {
      for linkType in [0, 1, 113, 101] as [Int32] {
        for (packet, isMeant) in [(ip, true), (other, false)] {
          let bytes = Packets.framed(packet, linkType: linkType, etherType: 0x0800)
          #expect(
            try filter.matches(
              Packet(
                timestamp: Timestamp(nanoseconds: 0), originalLength: bytes.count,
                linkType: LinkType(rawValue: linkType), bytes: bytes.span.bytes)) == isMeant)
        }
      }
    }
  }

  @Test func `a sound filter is not called wrong where libpcap has none for the link type`() throws {
    func error(_ expression: String) -> CaptureError? {
      #expect(throws: CaptureError.self) {
        _ = try CaptureFilter(expression, linkType: LinkType(rawValue: 195), snapshotLength: 65_535)
      }
    }
    let sound = try #require(error("tcp or icmp")).of("lan.pcap").description
    #expect(sound.hasPrefix("lan.pcap: the filter cannot be applied to the frames of link type "))
    #expect(error("tcp or or icmp")?.description.hasPrefix("the filter is not valid: ") == true)
  }

  @Test func `what a later link type does not have is an error, what it can never be is no match`() throws {
    let bytes: [UInt8] = [0x45]
    var tagged = try CaptureFilter("vlan 5", linkType: .ethernet, snapshotLength: 262_144)
    let error = #expect(throws: CaptureError.self) {
      _ = try tagged.matches(
        Packet(
          timestamp: Timestamp(nanoseconds: 0), originalLength: 1, linkType: .raw, bytes: bytes.span.bytes))
    }
    #expect(error?.description.contains("the filter cannot be applied to the frames of link type raw IP") == true)
    var newer = try CaptureFilter("icmp6", linkType: .ethernet, snapshotLength: 262_144)
    #expect(
      try !newer.matches(
        Packet(timestamp: Timestamp(nanoseconds: 0), originalLength: 1, linkType: .ipv4, bytes: bytes.span.bytes)))
  }
}
