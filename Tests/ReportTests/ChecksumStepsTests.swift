import Fixtures
import PacketBuilding
import Testing
import Wire

@testable import Report

/// Checksums as by hand, computed again in another way.
struct ChecksumStepsTests {
  /// Bit by bit of the definition: words one after the other, each carry at once.
  private func sum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += UInt32(bytes[index]) * 256 + (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
      if sum > 0xffff { sum -= 0xffff }
    }
    return UInt16(sum)
  }

  private func bytes(_ words: [UInt16]) -> [UInt8] { words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }

  @Test func `sums the words of the first segment with data`() throws {
    let frame = try CapturedFrame.of("tcp-ethernet", 6).bytes
    let anatomy = PacketAnatomy(frame)
    let header = anatomy.checksums[0], segment = anatomy.checksums[1]
    var ip = Array(frame[14..<34])
    ip.replaceSubrange(10..<12, with: [0, 0])
    #expect(bytes(header.lines.flatMap(\.words)) == ip)
    #expect(header.complement == 0x0ce0)
    #expect(header.verdict == .right)

    var tcp = Array(frame[26..<34]) + [0, 6, 0, 54] + frame[34..<88]
    tcp.replaceSubrange(12 + 16..<12 + 18, with: [0, 0])
    #expect(bytes(segment.lines.flatMap(\.words)) == tcp)
    #expect(segment.sum == 0xad7c3)
    #expect(segment.folds == [ChecksumSteps.Fold(carry: 0xa, low: 0xd7c3)])
    #expect(segment.folds.last?.result == UInt64(sum(tcp)))
    #expect(segment.complement == 0x2832)
    #expect(segment.check == 0xffff)
    #expect(segment.pseudoHeaderSum == sum(Array(tcp[..<12])))
  }

  @Test func `pads an odd last byte`() throws {
    let frame = try CapturedFrame.of("udp-ethernet", 1).bytes
    let steps = try #require(PacketAnatomy(frame).checksums.last)
    var udp = Array(frame[26..<34]) + [0, 17, 0, 43] + frame[34..<77]
    udp.replaceSubrange(12 + 6..<12 + 8, with: [0, 0])
    #expect(bytes(steps.lines.flatMap(\.words)) == udp + [0])
    #expect(~sum(udp) == 0x78ec)
    #expect(steps.verdict == .right)
  }

  @Test func `finds the sum that offload leaves behind`() throws {
    for number in [1, 2, 4] {
      let frame = try CapturedFrame.of("tcp-loopback", number).bytes
      let steps = try #require(PacketAnatomy(frame).checksums.last)
      let partial = sum(Array(frame[26..<34]) + [0, 6, 0, UInt8(frame.count - 34)])
      #expect(steps.field == partial)
      #expect(steps.verdict == .partial(sum: partial, isComplement: false))
    }
    #expect(
      PacketAnatomy(try .of("tcp-loopback", 4)).meaning(.checksum)
        == "partial: the pseudo-header's sum 0xfe4a, left to the network card (offload)")
  }

  @Test func `agrees with the decoder about every packet of the recordings`() throws {
    var files = try CapturedFrame.recordings
    files += ["udp-fragmented", "snapshot-length", "udp-unreachable"].map { Fixtures.packets("\($0).pcap") }
    var compared = 0
    for file in files {
      for captured in try CapturedFrame.all(file) {
        let verdict = captured.bytes.withBytes { bytes -> InternetChecksum.Status? in
          let frame = Frame(
            Packet(
              timestamp: captured.time, originalLength: captured.originalLength, linkType: .ethernet, bytes: bytes))
          guard let network = frame.network, let transport = frame.transport else { return nil }
          return network.checksumStatus(of: transport)
        }
        guard let verdict else { continue }
        compared += 1
        let steps = try #require(PacketAnatomy(captured).checksums.last)
        let ours: InternetChecksum.Status =
          switch steps.verdict {
          case .right: .correct
          case .wrong(let expected): .wrong(expected: expected)
          case .partial: .partial
          case .absent: .absent
          case .cut, .fragment, .lengthUnknown: .notCheckable
          }
        #expect(ours == verdict, "\(file.lastPathComponent), frame \(captured.number)")
      }
    }
    #expect(compared > 60)
  }

  @Test func `summarises a long payload, and finds what is wrong`() {
    let payload = String(repeating: "0123456789", count: 20)
    let right = PacketAnatomy(client.segment([.psh, .ack], seq: 1, ack: 1, payload)).checksums[1]
    let wrong = PacketAnatomy(client.segment([.psh, .ack], seq: 1, ack: 1, payload).corrupted)
    #expect(right.verdict == .right)
    #expect(right.lines.last?.words.isEmpty == true)
    let words: [UInt64] = [0x3031, 0x3233, 0x3435, 0x3637, 0x3839]
    #expect(right.lines.last?.sum == 20 * words.reduce(0, +))
    guard case .wrong(let expected) = wrong.checksums[1].verdict else {
      Issue.record("not wrong")
      return
    }
    // The last byte was turned over: what the field should hold now is as much more as the byte became less.
    let byte = UInt8(ascii: "9")
    let change = Int(byte) - Int(~byte)
    let shifted = Int(right.field) + change
    #expect(Int(expected) == (shifted + 0xffff) % 0xffff)
    #expect(wrong.text.contains("wrong, expected \(AnatomyText.word(expected))"))
  }

  @Test func `sums the pseudo-header of IPv6`() throws {
    let frame = client6.datagram("hello").bytes
    let steps = try #require(PacketAnatomy(frame).checksums.last)
    #expect(steps.verdict == .right)
    #expect(steps.pseudoHeaderSum == sum(Array(frame[22..<54]) + [0, 0, 0, 13, 0, 0, 0, 17]))
    #expect(steps.check == 0xffff)
  }

  @Test func `says why there is nothing to compute`() {
    #expect(PacketAnatomy(client.datagram("hello").setting(0, at: 40)).checksums.last?.verdict == .absent)
    let cut = PacketAnatomy(client.datagram("hello").cut(to: 44))
    #expect(cut.checksums.last?.verdict == .cut(captured: 10, needed: 13))
    #expect(cut.text.contains("cannot be checked: the snapshot length cut it (10 of 13 bytes captured)"))
    let pieces = client.datagram("a datagram in pieces").fragments(of: 16)
    #expect(PacketAnatomy(pieces[0]).checksums.map(\.verdict) == [.right, .fragment])
    #expect(PacketAnatomy(client.datagram("hello").setting(99, at: 38)).checksums.last?.verdict == .lengthUnknown)
  }

  @Test func `sends a sum of zero as all ones`() throws {
    // A payload word that makes the sum 0xffff, so that its complement is zero.
    let open = client.datagram(bytes: [0, 0])
    let field = UInt16(open.bytes[40]) << 8 | UInt16(open.bytes[41])
    let datagram = client.datagram(bytes: [UInt8(field >> 8), UInt8(field & 255)])
    #expect(PacketAnatomy(datagram.setting(0xffff, at: 40)).checksums.last?.verdict == .right)
    #expect(PacketAnatomy(datagram.setting(0x1234, at: 40)).checksums.last?.verdict == .wrong(expected: 0xffff))
  }
}
