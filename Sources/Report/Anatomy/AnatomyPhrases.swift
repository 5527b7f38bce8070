/// The words of a frame taken apart.
protocol AnatomyPhrases: Sendable {
  var numbers: NumberText { get }

  func title(frame: Int) -> String
  /// When, and how much of it was captured.
  func opening(time: String, captured: Int, sent: Int) -> String
  /// What its bytes are; `total` is their sum.
  func layers(_ parts: [(name: String, bytes: Int)], total: Int) -> String
  func title(of header: HeaderAnatomy) -> String
  func caption(of header: HeaderAnatomy, frame: Int) -> String
  /// For those who do not see the drawing.
  func description(of header: HeaderAnatomy) -> String
  func notDrawn(bytes: Int) -> String
  /// Titles: the field, its bytes in the frame, its size, its value, what it says.
  var columns: [String] { get }
  /// The field's name in this language, or as registered.
  func name(of field: FieldName) -> String
  func size(bytes: Int) -> String
  /// Bits of the first byte of a field, or of it and those after.
  func size(bits: ClosedRange<Int>) -> String
  func meaning(_ meaning: FieldMeaning) -> String
  func cut(captured: Int, of needed: Int) -> String
  func problem(_ problem: HeaderProblem, of header: HeaderAnatomy) -> String
  func contentName(_ content: PacketAnatomy.Content) -> String
  /// What stands behind the headers; `text` shows its beginning, nil where none of it was captured.
  func content(_ content: PacketAnatomy.Content, sent: Int, captured: Int, text: String?) -> String
  func trailer(bytes: Int) -> String

  var bytesTitle: String { get }
  var bytesLegend: String { get }
  func moreBytes(_ count: Int) -> String
  func notCaptured(bytes: Int) -> String

  func checksumTitle(of kind: HeaderKind) -> String
  /// What it is over.
  func method(of steps: ChecksumSteps) -> String
  /// Titles: what is summed, its words, the sum so far.
  var sumColumns: [String] { get }
  func name(of line: ChecksumSteps.Line.Name) -> String
  func words(_ count: Int) -> String
  func step(_ step: ChecksumStep) -> String
  func verdict(_ verdict: ChecksumVerdict, field: UInt16) -> String
}

/// What is done with the sum of all words, in order.
enum ChecksumStep {
  case sum, carries, complement, field, check, pseudoHeader, verdict
}
