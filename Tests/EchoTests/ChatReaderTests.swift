import Testing

@testable import Echo

/// What a chat server finds in what its clients send, receive by receive.
struct ChatReaderTests {
  /// What is sent back, and how many receives it took until `exit` was found.
  private func read(_ receives: [String], limit: Int = 2_048) -> (echoed: String, exit: Int?) {
    var reader = ChatReader()
    var echoed: [UInt8] = []
    for (index, text) in receives.enumerated() {
      let bytes = Array(text.utf8)
      let (part, isExit) = reader.read(bytes[...], isCut: bytes.count == limit)
      echoed += part
      if isExit { return (String(decoding: echoed, as: UTF8.self), index) }
    }
    return (String(decoding: echoed, as: UTF8.self), nil)
  }

  @Test(arguments: ["exit", "EXIT", "eXiT", "exit\n", "Exit\r\n"])
  func `exit ends a conversation after messages with line ends and without`(exit: String) {
    #expect(read(["halo", exit]) == ("halo", 1))
    #expect(read(["halo\n", exit]) == ("halo\n", 1))
    #expect(read(["halo\n" + exit]) == ("halo\n", 0))
  }

  @Test func `exit that is typed character by character is a line`() {
    #expect(read(["e", "x", "i", "t", "\r\n"]) == ("exit", 4))
    #expect(read(["a", "\r\n", "e", "x", "it\n"]) == ("a\r\nex", 4))
  }

  @Test(arguments: ["exit ", " exit", "exits", "ex\nit", "exit\rx", "\u{45}\u{58}\u{49}\u{54}\u{0}"])
  func `what only resembles it is a message`(text: String) {
    #expect(read([text]) == (text, nil))
  }

  @Test func `the end of a message that fills a receive is no exit`() {
    let long = String(repeating: "A", count: 8)
    #expect(read([long, "exit"], limit: 8) == (long + "exit", nil))
    #expect(read([long, "exit\n"], limit: 8) == (long + "exit\n", nil))
    #expect(read([long, "exit", "exit"], limit: 8) == (long + "exit", 2))
    #expect(read(["AAA\nexit", "ing\n"], limit: 8) == ("AAA\nexiting\n", nil))
    #expect(read(["AAA\nexit", "\n"], limit: 8) == ("AAA\nexit", 1))
  }

  @Test func `messages come without their line ends, empty lines not at all`() {
    var messages: [String] = []
    let bytes = Array("satu\n\r\n\ndua\r\ntiga".utf8)
    ChatReader.forEachMessage(in: bytes[...], endingAfter: nil) { message, hasEnded in
      messages.append(String(decoding: message, as: UTF8.self) + (hasEnded ? "." : "…"))
    }
    #expect(messages == ["satu.", "dua.", "tiga…"])
  }
}
