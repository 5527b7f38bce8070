/// The bytes of a frame in lines of sixteen, and under each line which field they are.
struct MarkedBytes {
  /// Bytes that belong together.
  private struct Run {
    let range: Range<Int>
    /// From long to short.
    let names: [String]
  }

  static let mostBytes = 256
  private static let bytesPerLine = 16
  /// Columns of a byte, with the line or blank before it.
  private static let byteColumns = 4

  private let bytes: ArraySlice<UInt8>
  private var runs: [Run] = []

  init(_ anatomy: PacketAnatomy, phrases: any AnatomyPhrases) {
    bytes = anatomy.bytes.prefix(Self.mostBytes)
    for header in anatomy.headers { add(header, phrases) }
    add(anatomy.payload, [phrases.contentName(anatomy.content), FieldName.payload.short, FieldName.payload.mark])
    add(anatomy.trailer, phrases.names(of: .trailer))
  }

  private mutating func add(_ range: Range<Int>, _ names: [String]) {
    // What overlaps, after damage, is marked as what came first.
    let start = max(range.lowerBound, runs.last?.range.upperBound ?? 0)
    let end = min(range.upperBound, bytes.count)
    guard start < end else { return }
    let last = runs.last?.range.upperBound ?? 0
    if last < start { runs.append(Run(range: last..<start, names: ["?"])) }
    runs.append(Run(range: start..<end, names: names))
  }

  /// Fields of less than a byte are marked together.
  private mutating func add(_ header: HeaderAnatomy, _ phrases: any AnatomyPhrases) {
    var (start, names) = (header.start, [FieldName]())
    for field in header.fields where !field.isPart {
      names.append(field.name)
      guard field.bits.upperBound % 8 == 0 else { continue }
      let all = names.map { phrases.names(of: $0) }
      add(
        start..<field.bytes.upperBound,
        all.count == 1
          ? all[0]
          : [names.map(\.registered), names.map(\.short), names.map(\.mark)].map { $0.joined(separator: "/") })
      (start, names) = (field.bytes.upperBound, [])
    }
  }

  var text: String {
    var lines: [String] = []
    for start in stride(from: 0, to: bytes.count, by: Self.bytesPerLine) {
      lines += self.lines(start..<min(start + Self.bytesPerLine, bytes.count))
    }
    return lines.joined(separator: "\n")
  }

  private func lines(_ line: Range<Int>) -> [String] {
    var (numbers, marks) = (AnatomyText.padded(String(line.lowerBound, radix: 16), to: 4) + "  ", "      ")
    let parts = runs.filter { $0.range.overlaps(line) }
    for run in parts {
      let part = run.range.clamped(to: line)
      numbers += "|" + part.map { AnatomyText.bytes([bytes[$0]]) }.joined(separator: "  ") + " "
      let room = part.count * Self.byteColumns - 1
      let isContinued = part.lowerBound > run.range.lowerBound
      let name = AnatomyText.fitting(isContinued ? run.names.map { "… " + $0 } + ["…"] : run.names, room)
      marks += "|" + name + String(repeating: " ", count: max(room - name.columns, 0))
    }
    numbers += "|"
    let missing = (Self.bytesPerLine - line.count) * Self.byteColumns
    numbers += String(repeating: " ", count: missing + 2)
    for place in line {
      let byte = bytes[place]
      numbers.unicodeScalars.append((0x20...0x7e).contains(byte) ? Unicode.Scalar(byte) : ".")
    }
    return [numbers.trimmedAtEnd, (marks + "|").trimmedAtEnd]
  }
}
