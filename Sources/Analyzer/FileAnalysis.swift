public import Capture
import Wire

/// The analysis of one capture file, or of a capture that arrives on standard input.
public struct FileAnalysis: ~Copyable {
  private var file: CaptureFile
  private var engine: Engine
  private let filter: CaptureFilter?
  /// The capture as it was before the first packet: path, format, link type, digits of its timestamps.
  public let record: CaptureRecord

  /// Opens the file at `path`, `-` for standard input.
  public init(path: String, options: AnalysisOptions = AnalysisOptions()) throws(CaptureError) {
    let file = try CaptureFile(path: path)
    filter = try options.filter.map { expression throws(CaptureError) in
      try CaptureFilter(expression, linkType: file.linkType, snapshotLength: file.snapshotLength)
    }
    record = CaptureRecord(
      path: path, format: file.format.name, linkTypes: [file.linkType], timestampDigits: file.timestampDigits)
    engine = Engine(record: record, selection: options.selection, capacity: options.capacity)
    self.file = file
  }

  /// Reads to the end, or until `isDone`, which is asked after each packet.
  ///
  /// A file that breaks off gives what it has, and says so in the summary. Throws where nothing may be told: libpcap
  /// cannot read a capture whose interfaces differ in link type.
  public mutating func run(
    _ listener: Engine.Listener? = nil, until isDone: () -> Bool = { false }
  ) throws(CaptureError) -> Summary {
    let end = try Self.run(&file, filter, &engine, isDone, listener)
    if case .cut(let reason) = end { engine.finish(cut: reason) }
    return engine.summary()
  }

  private static func run(
    _ file: inout CaptureFile, _ filter: borrowing CaptureFilter?, _ engine: inout Engine, _ isDone: () -> Bool,
    _ listener: Engine.Listener?
  ) throws(CaptureError) -> CaptureEnd {
    switch filter {
    case .some(let filter):
      try file.forEach { packet in
        engine.observe(packet, isAnalysed: filter.matches(packet), listener)
        return !isDone()
      }
    case .none:
      try file.forEach { packet in
        engine.observe(packet, listener)
        return !isDone()
      }
    }
  }
}
