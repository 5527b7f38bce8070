import FuzzSupport
import Wire

/// What follows an input's first two bytes is a packet. The first byte tells its link type. Of the second the low six bits say
/// how many bytes more were sent than captured, sixteen at a time, or with 128 fewer, one at a time; with 64 the packet is
/// also analysed, printed and explained, which takes a hundred times as long.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = input(start, count)
  guard bytes.count >= 2 else { return -1 }
  let linkType = linkTypes[Int(bytes[0]) % linkTypes.count]
  let captured = Array(bytes.dropFirst(2))
  let difference = Int(bytes[1] & 63)
  let originalLength = bytes[1] < 128 ? captured.count + difference * 16 : captured.count - difference
  captured.withBytes { view in
    let packet = Packet(
      timestamp: Timestamp(nanoseconds: 1_700_000_000_123_456_789), originalLength: originalLength, linkType: linkType,
      bytes: view)
    read(packet)
    if bytes[1] & 64 != 0 { explain(packet) }
  }
  return 0
}

/// Those that are decoded, and two that are not; seeds name them by their place.
private let linkTypes: [LinkType] = [
  .ethernet, .null, .ppp, .raw, .ciscoHDLC, .wlan, .loop, .linuxSLL, .wlanPrism, .wlanRadiotap, .wlanAVS, .ipv4, .ipv6,
  .linuxSLL2, .rawBSD, .rawOpenBSD, .noPacket, LinkType(rawValue: 147),
]
