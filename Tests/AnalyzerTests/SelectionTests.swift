import Analyzer
import PacketBuilding
import Testing
import Wire

struct SelectionTests {
  private func selects(_ change: (inout Selection) -> Void) -> Bool {
    var selection = Selection()
    change(&selection)
    return selection.contains(.tcp, stream: 3, client.endpoint, server.endpoint)
  }

  @Test func `nothing asked for is everything`() {
    #expect(Selection().isEmpty)
    #expect(selects { _ in })
  }

  @Test func `one option given twice means either`() {
    #expect(selects { $0.ports = [80, 12_345] })
    #expect(!selects { $0.ports = [80, 443] })
    #expect(selects { $0.streams = [.init(.tcp, 3), .init(.udp, 9)] })
  }

  @Test func `different options mean both`() {
    let own = client.endpoint.address, another = client6.endpoint.address
    #expect(selects { ($0.ports, $0.hosts) = ([12_345], [own]) })
    #expect(!selects { ($0.ports, $0.hosts) = ([12_345], [another]) })
    #expect(!selects { ($0.ports, $0.streams) = ([12_345], [.init(.tcp, 4)]) })
  }

  @Test func `a stream is one of its protocol`() {
    #expect(selects { $0.streams = [.init(.tcp, 3)] })
    #expect(!selects { $0.streams = [.init(.udp, 3)] })
  }

  @Test func `a stream that is not known yet is not meant`() {
    var selection = Selection()
    selection.streams = [.init(.tcp, 0)]
    #expect(!selection.contains(.tcp, stream: nil, client.endpoint, server.endpoint))
  }
}
