import FuzzSupport

@_silgen_name("LLVMFuzzerMutate")
private func mutate(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int, _ most: Int) -> Int

/// Changes packets one by one, so that the file around them stays one. Every fourth input changes anywhere.
@_cdecl("LLVMFuzzerCustomMutator")
public func customMutator(_ data: UnsafeMutablePointer<UInt8>?, _ count: Int, _ most: Int, _ seed: UInt32) -> Int {
  var dice = Dice(state: UInt64(seed))
  guard dice.roll(4) > 0, let data, var file = PcapRecords(input(data, count)) else { return mutate(data, count, most) }
  file.change(&dice, mostBytes: most, mutate)
  let bytes = file.bytes
  guard bytes.count <= most else { return mutate(data, count, most) }
  for (place, byte) in bytes.enumerated() { data[place] = byte }
  return bytes.count
}

/// Random numbers that follow from a seed (G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators").
struct Dice {
  var state: UInt64

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ mixed >> 31) % UInt64(sides))
  }
}

/// A pcap file of a little-endian machine as its header and records.
struct PcapRecords {
  struct Record {
    /// Seconds, and their fraction.
    var time: [UInt8]
    var packet: [UInt8]
    /// Bytes that were sent and not captured.
    var missing: Int
  }

  private let header: [UInt8]
  private var records: [Record] = []

  /// Nil of what is no such file, or has no whole record.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > 40, bytes[1] == 0xb2 || bytes[1] == 0x3c, bytes[2] == 0xc3 || bytes[2] == 0x3c else {
      return nil
    }
    header = Array(bytes.prefix(24))
    var place = 24
    while place + 16 <= bytes.count {
      let (captured, sent) = (Self.number(bytes, at: place + 8), Self.number(bytes, at: place + 12))
      guard place + 16 + captured <= bytes.count else { break }
      records.append(
        Record(
          time: Array(bytes[place..<place + 8]), packet: Array(bytes[place + 16..<place + 16 + captured]),
          missing: sent - captured))
      place += 16 + captured
    }
    if records.isEmpty { return nil }
  }

  var bytes: [UInt8] {
    records.reduce(into: header) { bytes, record in
      bytes +=
        record.time + Self.bytes(record.packet.count) + Self.bytes(record.packet.count + record.missing)
        + record.packet
    }
  }

  /// Changes, copies, moves, cuts or drops a packet, or its time.
  mutating func change(
    _ dice: inout Dice, mostBytes: Int, _ mutate: (UnsafeMutablePointer<UInt8>?, Int, Int) -> Int
  ) {
    let place = dice.roll(records.count), other = dice.roll(records.count)
    switch dice.roll(12) {
    case 0: records.insert(records[place], at: other)
    case 1: records.swapAt(place, other)
    case 2 where records.count > 1: records.remove(at: place)
    case 3: records[place].missing = dice.roll(2) == 0 ? 0 : dice.roll(2_000)
    case 4: records[place].time = Self.mutated(records[place].time, most: 8, mutate)
    case 5: records[place].time = records[other].time
    case 6: records[place].packet = records[place].packet.dropLast(dice.roll(records[place].packet.count + 1))
    default:
      let most = min(records[place].packet.count + 64, mostBytes)
      records[place].packet = Self.mutated(records[place].packet, most: most, mutate)
    }
  }

  private static func mutated(
    _ bytes: [UInt8], most: Int, _ mutate: (UnsafeMutablePointer<UInt8>?, Int, Int) -> Int
  ) -> [UInt8] {
    var room = bytes + [UInt8](repeating: 0, count: max(most - bytes.count, 0) + 1)
    let count = room.withUnsafeMutableBufferPointer { mutate($0.baseAddress, bytes.count, most) }
    let changed = Array(room.prefix(count))
    // A time has its eight bytes.
    return most == 8 ? Array((changed + [UInt8](repeating: 0, count: 8)).prefix(8)) : changed
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  private static func bytes(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
