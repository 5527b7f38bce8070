import Testing
import Wire

@testable import Analyzer

/// Specifications as people write them, and as nobody should.
struct GradingSpecificationTests {
  private func error(_ text: String) -> String? {
    do throws(SpecificationError) {
      _ = try GradingSpecification(json: Array(text.utf8))
      return nil
    } catch {
      return error.description
    }
  }

  private func requirement(_ members: String) -> String? {
    error(#"{"schema":1,"requirements":[{"require":"handshake","points":1},{\#(members)}]}"#)
  }

  /// Found by fuzzing: what a key or a value holds went into the message as it stands.
  @Test func `a message stays on its line, whatever it quotes`() {
    #expect(
      error(#"{"schema":1,"a\u202eb\nc\u001b[31m":1}"#)
        == #"a\u{202e}b\u{a}c\u{1b}[31m: there is no such key here; there are schema, title, passAt, requirements"#)
    #expect(
      requirement(#""require":"echo","points":1,"atLeast":"\u2028\r""#)
        == #"requirements[1].atLeast: a whole number is needed, found "\u{2028}\u{d}""#)
    #expect(
      error(#"{"schema":1,"\u0007":1,"\u0007":1}"#)
        == #"line 1, column 24: this is not JSON: the key "\u{7}" is there twice"#)
  }

  @Test func `a mistake is told with its place`() {
    #expect(
      requirement(#""require":"echo","points":1,"atLeast":"three""#)
        == #"requirements[1].atLeast: a whole number is needed, found "three""#)
    #expect(
      requirement(#""require":"echo","points":1,"atLeast":1.5"#)
        == "requirements[1].atLeast: a whole number is needed, found 1.5")
    #expect(
      requirement(#""require":"echo","points":1,"atleast":2"#)
        == "requirements[1].atleast: there is no such key here; did you mean atLeast?")
    #expect(
      requirement(#""require":"echos","points":1"#)?
        .hasSuffix(#"found "echos"; did you mean echo?"#) == true)
    #expect(requirement(#""require":"echo""#)?.hasPrefix("requirements[1].points: a number") == true)
    #expect(requirement(#""points":1"#)?.hasPrefix("requirements[1].require: one of") == true)
    #expect(
      requirement(#""require":"close","by":7,"points":1"#)
        == "requirements[1].by: one of client, server, originator, responder, either is needed, found 7")
    #expect(
      requirement(#""require":"endpoints","server":"192.168.281.88","points":1"#)?
        .hasPrefix("requirements[1].server: an address such as") == true)
    #expect(
      requirement(#""require":"endpoints","server":"192.168.10.8:12345","points":1"#)?
        .hasSuffix("its port goes to serverPort") == true)
    #expect(
      requirement(#""require":"endpoints","serverPort":123456,"points":1"#)?
        .hasPrefix("requirements[1].serverPort: a port") == true)
    #expect(requirement(#""require":"endpoints","points":1"#)?.hasPrefix("requirements[1]: at least one of") == true)
    #expect(requirement(#""require":"captured","points":1"#) == "requirements[1]: after or before is needed")
    #expect(
      requirement(#""require":"captured","after":"2026-02-30","points":1"#)?
        .hasPrefix("requirements[1].after: a day such as") == true)
    #expect(
      requirement(#""require":"link-type","is":"Ehternet","points":1"#)?
        .hasPrefix("requirements[1].is: a link type") == true)
    #expect(
      requirement(#""require":"handshake","id":"handshake","points":1"#)
        == #"requirements[1].id: "handshake" is another requirement's already"#)
    #expect(requirement(#""require":"handshake","points":-1"#)?.hasPrefix("requirements[1].points") == true)
    #expect(requirement(#""require":"handshake","points":0.125"#)?.hasPrefix("requirements[1].points") == true)
    #expect(requirement(#""require":"echo","payload":"","points":1"#)?.hasPrefix("requirements[1].payload") == true)
    #expect(requirement(#""require":"handshake","partial":true,"points":1"#)?.contains("no such key") == true)
    #expect(error(#"{"schema":2,"requirements":[]}"#) == "schema 1 is needed, found 2")
    #expect(error(#"{"schema":"1","requirements":[]}"#) == #"schema 1 is needed, found "1""#)
    #expect(error(#"{"requirements":[]}"#) == "schema: 1 is needed, and it is missing")
    #expect(
      error(#"{"schema":1,"requirements":[{"require":"uncut","points":0},{"require":"echo","points":0.0}]}"#)
        == "requirements: there are no points to get: at least one needs points above 0")
    #expect(
      error(#"{"schema":1,"requirements":[{"require":"uncut","points":0},{"require":"echo","points":1}]}"#) == nil)
    #expect(error(#"{"schema":1}"#) == "requirements: a list in [] is needed, and it is missing")
    #expect(error(#"{"schema":1,"requirements":[]}"#)?.hasPrefix("requirements: a list of 1 to 100") == true)
    #expect(
      error(#"{"schema":1,"passAt":2,"requirements":[{"require":"uncut","points":1}]}"#)?
        .hasPrefix("passAt: points from 0 to 1 are needed") == true)
    #expect(error("[]") == "an object in {} is needed, found a list")
  }

  @Test func `what is no JSON is told with line and column`() {
    #expect(error("{\n  \"schema\": 1\n  \"title\"") == "line 3, column 3: this is not JSON: a comma or } is needed")
    #expect(
      error(#"{"schema":1,"schema":1}"#) == #"line 1, column 13: this is not JSON: the key "schema" is there twice"#)
    #expect(error("") == "the file is empty")
    #expect(error("{\"é\" 1}") == "line 1, column 6: this is not JSON: a colon is needed after the key")
    #expect(error("{\"a\": 01}")?.contains("no 0 in front") == true)
    #expect(error("{\"a\": \"\\ud800\"}")?.contains("half a character") == true)
    #expect(error("{} {}")?.contains("nothing may follow") == true)
  }

  @Test func `hostile texts end in an error`() {
    #expect(error(String(repeating: "[", count: 500_000))?.contains("brackets") == true)
    #expect(requirement(#""require":"echo","points":1e400"#)?.hasPrefix("requirements[1].points") == true)
    #expect(
      requirement(#""require":"echo","points":1,"atLeast":99999999999999999999999"#)?.hasPrefix(
        "requirements[1].atLeast")
        == true)
    #expect(requirement(#""require":"echo","points":\#(String(repeating: "9", count: 100_000))"#) != nil)
    #expect(throws: SpecificationError.self) {
      try GradingSpecification(json: [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])
    }
    #expect(throws: SpecificationError.self) {
      try GradingSpecification(json: [UInt8](repeating: 0x20, count: GradingSpecification.sizeLimit + 1))
    }
  }

  @Test func `every truncation of a specification is refused`() throws {
    let text =
      #"{"schema":1,"title":"a\u00e9","passAt":0.5,"requirements":[{"require":"close","by":"server","points":1}]}"#
    #expect(error(text) == nil)
    for length in 0..<text.utf8.count {
      #expect(throws: SpecificationError.self) { try GradingSpecification(json: Array(text.utf8.prefix(length))) }
    }
  }

  @Test func `points have two decimals, and shares are rounded down`() {
    #expect(Points("0.5")?.hundredths == 50)
    #expect(Points("2.05")?.text == "2.05")
    #expect(Points("10000.01") == nil)
    #expect(Points("1.") == nil)
    #expect(Points("1e2") == nil)
    #expect(Points("10")?.share(2, of: 3).text == "6.66")
    #expect(Points("10")?.share(.max, of: 3).text == "10")
    #expect(Points("10")?.share(1, of: .max).text == "0")
  }

  @Test func `moments and days are read as RFC 3339 writes them`() {
    func nanoseconds(_ text: String) -> Int64? { Timestamp(written: text)?.nanoseconds }
    #expect(nanoseconds("1970-01-01") == 0)
    #expect(nanoseconds("2025-02-27T08:12:45+07:00") == 1_740_618_765_000_000_000)
    #expect(nanoseconds("2025-02-27T01:12:45.123456789Z") == 1_740_618_765_123_456_789)
    #expect(nanoseconds("2024-02-29") == 1_709_164_800_000_000_000)
    for text in [
      "2023-02-29", "2026-13-01", "2026-1-1", "2026-11-23T07:00:00", "2026-11-23T24:00:00Z", "1969-12-31", "9999-01-01",
      "2026-11-23T07:00:00+07", "2026-11-23 ", "", "2026-11-23T07:00:00Zx",
    ] {
      #expect(nanoseconds(text) == nil, "\(text)")
    }
  }

  @Test func `networks and ranges of ports are read as they are written`() throws {
    let network = try #require(DemandedAddresses("192.168.10.0/24"))
    #expect(network.contains(try #require(IPAddress("192.168.10.255"))))
    #expect(!network.contains(try #require(IPAddress("192.168.11.0"))))
    #expect(!network.contains(try #require(IPAddress("::1"))))
    #expect(try #require(DemandedAddresses("::/0")).contains(try #require(IPAddress("2001:db8::1"))))
    for text in ["192.168.10.0/33", "192.168.10/24", "1.2.3.4/", "1.2.3.4/+8", "/8"] {
      #expect(DemandedAddresses(text) == nil)
    }
    #expect(DemandedPorts("49152-65535")?.range == 49_152...65_535)
    for text in ["", "-", "5-4", "65536", "+5", "1-2-3"] { #expect(DemandedPorts(text) == nil) }
  }

  @Test(arguments: [("kitten", "sitting", 3), ("192", "291", 2), ("1921.68", "192.168", 1), ("", "ab", 2)])
  func `words differ by so many characters`(first: String, second: String, distance: Int) {
    #expect(Spelling.distance(first, second) == distance)
  }
}
