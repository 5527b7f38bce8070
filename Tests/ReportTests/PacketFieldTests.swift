import Report
import Testing

struct PacketFieldTests {
  @Test(arguments: PacketField.all)
  func `is found by its name`(field: PacketField) throws {
    #expect(try PacketField(field.name) == field)
  }

  @Test func `has a name of its own each`() {
    #expect(Set(PacketField.all.map(\.name)).count == PacketField.all.count)
  }

  @Test func `offers the nearest names for an unknown one`() throws {
    let error = try #require(throws: PacketField.UnknownName.self) { try PacketField("tcp.sport") }
    #expect(error.nearest.first == "tcp.port")
    #expect(error.nearest.contains("tcp.srcport"))
    #expect(error.description.hasPrefix("There is no field 'tcp.sport'. Did you mean tcp.port, "))
  }

  @Test func `offers nothing where nothing is near`() throws {
    let error = try #require(throws: PacketField.UnknownName.self) { try PacketField("radius.attribute.of.no.kind") }
    #expect(error.description == "There is no field 'radius.attribute.of.no.kind'.")
  }

  @Test func `repeats no control characters`() throws {
    let error = try #require(throws: PacketField.UnknownName.self) { try PacketField("ip\u{1b}[2J\n.src") }
    #expect(error.name == "ip[2J.src")
    _ = try #require(throws: PacketField.UnknownName.self) { try PacketField(String(repeating: "x", count: 100_000)) }
  }
}
