import Testing

@testable import Report

struct JSONWriterTests {
  private func text(_ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    body(&json)
    return String(decoding: json.take(), as: UTF8.self)
  }

  @Test func `writes a member on a line, and short containers on one`() {
    let json = text { json in
      json.object { json in
        json.field("a", 1)
        json.field("frames", [1, 2])
        json.object("b", .inline) { json in
          json.field("c", "x")
          json.object("d") { $0.field("e", true) }
        }
      }
    }
    #expect(
      json == """
        {
          "a": 1,
          "frames": [ 1, 2 ],
          "b": { "c": "x", "d": { "e": true } }
        }
        """)
  }

  @Test func `writes empty containers without a break`() {
    let json = text { json in
      json.object { json in
        json.array("a", [Int]()) { json, item in json.value(item) }
        json.object("b") { _ in }
      }
    }
    #expect(json == "{\n  \"a\": [],\n  \"b\": {}\n}")
  }

  @Test func `writes what is unknown as null`() {
    let json = text { json in
      json.object(.inline) { json in
        json.field("a", Int?.none)
        json.field("b", String?.none)
        json.field("c", Bool?.none)
        json.field("d", number: nil)
        json.null("e")
      }
    }
    #expect(json == #"{ "a": null, "b": null, "c": null, "d": null, "e": null }"#)
  }

  @Test(arguments: [
    ("\"\\\n\r\t", #""\"\\\n\r\t""#), ("\u{0}\u{1f}\u{7f}\u{9b}", #""\u0000\u001f\u007f\u009b""#),
    ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("é日🙂", "\"é日🙂\""),
  ])
  func `escapes what a string cannot hold`(value: String, expected: String) {
    #expect(text { $0.value(value) } == expected)
  }
}
