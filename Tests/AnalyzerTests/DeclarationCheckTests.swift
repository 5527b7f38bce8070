import Conversations
import PacketBuilding
import Testing

@testable import Analyzer

/// What a report declares, with the mistakes of real reports.
struct DeclarationCheckTests {
  private let records: [ConversationRecord]

  init() throws {
    var summary = Summary()
    for name in ["tcp-ethernet", "tcp-wifi", "udp-wifi"] {
      summary.append(try RecordedPackets(name).submission(name).summary)
    }
    records = summary.conversations
  }

  private func check(_ text: String) throws -> DeclarationCheck {
    DeclarationCheck(try Declaration.list(json: Array(text.utf8)), records)
  }

  private func item(_ declaration: String) throws -> DeclarationCheck.Item {
    try check("[{\(declaration)}]").items[0]
  }

  @Test func `what is right matches, of the session and not of the refused attempt`() throws {
    let item = try item(#""protocol":"tcp","server":"192.168.10.8:12345","client":"192.168.10.7:50892""#)
    #expect(item.status == .matches)
    #expect(item.conversation?.first.frame == 3)
    #expect(try self.item(#""server":"192.168.10.8:12345""#).conversation?.first.frame == 3)
  }

  @Test func `a group of digits, and a port, that differ`() throws {
    let address = try item(#""protocol":"tcp","server":"192.168.251.119:12345""#)
    #expect(address.status == .mismatch)
    #expect(address.server?.found?.description == "192.168.231.119:12345")
    #expect(address.server?.difference == .groups(1))
    let port = try item(#""protocol":"tcp","server":{"address":"192.168.231.119","port":12341}"#)
    #expect(port.status == .mismatch)
    #expect(port.server?.isAddressEqual == true)
    #expect(port.server?.isPortEqual == false)
    let both = try item(#""protocol":"udp","server":"192.162.231.16:12345""#)
    #expect(both.server?.found?.description == "192.168.231.169:12345")
    #expect(both.server?.difference == .groups(2))
  }

  @Test func `what is no address is told with its fault, and with what was meant`() throws {
    let large = try item(#""client":"192.168.281.88""#)
    #expect(large.client?.declared.addressFault == .tooLarge("281"))
    #expect(large.client?.found?.description == "192.168.231.88:55598")
    let moved = try item(#""server":"1921.68.231.119:12345""#)
    #expect(moved.server?.declared.addressFault == .tooLarge("1921"))
    #expect(moved.server?.found?.description == "192.168.231.119:12345")
    #expect(try item(#""server":"1.2.3.4.5""#).server?.declared.addressFault == .parts(5))
    #expect(try item(#""server":"192.168.10.x""#).server?.declared.addressFault == .noNumber("x"))
    #expect(try item(#""server":"2001:db8::g""#).server?.declared.addressFault == .noIPv6)
    #expect(try item(#""server":"""#).server?.declared.addressFault == .empty)
    #expect(try item(#""server":"192.168.10.8:70000""#).server?.declared.portFault == "70000")
    #expect(try item(#""server":"192.168.10.8:""#).server?.declared.portFault == "")
  }

  @Test func `ends that were exchanged, and the other protocol`() throws {
    let exchanged = try item(#""server":"192.168.10.7:50892","client":"192.168.10.8:12345""#)
    #expect(exchanged.status == .mismatch)
    #expect(exchanged.areSwapped)
    let other = try item(#""protocol":"udp","server":"192.168.10.8:12345","client":"192.168.10.7:50892""#)
    #expect(other.status == .mismatch)
    #expect(other.isOtherProtocol)
  }

  @Test func `what comes near nothing is not in the capture`() throws {
    let item = try item(#""server":"10.1.1.1:12345""#)
    #expect(item.status == .absent)
    #expect(item.conversation == nil)
    #expect(item.server?.found == nil)
  }

  @Test func `another address is not taken for a mistyped one`() throws {
    let item = try item(#""server":"192.168.10.8:12345","client":"10.0.0.1""#)
    #expect(item.status == .mismatch)
    #expect(item.client?.found?.description == "192.168.10.7:50892")
    #expect(item.client?.isAddressEqual == false)
    #expect(item.client?.difference == nil)
    #expect(try self.item(#""server":"192.168.10.108""#).server?.difference == .groups(1))
  }

  @Test(arguments: [#"":12345""#, #"{"port":12345}"#, #"{"port":"12345"}"#, #"{"address":"","port":12345}"#])
  func `a port alone is declared as text or as object`(end: String) throws {
    let item = try item("\"server\":\(end)")
    #expect(item.status == .matches)
    #expect(item.conversation?.first.frame == 3)
    #expect(item.server?.declared.hasFault == false)
  }

  @Test func `a port alone that differs by a digit comes near, another does not`() throws {
    let near = try item(#""server":":12341""#)
    #expect(near.status == .mismatch)
    #expect(near.server?.found?.port == 12_345)
    #expect(near.server?.isAddressEqual == true)
    #expect(near.server?.isPortEqual == false)
    #expect(try item(#""server":":80""#).status == .absent)
    #expect(try item(#""server":":x""#).server?.declared.portFault == "x")
    #expect(try item(#""server":":""#).server?.declared.addressFault == .empty)
  }

  @Test func `a text that is far too long is told to differ, and not by how much`() throws {
    let item = try item("\"server\":\"\(String(repeating: "1", count: 70)):12345\",\"client\":\"192.168.10.7:50892\"")
    #expect(item.status == .mismatch)
    #expect(item.client?.isAddressEqual == true)
    #expect(item.server?.difference == nil)
    #expect(Spelling.distance(String(repeating: "1", count: 65), "1") == nil)
  }

  @Test(arguments: ["192.168.10.8", "1921.68.231.119", "10.0.0.1", "::1", "fe80::1ff:2", "", "8.8.8.8x"])
  func `what cannot be alike is told without comparing`(text: String) throws {
    for other in ["192.168.10.8", "192.168.231.119", "10.0.0.10", "fe80::1:2"] {
      let distance = try #require(Spelling.distance(text, other))
      #expect(SpelledAddress(text).leastDistance(SpelledAddress(other)) <= distance)
    }
  }

  @Test func `names are not looked up`() throws {
    for name in ["localhost", "localhost:12345", "echo.lab.example:7"] {
      #expect(DeclaredEnd(name).addressFault == .name)
    }
    #expect(DeclaredEnd("l92.168.10.8").addressFault == .noNumber("l92"))
  }

  @Test func `echoes that nobody declared are listed`() throws {
    let check = try check(#"[{"server":"192.168.10.8:12345"}]"#)
    #expect(check.isMatched)
    #expect(check.undeclared.map { "\($0.responder)" } == ["192.168.231.119:12345", "192.168.231.169:12345"])
  }

  @Test func `IPv6 is declared with brackets, or without a port`() throws {
    #expect(DeclaredEnd("[2001:db8::1]:80").port == 80)
    #expect(DeclaredEnd("[2001:db8::1]").address == DeclaredEnd("2001:db8::1").address)
    #expect(DeclaredEnd("2001:db8::1").port == nil)
  }

  @Test(arguments: [
    ("{}", "a list in [] is needed, found an object"), ("[]", "a list of 1 to 200 endpoints is needed, found 0"),
    (#"[{"server":7}]"#, "[0].server: a text such as"), (#"[{"servr":"a"}]"#, "[0].servr: there is no such key"),
    (#"[{"label":"x"}]"#, "[0]: server or client is needed"),
    (#"[{"server":{}}]"#, "[0].server: address or port is needed"),
    (#"[{"protocol":"sctp","server":"a"}]"#, "[0].protocol: one of tcp, udp"),
  ])
  func `a file that says something else is refused with the place`(text: String, error: String) {
    #expect(message(text)?.hasPrefix(error) == true)
  }

  private func message(_ text: String) -> String? {
    do throws(SpecificationError) {
      _ = try Declaration.list(json: Array(text.utf8))
      return nil
    } catch {
      return error.description
    }
  }
}
