import Foundation
import Testing
import Wire

struct EndpointTests {
  func endpoint(_ address: String, _ port: UInt16) throws -> Endpoint {
    Endpoint(address: try #require(IPAddress(address)), port: port)
  }

  @Test func `is written with its port`() throws {
    #expect(try endpoint("192.0.2.1", 12345).description == "192.0.2.1:12345")
    #expect(try endpoint("2001:db8::1", 0).description == "[2001:db8::1]:0")
  }

  @Test func `is ordered by version, address and port`() throws {
    let ordered = [
      try endpoint("9.0.0.1", 9), try endpoint("10.0.0.1", 1), try endpoint("10.0.0.1", 2), try endpoint("::", 0),
      try endpoint("::1", 0),
    ]
    #expect(ordered.reversed().sorted() == ordered)
  }

  @Test func `survives JSON`() throws {
    let endpoints = [try endpoint("192.0.2.1", 1), try endpoint("::ffff:192.0.2.1", 65535)]
    let data = try JSONEncoder().encode(endpoints)
    #expect(try JSONDecoder().decode([Endpoint].self, from: data) == endpoints)
    let wrong = Data(#"[{"address": "localhost", "port": 1}]"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Endpoint].self, from: wrong) }
  }
}
