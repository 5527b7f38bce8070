import Conversations
import Wire

/// The marks of a conversation, with what tells each packet within it as a number: equal numbers are equal packets. They are
/// made once for each conversation, and not for each pair of them.
struct ComparableMarks {
  typealias Mark = PacketMarks.Mark

  /// What tells a packet within its conversation.
  fileprivate struct Key: Hashable {
    let side: Side
    let sequence: UInt32
    let length: Int
    let flags: UInt16
    let digest: UInt64
    /// The same packet again.
    let ordinal: Int
  }

  /// The numbers of all keys of all conversations that are to be compared.
  struct Numbers {
    private var numbers: [Key: Int] = [:]

    fileprivate mutating func number(_ key: Key) -> Int {
      let next = numbers.count
      let number = numbers[key, default: next]
      if number == next { numbers[key] = next }
      return number
    }
  }

  /// Packets by their keys.
  struct Keyed {
    fileprivate var numbers: [Int] = []
    fileprivate var places: [Int: Int] = [:]
  }

  let marks: [Mark]
  /// By the sequence numbers on the wire.
  let raw: Keyed
  /// By those relative to the ISN.
  let relative: Keyed
  private let hasTimestampValues: Bool
  private let hasIdentifications: Bool
  /// Raw keys that other submissions have, too.
  private var shared: [Int] = []

  init(_ marks: PacketMarks, _ numbers: inout Numbers) {
    self.marks = marks.marks
    hasTimestampValues = marks.marks.contains { $0.timestampValue != nil }
    hasIdentifications = marks.marks.contains { $0.identification != 0 }
    raw = Self.keyed(marks.marks, \.rawSequence, &numbers)
    relative = Self.keyed(marks.marks, \.sequence, &numbers)
  }

  private static func keyed(_ marks: [Mark], _ sequence: KeyPath<Mark, UInt32>, _ numbers: inout Numbers) -> Keyed {
    var keyed = Keyed()
    var seen: [Key: Int] = [:]
    for (place, mark) in marks.enumerated() {
      func key(_ ordinal: Int) -> Key {
        Key(
          side: mark.side, sequence: mark[keyPath: sequence], length: mark.length, flags: mark.flags,
          digest: mark.digest, ordinal: ordinal)
      }
      let ordinal = seen[key(0), default: 0] + 1
      seen[key(0)] = ordinal
      let number = numbers.number(key(ordinal))
      keyed.numbers.append(number)
      keyed.places[number] = place
    }
    return keyed
  }

  /// Packets of both with the same key, in order of the first.
  func pairs(_ other: ComparableMarks, by keys: KeyPath<ComparableMarks, Keyed>) -> [(Mark, Mark)] {
    let places = other[keyPath: keys].places
    return zip(marks, self[keyPath: keys].numbers).compactMap { mark, number in
      places[number].map { (mark, other.marks[$0]) }
    }
  }

  /// Notes of each TCP conversation what others of its raw keys have.
  static func noteShared(_ submissions: inout [[[(record: ConversationRecord, marks: ComparableMarks)]]]) {
    /// The submission that has it, or -1 for several.
    var owners: [Int: Int] = [:]
    for (submission, captures) in submissions.enumerated() {
      for case let (record, marks) in captures.joined() where record.protocol == .tcp {
        for number in marks.raw.numbers where owners[number, default: submission] != -1 {
          owners[number] = owners[number, default: submission] == submission ? submission : -1
        }
      }
    }
    for submission in submissions.indices {
      for capture in submissions[submission].indices {
        for place in submissions[submission][capture].indices {
          let numbers = submissions[submission][capture][place].marks.raw.numbers
          submissions[submission][capture][place].marks.shared = numbers.filter { owners[$0] == -1 }
        }
      }
    }
  }

  /// False where a ``MarkMatch`` of both would find nothing: they have no raw key in common, and of the packets that are the
  /// same in both the first show already that times, timestamps and identifications differ. Most conversations part after two
  /// packets.
  func mayMatch(_ other: ComparableMarks, tolerance: Int64) -> Bool {
    if shared.contains(where: { other.raw.places[$0] != nil }) { return true }
    // Where one has none they cannot agree.
    var values = hasTimestampValues && other.hasTimestampValues
    var identifications = hasIdentifications && other.hasIdentifications
    var (intervals, hasPairs) = (true, false)
    var before: (Mark, Mark)?
    for (mark, number) in zip(marks, relative.numbers) {
      guard let place = other.relative.places[number] else { continue }
      let against = other.marks[place]
      hasPairs = true
      if let one = mark.timestampValue, let two = against.timestampValue, one != two { values = false }
      if mark.identification != 0, against.identification != 0, mark.identification != against.identification {
        identifications = false
      }
      if let before, intervals {
        let (one, two) = (
          mark.time.nanoseconds(since: before.0.time), against.time.nanoseconds(since: before.1.time)
        )
        intervals = one.subtractingReportingOverflow(two).partialValue.magnitude <= tolerance.magnitude
      }
      before = (mark, against)
      guard values || identifications || intervals else { return false }
    }
    return hasPairs
  }
}
