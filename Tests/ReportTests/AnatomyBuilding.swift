import PacketBuilding
import Wire

@testable import Report

extension PacketAnatomy {
  /// A frame of the test's own, in English.
  init(
    _ bytes: [UInt8], sent: Int? = nil, _ linkType: LinkType = .ethernet, windowShift: UInt8? = nil
  ) {
    self.init(
      bytes, originalLength: sent ?? bytes.count, linkType: linkType,
      context: Context(frame: 1, windowShift: windowShift), phrases: EnglishAnatomyPhrases())
  }

  init(_ sighting: Sighting) { self.init(sighting.bytes, sent: sighting.originalLength) }

  init(_ captured: CapturedFrame, context: Context? = nil, phrases: any AnatomyPhrases = EnglishAnatomyPhrases()) {
    self.init(
      captured.bytes, originalLength: captured.originalLength, linkType: .ethernet,
      context: context ?? Context(frame: captured.number, timestamp: captured.time), phrases: phrases)
  }

  var kinds: [HeaderKind] { headers.map(\.kind) }

  var text: String {
    var document = Document()
    write(on: &document)
    var page = TextPage(width: 100)
    page.add(document)
    return page.text
  }

  /// What is said of a field: of the last header that has it.
  func meaning(_ name: FieldName) -> String? {
    headers.flatMap(\.fields).last { $0.name == name }?.meaning.map { phrases.meaning($0) }
  }

  func number(_ name: FieldName) -> UInt64? { headers.flatMap(\.fields).last { $0.name == name }?.number }
}
