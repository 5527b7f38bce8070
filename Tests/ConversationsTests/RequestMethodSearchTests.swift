import Conversations
import Testing

struct RequestMethodSearchTests {
  private func search(_ pieces: (sequence: UInt32, text: String)..., cutTo: Int? = nil) -> RequestMethodSearch {
    var search = RequestMethodSearch()
    for (place, piece) in pieces.enumerated() {
      let bytes = Array(piece.text.utf8)
      let captured = Array(bytes.prefix(cutTo ?? bytes.count))
      search.take(captured.span.bytes, sequence: piece.sequence, length: bytes.count, frame: place + 1)
    }
    return search
  }

  @Test(arguments: ["GET / HTTP/1.1", "POST /a", "OPTIONS *", "CONNECT host:443 HTTP/1.1", "GET http://a/"])
  func `a method begins a line`(line: String) {
    #expect(search((1, line)).match?.method == String(line.prefix { $0 != " " }))
    #expect(search((1, "200 OK\r\n" + line)).match?.frames == 1...1)
  }

  @Test(arguments: ["GETTING /", "GET lost", "A GET /", "get / HTTP/1.1", "POST", ""])
  func `what only looks like one is none`(text: String) { #expect(search((1, text)).match == nil) }

  @Test func `segments cut it anywhere`() {
    #expect(search((1, "P"), (2, "OS"), (4, "T "), (6, "/x")).match?.frames == 1...4)
  }

  @Test func `bytes that came before are passed over`() {
    #expect(search((1, "PO"), (1, "PO"), (1, "POST "), (6, "/")).match?.frames == 1...4)
  }

  @Test func `behind a hole it goes on with the next line`() {
    #expect(search((1, "PO"), (9, "GET /")).match == nil)
    #expect(search((1, "PO"), (9, "ST\nGET /")).match?.frames == 2...2)
  }

  @Test func `the number of a byte may wrap`() {
    #expect(search((.max, "P"), (0, "UT /")).match?.method == "PUT")
  }

  @Test func `what was cut is not looked at, and said to be`() {
    let search = search((1, "\r\nGET / HTTP/1.1"), cutTo: 4)
    #expect(search.match == nil && search.isCut)
  }
}
