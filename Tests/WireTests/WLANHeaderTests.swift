import Testing
import Wire

struct WLANHeaderTests {
  private static let body = snap(0x0800, ipv4(17, udp([1, 2, 3, 4, 5])))

  static let readable: [[UInt8]] = [
    wlan(body, flags: 0), wlan(body, flags: 1), wlan(body, flags: 2), wlan(body, flags: 3),
    wlan(body, control: 0x88, flags: 1), wlan(body, control: 0x88, flags: 3), wlan(body, control: 0x88, flags: 0x82),
    // The second bit of four in a subtype, an acknowledgment or poll that rides along, changes nothing.
    wlan(body, control: 0x18, flags: 2), wlan(body + counting(4), flags: 1),
  ]

  @Test(arguments: readable)
  func `reads data frames between stations and access points`(frame: [UInt8]) {
    #expect(outline(frame, .wlan) == "ipv4 udp:5")
    #expect(outline(radiotap(frame), .wlanRadiotap) == "ipv4 udp:5")
    #expect(outline(radiotap(frame, extended: true), .wlanRadiotap) == "ipv4 udp:5")
    #expect(outline(prism(frame), .wlanPrism) == "ipv4 udp:5")
    #expect(outline(avs(frame), .wlanPrism) == "ipv4 udp:5")
    #expect(outline(avs(frame), .wlanAVS) == "ipv4 udp:5")
    let addresses = decode(frame, .wlan) { [$0.link?.source?.description, $0.link?.destination?.description] }
    #expect(addresses == ["02:00:00:00:00:01", "02:00:00:00:00:02"])
  }

  @Test func `steps over the padding that radiotap tells of`() {
    let header = wlan([], control: 0x88)
    let padded = header + [0, 0] + Self.body
    #expect(outline(radiotap(padded, flags: 0x20), .wlanRadiotap) == "ipv4 udp:5")
    #expect(outline(radiotap(padded, flags: 0x20, extended: true), .wlanRadiotap) == "ipv4 udp:5")
    #expect(outline(radiotap(padded), .wlanRadiotap) == "")
  }

  static let obstacles: [([UInt8], WLANHeader.Obstacle?)] = [
    (wlan(body, flags: 0x41), .protected), (wlan(body, flags: 5), .fragment), (wlan(body, fragment: 1), .fragment),
    (wlan(body, control: 0x88, qos: 0x80), .aggregate), (wlan([], control: 0x48), .empty),
    (wlan([], control: 0xc8), .empty), (wlan(counting(20), control: 0x80, flags: 0), nil),
    (wlan([], control: 0xd4, flags: 0), nil),
  ]

  @Test(arguments: obstacles)
  func `says why data is not decoded`(frame: [UInt8], obstacle: WLANHeader.Obstacle?) {
    #expect(outline(frame, .wlan) == "")
    #expect(error(frame, .wlan) == nil)
    #expect(decode(frame, .wlan) { $0.link?.wlan?.obstacle } == obstacle)
    #expect(decode(frame, .wlan) { $0.link?.wlan != nil })
  }

  @Test(arguments: 0..<30)
  func `rejects every truncation`(count: Int) {
    let frame = wlan([], control: 0x88, flags: 0x81)
    #expect(frame.count == 30)
    #expect(error(frame.first(count), .wlan) == .truncated(.wlan, needed: count < 2 ? 2 : 30, available: count))
    #expect(
      error(radiotap(frame.first(count)), .wlanRadiotap)
        == .truncated(.wlan, needed: count < 2 ? 2 : 30, available: count))
  }

  @Test(arguments: 0..<17)
  func `rejects every truncation of radiotap`(count: Int) {
    #expect(
      error(radiotap([]).first(count), .wlanRadiotap)
        == .truncated(.radio, needed: count < 8 ? 8 : 17, available: count))
  }

  @Test func `rejects what contradicts itself`() {
    #expect(error([1] + radiotap(wlan(Self.body)).dropFirst(), .wlanRadiotap) == .malformed(.radio))
    #expect(error([0, 0, 7, 0, 0, 0, 0, 0] + wlan(Self.body), .wlanRadiotap) == .malformed(.radio))
    #expect(error([0x80, 0x21, 0x10, 1, 0, 0, 0, 7], .wlanAVS) == .malformed(.radio))
    #expect(error([0x09] + wlan(Self.body).dropFirst(), .wlan) == .malformed(.wlan))
    #expect(
      error([0, 0, 8, 0, 0xff, 0xff, 0xff, 0xff] + wlan(Self.body), .wlanRadiotap) == nil)
  }

  @Test func `names no sender where the frame does not`() {
    let acknowledgment = wlan([], control: 0xd4, flags: 0)
    let seen = decode(acknowledgment, .wlan) { frame in
      [frame.link?.source, frame.link?.wlan?.transmitter, frame.link?.wlan?.receiver].map { $0?.description }
    }
    #expect(seen == [nil, nil, "02:00:00:00:00:02"])
  }
}
