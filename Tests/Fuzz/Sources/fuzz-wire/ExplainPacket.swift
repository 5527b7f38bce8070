import Analyzer
import Conversations
import FuzzSupport
import Report
import Wire

/// Prints a packet as `packets` does in each format, and explains it field by field.
func explain(_ packet: Packet) {
  var options = (text: PacketTextWriter(time: .utc, timestampDigits: 9), json: PacketJSONWriter())
  var fields = FieldWriter(PacketField.all)
  var output = (text: [UInt8](), json: [UInt8](), fields: [UInt8]())
  var witness = PacketWitness(frame: 1)
  var engine = Engine(
    record: CaptureRecord(path: "capture", format: "pcap", linkTypes: [packet.linkType], timestampDigits: 9))
  engine.observe(packet) { packet, frame, transport, observation in
    options.text.write(packet, frame, transport, observation, to: &output.text)
    options.json.write(packet, frame, transport, observation, to: &output.json)
    fields.write(packet, frame, transport, observation, to: &output.fields)
    witness.add(packet, frame, transport, observation)
  }
  engine.finish(cut: nil)
  Output.check(text: output.text)
  Output.check(jsonLines: output.json)
  Output.check(text: output.fields, allowsTabs: true)
  guard witness.isFound else { return }
  let summary = engine.takeSummary()
  let language: Language = packet.bytes.byteCount % 2 == 0 ? .english : .indonesian
  Output.check(text: PacketExplanation(witness, nil, summary, language: language, generator: "").text())
}
