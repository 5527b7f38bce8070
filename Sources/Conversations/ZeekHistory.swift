/// What happened in a connection, a letter each, as Zeek's conn.log has it in `history`: upper case of the originator,
/// lower case of the responder.
struct ZeekHistory {
  /// What is written once for each side, or again only with another sequence number.
  struct Events: OptionSet {
    let rawValue: UInt8
    static var syn: Events { Events(rawValue: 1 << 0) }
    static var fin: Events { Events(rawValue: 1 << 1) }
    static var rst: Events { Events(rawValue: 1 << 2) }
    static var finRST: Events { Events(rawValue: 1 << 3) }
    static var manyFlags: Events { Events(rawValue: 1 << 4) }
    static var data: Events { Events(rawValue: 1 << 5) }
    static var ack: Events { Events(rawValue: 1 << 6) }
  }

  private(set) var letters: [UInt8] = []

  /// No more is kept: RSTs of ever other numbers would fill memory.
  private static var limit: Int { 1_000 }

  var text: String { String(decoding: letters, as: UTF8.self) }

  /// Only a SYN-ACK of the originator has come.
  var isSYNACKAlone: Bool { letters == [UInt8(ascii: "H")] }

  /// Adds `letter`, given in upper case.
  mutating func add(_ letter: Unicode.Scalar, isOriginator: Bool) {
    guard letters.count < Self.limit else { return }
    letters.append(UInt8(ascii: letter) | (isOriginator ? 0 : 0x20))
  }

  /// The roles were exchanged.
  mutating func addFlip() {
    guard letters.count < Self.limit else { return }
    letters.append(UInt8(ascii: "^"))
  }

  /// Counts what is written at its 1st, 10th, 100th … time.
  mutating func count(_ letter: Unicode.Scalar, _ counter: inout UInt32, isOriginator: Bool) {
    guard counter < .max else { return }
    counter += 1
    var step = counter
    while step >= 10, step % 10 == 0 { step /= 10 }
    if step == 1 { add(letter, isOriginator: isOriginator) }
  }

  /// The connection began with a SYN-ACK, whose sender is the responder after all.
  mutating func restartFlipped() { letters = Array("^h".utf8) }

  /// `S`, then no SYN-ACK, ACK, FIN, gap or odd packet of the originator, then its RST.
  var isAbandonedAttempt: Bool {
    var rest = letters[...]
    if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
    guard rest.first == UInt8(ascii: "S") else { return false }
    let end = rest.dropFirst().first { "RHAFGIQ".utf8.contains($0) }
    return end == UInt8(ascii: "R")
  }
}
