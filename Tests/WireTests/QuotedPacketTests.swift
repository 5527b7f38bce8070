import Testing
import Wire

struct QuotedPacketTests {
  func quoted(_ bytes: [UInt8], isVersion6: Bool = false) throws -> QuotedPacket? {
    let message = icmp(type: isVersion6 ? 1 : 3, code: isVersion6 ? 4 : 3, bytes)
    return try ICMPMessage(message.span.bytes, originalLength: message.count, isVersion6: isVersion6).quotedPacket
  }

  @Test func `reads a quoted datagram`() throws {
    let quoted = try #require(try quoted(ipv4(17, udp(counting(9), checksum: 0xbeef))))
    #expect(quoted.protocol == .udp)
    #expect(quoted.sender?.description == "192.0.2.1:60916")
    #expect(quoted.receiver?.description == "192.0.2.2:12345")
    #expect(quoted.identification == 0x1234)
    #expect(quoted.udpLength == 17)
    #expect(quoted.udpChecksum == 0xbeef)
    #expect(quoted.sequenceNumber == nil)
    #expect(quoted.transportBytes == 17)
  }

  @Test func `reads a quoted segment`() throws {
    let quoted = try #require(try quoted(ipv6(6, tcp()), isVersion6: true))
    #expect(quoted.protocol == .tcp)
    #expect(quoted.sender?.description == "[2001:db8::1]:50892")
    #expect(quoted.receiver?.description == "[2001:db8::2]:12345")
    #expect(quoted.identification == nil)
    #expect(quoted.sequenceNumber == SequenceNumber(0x0102_0304))
    #expect(quoted.udpLength == nil)
    #expect(quoted.udpChecksum == nil)
    #expect(quoted.transportBytes == 20)
  }

  @Test(arguments: 0..<28)
  func `reads as much as is quoted`(count: Int) throws {
    let quoted = try quoted(ipv4(17, udp(counting(50), checksum: 1)).first(count))
    #expect((quoted != nil) == (count >= 20))
    #expect((quoted?.ports != nil) == (count >= 24))
    #expect(quoted?.udpLength == nil)
    #expect((quoted?.transportBytes ?? 0) == max(count - 20, 0))
  }

  @Test func `does not take what follows the quoted packet for its payload`() throws {
    let quoted = try quoted(ipv4(17, udp([1, 2])) + counting(100))
    #expect(quoted?.transportBytes == 10)
  }

  @Test func `reads no ports of a later fragment or another protocol`() throws {
    let fragment = try quoted(ipv4(17, counting(64), flagsAndOffset: 0x0010))
    #expect(fragment?.source.description == "192.0.2.1")
    #expect(fragment?.ports == nil)
    #expect(fragment?.sender == nil)
    #expect(fragment?.transportBytes == 0)
    let six = try quoted(ipv6(44, [17, 0, 0, 8, 0, 0, 0, 1] + counting(64)), isVersion6: true)
    #expect(six?.ports == nil)
    #expect(six?.transportBytes == 0)
    let echo = try quoted(ipv4(1, icmp(type: 8)))
    #expect(echo?.protocol == .icmp)
    #expect(echo?.ports == nil)
    #expect(echo?.transportBytes == 8)
  }

  @Test func `finds ports behind extension headers`() throws {
    let quoted = try quoted(ipv6(60, [17, 0, 0, 0, 0, 0, 0, 0] + udp([1])), isVersion6: true)
    #expect(quoted?.receiver?.port == 12345)
  }

  @Test(arguments: [[UInt8](), [0x45], [0x05] + counting(40), [0x75] + counting(60), [0x60] + counting(38)])
  func `is nothing where no header is`(bytes: [UInt8]) throws {
    #expect(try quoted(bytes) == nil)
  }

  @Test func `equals the same packet only`() throws {
    let one = try quoted(ipv4(17, udp([1], checksum: 1)))
    #expect(one == (try quoted(ipv4(17, udp([2], checksum: 1)))))
    #expect(one?.hashValue == (try quoted(ipv4(17, udp([2], checksum: 1))))?.hashValue)
    #expect(one != (try quoted(ipv4(17, udp([1], checksum: 2)))))
    #expect(one != (try quoted(ipv4(17, udp([1], checksum: 1), identification: 9))))
  }
}
