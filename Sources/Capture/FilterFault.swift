import CPcap

/// Where in a filter libpcap's compiler lost the thread.
///
/// It reports no position. But its grammar can be asked: the words up to some point are sound when there is any way to go on
/// from them. The first word after which there is none is where a reader should look.
struct FilterFault {
  /// Counted in characters from 0; the expression's end when it breaks off; nil when nothing can be told.
  let position: Int?

  /// Ways to go on from the start of a sound expression: enough to complete every construct of the language.
  private static let continuations = [
    "", "1", "tcp", "host 1.2.3.4", "1.2.3.4", "port 1", "1-2", "proto 1", "net 1.2.3.0/24", "1.2.3.0/24",
    "= 1", "1 = 1", "] = 1", "1] = 1", "0] = 1", "1:1] = 1", ":1] = 1", "[0] = 1", "or tcp",
    "00:00:00:00:00:01", "host 00:00:00:00:00:01", "mask 255.255.255.0", "255.255.255.0", "multicast", "on lo",
  ]
  /// Longer expressions get no position: each word is tried with every continuation.
  private static let mostWords = 200

  init(_ expression: String, reason: String, on handle: borrowing PcapHandle) {
    let words = Self.words(expression)
    guard words.count <= Self.mostWords else {
      position = nil
      return
    }
    // "unknown port 'abc'" names the word itself, and compiling that again could look up a host again.
    if let named = Self.quoted(reason), let word = words.first(where: { $0 == named }) {
      position = expression.distance(from: expression.startIndex, to: word.startIndex)
      return
    }
    for word in words where !Self.canContinue(String(expression[..<word.endIndex]), on: handle) {
      position = expression.distance(from: expression.startIndex, to: word.startIndex)
      return
    }
    // Every beginning is sound, so the end is missing; unless it was whole, and meaningless rather than malformed.
    position = reason.contains("syntax error") ? expression.count : nil
  }

  /// libpcap's words without the frame around them.
  static func plain(_ reason: String) -> String {
    let frame = "can't parse filter expression: "
    return reason.hasPrefix(frame) ? String(reason.dropFirst(frame.count)) : reason
  }

  private static func canContinue(_ beginning: String, on handle: borrowing PcapHandle) -> Bool {
    let open = beginning.filter { $0 == "(" }.count - beginning.filter { $0 == ")" }.count
    let closing = String(repeating: ")", count: max(open, 0))
    for continuation in continuations {
      if compiles("\(beginning) \(continuation)\(closing)", on: handle) { return true }
    }
    return false
  }

  private static func compiles(_ expression: String, on handle: borrowing PcapHandle) -> Bool {
    unsafe handle.withPointer { pointer in
      var program = unsafe bpf_program()
      // Not optimised: the optimiser refuses what can never match, which is no fault of the words so far.
      guard unsafe pcap_compile(pointer, &program, expression, 0, PCAP_NETMASK_UNKNOWN) == 0 else { return false }
      unsafe pcap_freecode(&program)
      return true
    }
  }

  /// The pieces libpcap's scanner sees, near enough: names and numbers, and each sign by itself or doubled.
  private static func words(_ expression: String) -> [Substring] {
    var words: [Substring] = []
    var rest = expression[...]
    while let first = rest.first {
      let length =
        if first.isWhitespace { 1 } else if isPartOfWord(first) { rest.prefix(while: isPartOfWord).count } else {
          ["&&", "||", "<<", ">>", ">=", "<=", "!=", "=="].contains { rest.hasPrefix($0) } ? 2 : 1
        }
      if !first.isWhitespace { words.append(rest.prefix(length)) }
      rest = rest.dropFirst(length)
    }
    return words
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "._-:\\/".contains(character)
  }

  private static func quoted(_ reason: String) -> Substring? {
    let parts = reason.split(separator: "'", omittingEmptySubsequences: false)
    return parts.count == 3 ? parts[1] : nil
  }
}
