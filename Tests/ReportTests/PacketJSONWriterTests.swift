import Foundation
import Report
import Testing

struct PacketJSONWriterTests {
  @Test func `writes decimal numbers bare and everything else as text`() throws {
    let packet = ListedPacket(bytes: SampleFrame.syn, observation: SampleFrame.synObservation)
    let names = ["frame.number", "frame.time_epoch", "ip.id", "ip.src", "udp.stream", "tcp.flags.syn"]
    #expect(
      packet.line(PacketJSONWriter(try names.map { try PacketField($0) }))
        == #"{"frame.number":1,"frame.time_epoch":"1700000000.123456789","ip.id":"0x1234","#
        + #""ip.src":"192.0.2.1","tcp.flags.syn":1}"#)
  }

  @Test(arguments: [SampleFrame.syn, SampleFrame.udp, SampleFrame.unreachable, SampleFrame.question, []])
  func `is JSON with every field that is present`(bytes: [UInt8]) throws {
    let line = ListedPacket(bytes: bytes, observation: SampleFrame.synObservation).line(PacketJSONWriter())
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["frame.len"] as? Int == bytes.count)
    let known = Set(PacketField.all.map(\.name))
    #expect(known.isSuperset(of: object.keys))
  }

  @Test func `is an empty object when no field is present`() throws {
    let writer = PacketJSONWriter([try PacketField("tcp.port"), try PacketField("vlan.id")])
    #expect(ListedPacket(bytes: SampleFrame.question).line(writer) == "{}")
  }

  @Test func `writes a comment so that it can be read back, whatever it holds`() throws {
    var packet = ListedPacket(bytes: SampleFrame.udp)
    packet.comment = Array("say \"hi\" \\ \u{1b}[31m\n".utf8) + [0xFF, 0] + Array("and more".utf8)
    let line = packet.line(PacketJSONWriter([try PacketField("frame.comment"), try PacketField("frame.number")]))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["frame.comment"] as? String == #"say "hi" \ \x1b[31m\n\xff"#)
    #expect(object["frame.number"] as? Int == 1)
  }
}
