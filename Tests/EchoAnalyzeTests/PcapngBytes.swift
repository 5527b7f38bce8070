/// A pcapng file, built block by block.
struct PcapngBytes {
  private(set) var bytes: [UInt8] = []
  private let isBigEndian: Bool

  /// Begins a section.
  init(isBigEndian: Bool = false, comment: [UInt8]? = nil) {
    self.isBigEndian = isBigEndian
    let head = number(0x1A2B_3C4D as UInt32) + number(1 as UInt16) + number(0 as UInt16) + number(-1 as Int64)
    block(0x0A0D_0D0A, head + (comment.map { option(1, $0) } ?? []))
  }

  /// `name` stands for its description and filter too.
  mutating func interface(linkType: UInt16 = 1, resolution: UInt8 = 6, name: [UInt8]? = nil) {
    let names = name.map { option(2, $0) + option(3, $0) + option(11, [0] + $0) } ?? []
    block(1, number(linkType) + number(0 as UInt16) + number(262_144 as UInt32) + option(9, [resolution]) + names)
  }

  mutating func packet(interface: UInt32 = 0, units: UInt64, _ data: [UInt8], comments: [[UInt8]] = []) {
    var body = number(interface) + number(UInt32(units >> 32)) + number(UInt32(truncatingIfNeeded: units))
    body += number(UInt32(data.count)) + number(UInt32(data.count)) + padded(data)
    for comment in comments { body += option(1, comment) }
    block(6, body)
  }

  /// What an interface dropped.
  mutating func statistics(interface: UInt32 = 0, dropped: UInt64) {
    block(5, number(interface) + number(0 as UInt64) + option(5, number(dropped)))
  }

  mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let body = padded(body)
    let length = number(UInt32(body.count + 12))
    bytes += number(type) + length + body + length
  }

  private func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    number(code) + number(UInt16(value.count)) + padded(value)
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { Array($0) }
  }
}
