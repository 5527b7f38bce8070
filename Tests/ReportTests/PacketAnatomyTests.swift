import Fixtures
import Foundation
import PacketBuilding
import Testing
import Wire

@testable import Report

/// Fields, where they are and what they say.
struct PacketAnatomyTests {
  private struct Expected: Equatable, CustomStringConvertible {
    let name: FieldName
    let bytes: Range<Int>
    let value: String?
    var description: String { "\(name) \(bytes) \(value ?? "nil")" }

    init(_ name: FieldName, _ bytes: Range<Int>, _ value: String?) {
      (self.name, self.bytes, self.value) = (name, bytes, value)
    }

    init(_ field: AnatomyField) {
      self.init(field.name, field.bytes, field.plainValue)
    }
  }

  /// Ethernet and IPv4 of the recordings, as tshark prints them: eth.dst, eth.src, eth.type, ip.version …
  private func start(length: String, identification: String, next: String, checksum: String) -> [Expected] {
    [
      Expected(.destinationMAC, 0..<6, "02:00:c0:a8:0a:08"), Expected(.sourceMAC, 6..<12, "02:00:c0:a8:0a:07"),
      Expected(.etherType, 12..<14, "0x0800"),
      Expected(.version, 14..<15, "4"), Expected(.headerLength, 14..<15, "5"),
      Expected(.differentiatedServices, 15..<16, "0"), Expected(.congestionNotification, 15..<16, "0"),
      Expected(.totalLength, 16..<18, length), Expected(.identification, 18..<20, identification),
      Expected(.ipFlags, 20..<21, "010"), Expected(.reservedBit, 20..<21, "0"), Expected(.dontFragment, 20..<21, "1"),
      Expected(.moreFragments, 20..<21, "0"), Expected(.fragmentOffset, 20..<22, "0"),
      Expected(.timeToLive, 22..<23, "64"), Expected(.ipProtocol, 23..<24, next),
      Expected(.headerChecksum, 24..<26, checksum), Expected(.sourceAddress, 26..<30, "192.168.10.7"),
      Expected(.destinationAddress, 30..<34, "192.168.10.8"),
    ]
  }

  @Test func `has the fields of the first segment with data as tshark has them`() throws {
    let anatomy = PacketAnatomy(try .of("tcp-ethernet", 6))
    let expected =
      start(length: "74", identification: "0x986e", next: "6", checksum: "0x0ce0") + [
        Expected(.sourcePort, 34..<36, "50892"), Expected(.destinationPort, 36..<38, "12345"),
        Expected(.sequenceNumber, 38..<42, "491959354"), Expected(.acknowledgmentNumber, 42..<46, "1540931641"),
        Expected(.dataOffset, 46..<47, "5"), Expected(.tcpFlags, 46..<48, "0000 0001 1000"),
        Expected(.reserved, 46..<47, "000"), Expected(.ae, 46..<47, "0"), Expected(.cwr, 47..<48, "0"),
        Expected(.ece, 47..<48, "0"), Expected(.urg, 47..<48, "0"), Expected(.ack, 47..<48, "1"),
        Expected(.psh, 47..<48, "1"), Expected(.rst, 47..<48, "0"), Expected(.syn, 47..<48, "0"),
        Expected(.fin, 47..<48, "0"), Expected(.window, 48..<50, "502"), Expected(.checksum, 50..<52, "0x2832"),
        Expected(.urgentPointer, 52..<54, "0"),
      ]
    #expect(anatomy.headers.flatMap(\.fields).map(Expected.init) == expected)
    #expect(anatomy.payload == 54..<88)
    #expect(anatomy.trailer.isEmpty)
    #expect(anatomy.payloadBytes == Array("Hello World!!! This will be echoed".utf8))
  }

  @Test func `has the fields of the first datagram as tshark has them`() throws {
    let anatomy = PacketAnatomy(try .of("udp-ethernet", 1))
    let expected =
      start(length: "63", identification: "0x9774", next: "17", checksum: "0x0dda") + [
        Expected(.sourcePort, 34..<36, "60916"), Expected(.destinationPort, 36..<38, "12345"),
        Expected(.datagramLength, 38..<40, "43"), Expected(.checksum, 40..<42, "0x78ec"),
      ]
    #expect(anatomy.headers.flatMap(\.fields).map(Expected.init) == expected)
    #expect(anatomy.payload == 42..<77)
  }

  @Test func `writes lengths as sums`() throws {
    let tcp = PacketAnatomy(try .of("tcp-ethernet", 6)), udp = PacketAnatomy(try .of("udp-ethernet", 1))
    #expect(tcp.meaning(.totalLength) == "74 = 20 (IPv4) + 20 (TCP) + 34 (payload)")
    #expect(tcp.meaning(.headerLength) == "5 × 4 = 20 bytes")
    #expect(udp.meaning(.totalLength) == "63 = 20 (IPv4) + 8 (UDP) + 35 (payload)")
    #expect(udp.meaning(.datagramLength) == "43 = 8 (UDP) + 35 (payload)")
  }

  @Test func `tells what is known of the connection`() throws {
    let frame = try CapturedFrame.of("tcp-ethernet", 6)
    let context = PacketAnatomy.Context(
      frame: 6, windowShift: 7, sequenceBase: 491_959_353, acknowledgmentBase: 1_540_931_640)
    let anatomy = PacketAnatomy(frame, context: context)
    #expect(anatomy.meaning(.window) == "502 × 128 = 64256 bytes")
    #expect(anatomy.meaning(.sequenceNumber) == "relative 1; next 1 + 34 = 35")
    #expect(anatomy.meaning(.acknowledgmentNumber) == "relative 1: the next byte expected")
    #expect(anatomy.meaning(.tcpFlags) == "PSH, ACK")
    let alone = PacketAnatomy(frame)
    #expect(alone.meaning(.window) == "times a scale that is not known here")
    #expect(alone.meaning(.sequenceNumber) == "next 491959354 + 34 = 491959388")
  }

  @Test func `takes options apart`() {
    let options: [UInt8] = [2, 4, 5, 180, 1, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0]
    let anatomy = PacketAnatomy(client.segment(.syn, options: options))
    #expect(anatomy.meaning(.dataOffset) == "10 × 4 = 40 bytes")
    #expect(anatomy.number(.segmentSize) == 1_460)
    #expect(anatomy.meaning(.windowShift) == "later windows × 2^7 = 128")
    #expect(anatomy.number(.timestampValue) == 9)
    #expect(anatomy.meaning(.timestampEcho) == "not valid: ACK is not set")
    #expect(anatomy.meaning(.window) == "64240 bytes: not scaled in a SYN")
    let names = anatomy.headers[2].fields.map(\.name).drop { $0 != .urgentPointer }.dropFirst()
    #expect(
      Array(names) == [
        .optionKind, .optionLength, .segmentSize, .noOperation, .optionKind, .optionLength, .windowShift, .optionKind,
        .optionLength, .optionKind, .optionLength, .timestampValue, .timestampEcho,
      ])
  }

  @Test func `takes IPv6 and its extension headers apart`() {
    let anatomy = PacketAnatomy(client6.datagram(String(repeating: "x", count: 90)).fragments(of: 48)[0])
    #expect(anatomy.kinds == [.ethernet, .ipv6, .fragment, .udp])
    #expect(anatomy.meaning(.payloadLength) == "56 = 8 (IPv6 Fragment) + 8 (UDP) + 40 (payload)")
    #expect(anatomy.meaning(.sourceAddress) == "2001:db8::1")
    #expect(anatomy.meaning(.fragmentOffset) == "the first fragment")
    #expect(anatomy.checksums.map(\.verdict) == [.fragment])
    let later = PacketAnatomy(client6.datagram(String(repeating: "x", count: 90)).fragments(of: 48)[1])
    #expect(later.kinds == [.ethernet, .ipv6, .fragment])
    #expect(later.meaning(.fragmentOffset) == "6 × 8 = byte 48 of the datagram")
    #expect(later.content == .fragment)
  }

  @Test func `takes VLAN tags apart`() {
    let anatomy = PacketAnatomy(client.datagram("hi").tagged(10).tagged(100, type: 0x88a8))
    #expect(anatomy.kinds == [.ethernet, .ipv4, .udp])
    #expect(anatomy.headers[0].length == 22)
    #expect(anatomy.headers[0].fields.filter { $0.name == .vlanIdentifier }.map(\.number) == [100, 10])
    #expect(anatomy.headers[1].start == 22)
  }

  @Test func `takes other links apart`() {
    let packet = Array(client.datagram("hi").bytes.dropFirst(14))
    let cooked: [UInt8] = [0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0]
    let cooked2: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0]
    #expect(PacketAnatomy(cooked + packet, .linuxSLL).kinds == [.linuxCooked, .ipv4, .udp])
    #expect(PacketAnatomy(cooked + packet, .linuxSLL).meaning(.packetType) == "sent by this host")
    #expect(PacketAnatomy(cooked2 + packet, .linuxSLL2).kinds == [.linuxCooked2, .ipv4, .udp])
    #expect(PacketAnatomy(cooked2 + packet, .linuxSLL2).meaning(.linkAddress)?.hasPrefix("02:00:00:00:00:01") == true)
    #expect(PacketAnatomy([2, 0, 0, 0] + packet, .null).kinds == [.loopback, .ipv4, .udp])
    #expect(PacketAnatomy([0, 0, 0, 2] + packet, .loop).meaning(.addressFamily) == "IPv4")
    #expect(PacketAnatomy(packet, .raw).kinds == [.ipv4, .udp])
    #expect(PacketAnatomy(packet, LinkType(rawValue: 9_999)).kinds == [])
  }

  @Test func `takes ICMP, ARP and IP in IP apart`() {
    let datagram = client.datagram("hi")
    let error = PacketAnatomy(server.icmpError(quoting: datagram))
    #expect(error.kinds == [.ethernet, .ipv4, .icmp])
    #expect(error.meaning(.messageCode) == "port unreachable")
    #expect(error.checksums.map(\.verdict) == [.right, .right])
    #expect(PacketAnatomy(datagram.inIP(of: carrier)).kinds == [.ethernet, .ipv4, .ipv4, .udp])
    #expect(PacketAnatomy(datagram.authenticated).kinds == [.ethernet, .ipv4, .authentication, .udp])
    let arp: [UInt8] = [0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 2]
    let request = PacketAnatomy([255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 8, 6] + arp)
    #expect(request.kinds == [.ethernet, .arp])
    #expect(request.meaning(.targetAddress) == "192.0.2.2")
    #expect(request.meaning(.operation) == "request")
  }

  @Test func `does not take padding for payload`() {
    let datagram = client.datagram("hi")
    let anatomy = PacketAnatomy(datagram.bytes + [UInt8](repeating: 0, count: 16))
    #expect(anatomy.payload == 42..<44)
    #expect(anatomy.trailer == 44..<60)
    #expect(anatomy.text.contains("16 bytes behind the packet"))
  }

  @Test func `says what contradicts itself`() {
    let segment = client.segment([.psh, .ack], seq: 1, ack: 1, "hello")
    var short = segment.bytes
    short[14] = 0x43
    #expect(PacketAnatomy(short).text.contains("The header length of 12 bytes is below the 20"))
    var offset = segment.bytes
    offset[46] = 0xf0
    #expect(PacketAnatomy(offset).text.contains("The header length of 60 bytes is more than the 25 that were sent"))
    #expect(PacketAnatomy(segment.setting(99, at: 16)).text.contains("The length of 99 bytes is more than the 45"))
    var version = segment.bytes
    version[14] = 0x65
    #expect(PacketAnatomy(version).text.contains("Version 6 where the header before announced version 4"))
    #expect(PacketAnatomy(client.datagram("hi").setting(5, at: 38)).text.contains("below the 8 of the header"))
    let option = client.segment(.syn, options: [2, 9, 5, 180])
    #expect(PacketAnatomy(option).text.contains("An option runs past the end of the header"))
  }

  static let whole: [(String, Sighting)] = [
    (
      "options", client.segment([.psh, .ack], seq: 1, ack: 1, "hello", options: [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2])
    ),
    ("IPv6", client6.segment(.syn, options: [2, 4, 5, 160, 1, 3, 3, 7])),
    ("fragment", client6.datagram("a datagram in pieces").fragments(of: 16)[0]),
    ("tagged", client.datagram("hi").tagged(7)), ("ICMP", server.icmpError(quoting: client.datagram("hi"))),
    ("authenticated", client.datagram("hi").authenticated), ("IP in IP", client.datagram("hi").inIP(of: carrier)),
  ]

  @Test(arguments: whole) func `shows what there is of every cut`(name: String, sighting: Sighting) {
    let all = PacketAnatomy(sighting).headers.flatMap(\.fields)
    let headersEnd = all.map(\.bytes.upperBound).max() ?? 0
    for length in 0...sighting.bytes.count {
      let anatomy = PacketAnatomy(sighting.cut(to: length))
      // Fields that are there are the same as in the whole frame.
      for field in anatomy.headers.flatMap(\.fields) where !field.isCut {
        let whole = all.first { $0.bits == field.bits && $0.bytes == field.bytes && $0.name == field.name }
        #expect(whole?.plainValue == field.plainValue, "\(name) cut to \(length): \(field.name)")
      }
      let isCut = anatomy.headers.contains { $0.problems.contains { if case .cut = $0 { true } else { false } } }
      #expect(isCut == (length < headersEnd), "\(name) cut to \(length)")
      #expect(anatomy.text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 110 })
      // The same as if no more had been sent.
      _ = PacketAnatomy(Array(sighting.bytes.prefix(length))).text
    }
  }

  @Test func `bears any bytes`() {
    var dice = Dice(seed: 7)
    let types: [LinkType] = [
      .ethernet, .linuxSLL, .linuxSLL2, .null, .raw, .ppp, .ipv4, .ipv6, .wlan, .wlanRadiotap, LinkType(rawValue: 77),
    ]
    for turn in 0..<600 {
      var bytes = Self.whole[Int(dice.roll(UInt64(Self.whole.count)))].1.bytes
      for _ in 0..<dice.roll(6) { bytes[Int(dice.roll(UInt64(bytes.count)))] = UInt8(dice.roll(256)) }
      let sent = [bytes.count, 0, Int(dice.roll(100)), 70_000, -1, .max][Int(dice.roll(6))]
      let type = dice.roll(2) == 0 ? .ethernet : types[Int(dice.roll(UInt64(types.count)))]
      let text = PacketAnatomy(bytes, sent: sent, type, windowShift: UInt8(dice.roll(256))).text
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f }, "turn \(turn)")
    }
  }

  @Test func `does not follow tags and tunnels without end`() {
    var tagged = client.datagram("hi")
    for identifier in 0..<500 { tagged = tagged.tagged(UInt16(identifier)) }
    #expect(PacketAnatomy(tagged).text.contains("More than 8 in each other"))
    var tunnel = client.datagram("hi")
    for _ in 0..<40 { tunnel = tunnel.inIP(of: carrier) }
    #expect(PacketAnatomy(tunnel).headers.count == AnatomyWalk.mostHeaders)
    #expect(PacketAnatomy(tunnel).text.contains("More than 16 in each other"))
  }

  @Test func `shows nothing raw of a payload`() throws {
    for frame in try CapturedFrame.all(Fixtures.packets("hostile-payload.pcap")) {
      let text = PacketAnatomy(frame).text
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7f })
    }
  }

  /// To write the expected texts anew, set this to a folder, and then read what changed.
  private static let folder: String? = nil

  @Test(arguments: ["tcp-ethernet-6", "udp-ethernet-1"], ["en", "id"])
  func `tells a frame to the letter`(frame: String, language: String) throws {
    let isTCP = frame.hasPrefix("tcp")
    let captured = try CapturedFrame.of(String(frame.dropLast(2)), isTCP ? 6 : 1)
    let context = PacketAnatomy.Context(
      frame: captured.number, timestamp: captured.time, timestampDigits: 9, windowShift: isTCP ? 7 : nil,
      sequenceBase: isTCP ? 491_959_353 : nil, acknowledgmentBase: isTCP ? 1_540_931_640 : nil)
    let phrases: any AnatomyPhrases = language == "en" ? EnglishAnatomyPhrases() : IndonesianAnatomyPhrases()
    let text = PacketAnatomy(captured, context: context, phrases: phrases).text
    let name = "anatomy-\(frame).\(language).txt"
    if let folder = Self.folder { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
    let expected = try String(contentsOf: Fixtures.report(name), encoding: .utf8)
    for (number, (our, their)) in zip(text.split(separator: "\n"), expected.split(separator: "\n")).enumerated() {
      #expect(our == their, "\(name), line \(number + 1) that is not empty")
    }
    #expect(text == expected)
  }
}
