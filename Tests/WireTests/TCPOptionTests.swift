import Testing
import Wire

struct TCPOptionTests {
  static func block(_ left: UInt32, _ right: UInt32) -> TCPOption.SACKBlock {
    TCPOption.SACKBlock(left: SequenceNumber(left), right: SequenceNumber(right))
  }

  func options(_ bytes: [UInt8]) throws -> [TCPOption] {
    let padding = [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    let header = tcp(options: bytes + padding)
    let segment = try TCPSegment(header.span.bytes, originalLength: header.count)
    var options: [TCPOption] = []
    segment.forEachOption { options.append($0) }
    return options
  }

  static let named: [([UInt8], TCPOption)] = [
    ([2, 4, 0x05, 0xb4], .maximumSegmentSize(1460)), ([3, 3, 7], .windowScale(7)), ([3, 3, 255], .windowScale(255)),
    ([4, 2], .sackPermitted), ([5, 10, 0, 0, 0, 1, 0, 0, 0, 2], .sack([block(1, 2)])),
    (
      [5, 34] + (1...8).flatMap { big(UInt32($0)) },
      .sack([block(1, 2), block(3, 4), block(5, 6), block(7, 8)])
    ),
    ([8, 10, 0, 0, 1, 0, 0xff, 0xff, 0xff, 0xff], .timestamps(value: 256, echo: .max)),
    ([19, 18] + counting(16), .md5Signature), ([28, 4, 0x80, 0x05], .userTimeout(0x8005)),
    ([29, 16] + counting(14), .authentication), ([29, 4, 1, 2], .authentication),
    ([30, 12, 0x01] + counting(9), .multipath(subtype: 0)), ([30, 3, 0xf0], .multipath(subtype: 15)),
    ([34, 2], .fastOpen(cookieLength: 0)), ([34, 10] + counting(8), .fastOpen(cookieLength: 8)),
    ([254, 4, 0xf9, 0x89], .fastOpen(cookieLength: 0)),
    ([254, 12, 0xf9, 0x89] + counting(8), .fastOpen(cookieLength: 8)),
    ([254, 4, 0xf9, 0x88], .other(kind: 254, length: 4)), ([254, 3, 0xf9], .other(kind: 254, length: 3)),
    ([253, 4, 0xf9, 0x89], .other(kind: 253, length: 4)), ([76, 2], .other(kind: 76, length: 2)),
    ([255, 40] + counting(38), .other(kind: 255, length: 40)),
  ]

  @Test(arguments: named)
  func `names each option`(bytes: [UInt8], option: TCPOption) throws {
    let expected = bytes.count % 4 == 0 ? [option] : [option, .endOfOptions]
    #expect(try options(bytes) == expected)
  }

  @Test func `reads a SYN as Linux sends it`() throws {
    let bytes: [UInt8] = [2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7]
    #expect(
      try options(bytes) == [
        .maximumSegmentSize(1460), .sackPermitted, .timestamps(value: 9, echo: 0), .noOperation, .windowScale(7),
      ])
  }

  @Test func `ends at the mark, whatever follows`() throws {
    #expect(try options([1, 0, 2, 4, 5, 0xb4, 1, 1]) == [.noOperation, .endOfOptions])
    #expect(try options([]) == [])
  }

  static let wrongForTheirKind: [[UInt8]] = [
    [2, 2], [2, 3, 5], [2, 5, 5, 0xb4, 0], [3, 2], [3, 4, 7, 7], [4, 3, 0], [5, 2], [5, 9, 0, 0, 0, 0, 0, 0, 0],
    [5, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0], [8, 9, 0, 0, 0, 0, 0, 0, 0], [8, 2], [19, 17] + counting(15),
    [28, 3, 0], [29, 3, 0], [29, 2], [30, 2],
  ]

  @Test(arguments: wrongForTheirKind)
  func `steps over an option of the wrong length for its kind`(bytes: [UInt8]) throws {
    let padded = bytes + [UInt8](repeating: 1, count: (4 - (bytes.count + 3) % 4) % 4)
    let found = try options(padded + [3, 3, 9])
    #expect(found.first == .malformed(kind: bytes[0]))
    #expect(found.last == .windowScale(9))
  }

  static let unreadable: [[UInt8]] = [
    [1, 1, 1, 2], [1, 1, 1, 254], [2, 0, 5, 0xb4], [2, 1, 5, 0xb4], [2, 5, 5, 0xb4], [8, 10, 0, 0, 0, 0, 0, 0],
    [5, 255, 0, 0], [77, 1, 0, 0], [77, 0, 3, 3],
  ]

  @Test(arguments: unreadable)
  func `reads nothing after an option that contradicts the header`(bytes: [UInt8]) throws {
    let kind = try #require(bytes.first { $0 != 1 })
    #expect(try options(bytes) == bytes.prefix { $0 == 1 }.map { _ in .noOperation } + [.malformed(kind: kind)])
  }

  @Test func `lends the bytes of options that are cut or of a wrong length`() {
    let bytes = ethernet(
      0x0800, ipv4(6, tcp(options: [1, 4, 3, 9, 8, 10, 0, 0, 0, 7, 0, 0, 0, 1, 3, 9, 1, 1, 1, 1])))
    func seen(_ count: Int) -> [[UInt8]] {
      decode(bytes.first(count), originalLength: bytes.count) { frame in
        guard case .tcp(let segment)? = frame.transport else { return [] }
        var options: [[UInt8]] = []
        segment.forEachOptionBytes { kind, length, bytes in options.append([kind, UInt8(length)] + [UInt8](bytes)) }
        return options
      }
    }
    // The last claims to be longer than the header.
    #expect(seen(bytes.count) == [[4, 3, 4, 3, 9], [8, 10, 8, 10, 0, 0, 0, 7, 0, 0, 0, 1]])
    #expect(seen(14 + 20 + 20 + 8) == [[4, 3, 4, 3, 9], [8, 10, 8, 10, 0, 0]])
    #expect(seen(14 + 20 + 20 + 5) == [[4, 3, 4, 3, 9]])
  }
}
