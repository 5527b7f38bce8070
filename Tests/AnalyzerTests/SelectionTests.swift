import Analyzer
import Testing
import Wire

struct SelectionTests {
  let client = Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 50_000)
  let server = Endpoint(address: IPAddress(v4: 0x0a00_0002), port: 7)

  @Test func `nothing asked for means everything`() {
    #expect(Selection().isEmpty)
    #expect(Selection().contains(.tcp, stream: nil, client, server))
  }

  @Test func `one option given twice means either`() {
    var selection = Selection()
    selection.ports = [7, 9]
    #expect(selection.contains(.udp, stream: 0, client, server))
    selection.ports = [9]
    #expect(!selection.contains(.udp, stream: 0, client, server))
  }

  @Test func `different options mean both`() {
    var selection = Selection()
    selection.ports = [7]
    selection.hosts = [IPAddress(v4: 0x0a00_0003)]
    #expect(!selection.contains(.tcp, stream: 0, client, server))
    selection.hosts = [client.address]
    #expect(selection.contains(.tcp, stream: 0, client, server))
  }

  @Test func `streams are told apart by protocol, and an unknown one is none of them`() {
    var selection = Selection()
    selection.streams = [.init(.tcp, 3)]
    #expect(selection.contains(.tcp, stream: 3, client, server))
    #expect(!selection.contains(.udp, stream: 3, client, server))
    #expect(!selection.contains(.tcp, stream: nil, client, server))
  }
}
