import Analyzer
import Conversations
import Foundation
import Wire

/// The packets of a recording that comes with the project, to be changed as somebody might who hands them in.
struct RecordedPackets {
  struct Recorded {
    var time: Int64
    var bytes: [UInt8]
  }

  var packets: [Recorded]
  var digits = 9

  /// Of `captures/NAME.pcap`: a classic pcap file with nanoseconds, little-endian.
  init(_ name: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "captures/\(name).pcap")
    let data = try [UInt8](Data(contentsOf: path))
    func number(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(data[place + $1]) << (8 * $1) } }
    precondition(number(0) == 0xa1b2_3c4d, "\(name) is not what it was recorded as")
    packets = []
    var place = 24
    while place < data.count {
      let length = number(place + 8)
      packets.append(
        Recorded(
          time: Int64(number(place)) * 1_000_000_000 + Int64(number(place + 4)),
          bytes: Array(data[place + 16..<place + 16 + length])))
      place += 16 + length
    }
  }

  private func changed(_ change: (inout RecordedPackets) -> Void) -> RecordedPackets {
    var copy = self
    change(&copy)
    return copy
  }

  /// Without that frame, counted from 1.
  func without(_ frame: Int) -> RecordedPackets { changed { $0.packets.remove(at: frame - 1) } }
  func dropFirst(_ count: Int) -> RecordedPackets { changed { $0.packets.removeFirst(count) } }
  func later(by nanoseconds: Int64) -> RecordedPackets {
    changed { for place in $0.packets.indices { $0.packets[place].time += nanoseconds } }
  }
  /// Saved with microseconds.
  var withMicroseconds: RecordedPackets {
    changed {
      $0.digits = 6
      for place in $0.packets.indices { $0.packets[place].time -= $0.packets[place].time % 1_000 }
    }
  }

  /// With the last byte of a frame's payload changed, and the checksum put right.
  func changingPayload(of frame: Int) -> RecordedPackets {
    changed {
      $0.packets[frame - 1].bytes[$0.packets[frame - 1].bytes.count - 1] ^= 1
      $0.packets[frame - 1].bytes.mendTransportChecksum()
    }
  }

  /// With other TCP flags in a frame, and the checksum put right.
  func settingFlags(_ flags: UInt8, of frame: Int) -> RecordedPackets {
    changed {
      $0.packets[frame - 1].bytes[47] = flags
      $0.packets[frame - 1].bytes.mendTransportChecksum()
    }
  }

  /// With port `one` where `other` was, and the other way round.
  func exchanging(ports one: UInt16, _ other: UInt16) -> RecordedPackets {
    changed {
      for place in $0.packets.indices {
        for offset in [34, 36] {
          let port = UInt16($0.packets[place].bytes[offset]) << 8 | UInt16($0.packets[place].bytes[offset + 1])
          let new = port == one ? other : port == other ? one : port
          $0.packets[place].bytes.replaceSubrange(offset..<offset + 2, with: [UInt8(new >> 8), UInt8(new & 255)])
        }
        $0.packets[place].bytes.mendTransportChecksum()
      }
    }
  }

  /// With sequence and acknowledgment numbers moved, each side's by another number.
  var withOtherSequenceNumbers: RecordedPackets {
    changed {
      for place in $0.packets.indices {
        let isServer = $0.packets[place].bytes[34] == 0x30
        for (offset, distance) in [(38, isServer ? 77_777 : 123_456), (42, isServer ? 123_456 : 77_777)]
          as [(Int, UInt32)]
        {
          let number =
            $0.packets[place].bytes[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } &+ distance
          $0.packets[place].bytes.replaceSubrange(
            offset..<offset + 4, with: (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) })
        }
        $0.packets[place].bytes.mendTransportChecksum()
      }
    }
  }

  /// With 10.1.1 for the first three bytes of every address.
  var withOtherAddresses: RecordedPackets {
    changed {
      for place in $0.packets.indices {
        for offset in [26, 30] { $0.packets[place].bytes.replaceSubrange(offset..<offset + 3, with: [10, 1, 1]) }
        $0.packets[place].bytes.mendTransportChecksum()
      }
    }
  }

  static func + (left: RecordedPackets, right: RecordedPackets) -> RecordedPackets {
    left.changed { $0.packets += right.packets }
  }

  /// As it is handed in.
  func submission(_ path: String = "test.pcap", payloads: [[UInt8]] = [], cut: String? = nil) -> Submission {
    var submission = Submission(path: path)
    add(to: &submission, path, payloads, cut)
    return submission
  }

  func add(to submission: inout Submission, _ path: String, _ payloads: [[UInt8]] = [], _ cut: String? = nil) {
    let record = CaptureRecord(path: path, format: "pcap", linkTypes: [.ethernet], timestampDigits: digits)
    var engine = Engine(record: record)
    var evidence = CaptureEvidence(payloads)
    for packet in packets {
      packet.bytes.withBytes { bytes in
        engine.observe(
          Packet(
            timestamp: Timestamp(nanoseconds: packet.time), originalLength: bytes.byteCount, linkType: .ethernet,
            bytes: bytes)
        ) { packet, frame, transport, observation in evidence.add(packet, frame, transport, observation) }
      }
    }
    engine.finish(cut: cut)
    submission.add(engine.summary(), evidence, sha256: nil)
  }
}

extension [UInt8] {
  /// Puts the TCP or UDP checksum of an Ethernet frame with IPv4 right.
  fileprivate mutating func mendTransportChecksum() {
    let end = 14 + (Int(self[16]) << 8 | Int(self[17]))
    let offset = self[23] == 6 ? 50 : 40
    replaceSubrange(offset..<offset + 2, with: [0, 0])
    let length = end - 34
    let header = Array(self[26..<34]) + [0, self[23], UInt8(length >> 8), UInt8(length & 255)]
    let sum = ~(header + self[34..<end]).withBytes { InternetChecksum.sum($0) }
    replaceSubrange(offset..<offset + 2, with: [UInt8(sum >> 8), UInt8(sum & 255)])
  }
}
