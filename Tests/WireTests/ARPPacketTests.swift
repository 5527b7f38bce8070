import Testing
import Wire

struct ARPPacketTests {
  @Test(arguments: [UInt16(1), 2])
  func `reads who asks for whom`(operation: UInt16) throws {
    let bytes = arp(operation: operation)
    let packet = try ARPPacket(bytes.span.bytes)
    #expect(packet.operation == operation)
    #expect(packet.senderHardwareAddress?.description == "02:00:00:00:00:01")
    #expect(packet.senderAddress?.description == "192.0.2.1")
    #expect(packet.targetAddress?.description == "192.0.2.2")
  }

  @Test(arguments: 0..<28)
  func `rejects every truncation`(count: Int) {
    let bytes = arp()
    #expect(throws: DecodeError.truncated(.arp, needed: count < 8 ? 8 : 28, available: count)) {
      _ = try ARPPacket(bytes.span.bytes.extracting(first: count))
    }
  }

  @Test func `reads no addresses of other links`() throws {
    let bytes = arp(hardwareType: 32)
    let packet = try ARPPacket(bytes.span.bytes)
    #expect(packet.operation == 1)
    #expect(packet.senderHardwareAddress == nil)
    #expect(packet.senderAddress == nil)
    #expect(packet.targetAddress == nil)
  }

  @Test func `is as long as its address lengths say`() throws {
    // Links with shorter addresses than Ethernet's have shorter packets.
    let short = arp(hardwareLength: 1).first(18)
    #expect(try ARPPacket(short.span.bytes).senderAddress == nil)
    let long = arp(hardwareLength: 255, protocolLength: 255)
    #expect(throws: DecodeError.truncated(.arp, needed: 1028, available: 28)) { _ = try ARPPacket(long.span.bytes) }
  }

  @Test func `ends where the packet ends, not where the frame does`() {
    #expect(outline(padded(ethernet(0x0806, arp()))) == "arp")
    let hasIP = decode(padded(ethernet(0x0806, arp()))) { frame in
      frame.network?.source != nil || frame.network?.destination != nil || frame.network?.protocol != nil
        || frame.network?.fragment != nil || frame.network?.payloadLength != 0
        || frame.network?.payload.byteCount != 0
    }
    #expect(!hasIP)
  }
}
