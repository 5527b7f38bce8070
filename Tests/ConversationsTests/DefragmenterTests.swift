import Conversations
import Testing
import Wire

struct DefragmenterTests {
  private let source = IPAddress("192.0.2.1")!, destination = IPAddress("192.0.2.2")!

  /// One piece: which bytes of the datagram, and whether more follow.
  private struct Piece {
    var range: Range<Int>
    var hasMore = true
    var identification: UInt32 = 1
    var seconds: Int64 = 0
    /// Added to each byte, so that copies can be told apart.
    var shade: UInt8 = 0

    init(_ range: Range<Int>, last: Bool = false, id: UInt32 = 1, seconds: Int64 = 0, shade: UInt8 = 0) {
      self.range = range
      hasMore = !last
      identification = id
      self.seconds = seconds
      self.shade = shade
    }

    var bytes: [UInt8] { range.map { UInt8(truncatingIfNeeded: $0) &+ shade } }
  }

  private func add(
    _ pieces: [Piece], to defragmenter: inout Defragmenter, firstFrame: Int = 1
  ) -> [Defragmenter.Datagram] {
    pieces.enumerated().compactMap { number, piece in
      let fragment = Fragment(
        identification: piece.identification, offset: piece.range.lowerBound, hasMore: piece.hasMore)
      let moment = FrameMoment(
        frame: firstFrame + number, time: Timestamp(nanoseconds: piece.seconds * 1_000_000_000))
      return piece.bytes.withBytes {
        defragmenter.add(
          $0, fragment, from: source, to: destination, protocol: .udp, at: moment, frameLength: $0.byteCount + 34)
      }
    }
  }

  private func whole(_ pieces: [Piece]) -> [Defragmenter.Datagram] {
    var defragmenter = Defragmenter()
    return add(pieces, to: &defragmenter)
  }

  private func counting(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }

  @Test func `pieces in order make a datagram with the last one`() throws {
    let datagrams = whole([Piece(0..<16), Piece(16..<32), Piece(32..<37, last: true)])
    let datagram = try #require(datagrams.first)
    #expect(datagrams.count == 1)
    #expect(datagram.bytes == counting(37))
    #expect(datagram.frames == [1, 2, 3])
    #expect(datagram.frameBytes == 37 + 3 * 34)
  }

  @Test func `pieces in any order make the same datagram`() {
    let pieces = [Piece(0..<16), Piece(16..<32), Piece(32..<48), Piece(48..<53, last: true)]
    for seed in 0..<24 {
      var random = Seeded(seed)
      #expect(whole(pieces.shuffled(using: &random)).map(\.bytes) == [counting(53)])
    }
    #expect(whole(pieces.reversed()).map(\.frames) == [[1, 2, 3, 4]])
  }

  @Test func `of overlapping pieces the first copy of a byte counts`() {
    let datagrams = whole([Piece(0..<24), Piece(8..<32, shade: 100), Piece(16..<40, last: true, shade: 200)])
    let expected = counting(24) + (24..<32).map { $0 + 100 } + (32..<40).map { $0 + 200 }
    #expect(datagrams.map(\.bytes) == [expected])
  }

  @Test func `a piece that comes twice changes nothing`() {
    #expect(whole([Piece(0..<16), Piece(0..<16), Piece(16..<20, last: true)]).map(\.frames) == [[1, 2, 3]])
  }

  @Test func `datagrams that come interleaved are kept apart`() {
    let datagrams = whole([
      Piece(0..<16, id: 1), Piece(0..<8, id: 2, shade: 50), Piece(8..<12, last: true, id: 2, shade: 50),
      Piece(16..<20, last: true, id: 1),
    ])
    #expect(datagrams.map(\.bytes) == [(0..<12).map { $0 + 50 }, counting(20)])
  }

  @Test func `a missing piece leaves the datagram incomplete`() {
    var defragmenter = Defragmenter()
    #expect(add([Piece(0..<16), Piece(32..<40, last: true)], to: &defragmenter).isEmpty)
    #expect(defragmenter.incomplete.map(\.frames) == [[1, 2]])
    #expect(defragmenter.incompleteTotals.datagrams == 1)
    #expect(defragmenter.incompleteTotals.frames == 2)
  }

  @Test func `a number that comes round again after a minute is another datagram`() {
    var defragmenter = Defragmenter()
    let datagrams = add(
      [Piece(0..<16, shade: 9), Piece(0..<16, seconds: 61), Piece(16..<20, last: true, seconds: 62)], to: &defragmenter)
    #expect(datagrams.map(\.bytes) == [counting(20)])
    #expect(defragmenter.incomplete.map(\.frames) == [[1]])
  }

  @Test func `a piece past the longest datagram, or with nothing in it, is given up`() {
    var defragmenter = Defragmenter()
    #expect(add([Piece(65_528..<65_544, last: true), Piece(0..<0), Piece(0..<8)], to: &defragmenter).isEmpty)
    #expect(defragmenter.incomplete.map(\.frames) == [[1], [2], [3]])
  }

  @Test func `the longest datagram of all is put together`() {
    let pieces = stride(from: 0, to: 65_535, by: 1_480).map {
      Piece($0..<min($0 + 1_480, 65_535), last: $0 + 1_480 >= 65_535)
    }
    #expect(whole(pieces).map(\.bytes.count) == [65_535])
  }

  @Test func `the ports are known with the first piece`() {
    var defragmenter = Defragmenter()
    let fragment = Fragment(identification: 1, offset: 8, hasMore: true)
    _ = add([Piece(8..<16)], to: &defragmenter)
    #expect(defragmenter.ports(of: fragment, from: source, to: destination, protocol: .udp) == nil)
    _ = add([Piece(0..<8)], to: &defragmenter)
    let ports = defragmenter.ports(of: fragment, from: source, to: destination, protocol: .udp)
    #expect(ports?.source == 0x0001)
    #expect(ports?.destination == 0x0203)
  }

  @Test func `under a flood those that have waited longest are given up`() {
    var capacity = Capacity()
    capacity.fragmentBytes = 10_000
    var defragmenter = Defragmenter(capacity: capacity)
    let flood = (0..<20_000).map { Piece(0..<16, id: UInt32($0)) }
    #expect(add(flood, to: &defragmenter).isEmpty)
    #expect(defragmenter.incompleteTotals.datagrams == 20_000)
    #expect(defragmenter.incomplete.count < 200)
    // The latest is still there, the first is not.
    let rest = [Piece(16..<20, last: true, id: 19_999), Piece(16..<20, last: true, id: 0)]
    #expect(add(rest, to: &defragmenter, firstFrame: 20_001).map(\.frames) == [[20_000, 20_001]])
  }

  @Test func `one datagram with endless pieces is bounded too`() {
    var capacity = Capacity()
    capacity.fragmentBytes = 10_000
    var defragmenter = Defragmenter(capacity: capacity)
    #expect(add((0..<5_000).map { _ in Piece(8..<16) }, to: &defragmenter).isEmpty)
    #expect(defragmenter.incomplete.allSatisfy { $0.frames.count < 400 })
    #expect(defragmenter.incompleteTotals.frames == 5_000)
  }

  @Test func `room is given back by datagrams that became whole`() {
    var capacity = Capacity()
    capacity.fragmentBytes = 2_000
    var defragmenter = Defragmenter(capacity: capacity)
    let pieces = (0..<1_000).flatMap { [Piece(0..<800, id: $0), Piece(800..<900, last: true, id: $0)] }
    #expect(add(pieces, to: &defragmenter).count == 1_000)
    #expect(defragmenter.incomplete.isEmpty)
  }
}
