public import Capture
import Wire

/// The analysis of one capture file, or of a capture that arrives on standard input.
public struct FileAnalysis: ~Copyable {
  private var file: CaptureFile
  private var engine: Engine
  private var filter: CaptureFilter?
  /// The capture as it was before the first packet: path, format, link types, digits of its timestamps.
  public let record: CaptureRecord

  /// Opens the file at `path`, `-` for standard input.
  public init(path: String, options: AnalysisOptions = AnalysisOptions()) throws(CaptureError) {
    let file = try CaptureFile(path: path)
    filter = try options.filter.map { expression throws(CaptureError) in
      // Where no interface is known yet, mistakes in it show all the same.
      try CaptureFilter(expression, linkType: file.linkType ?? .ethernet, snapshotLength: file.snapshotLength)
    }
    record = CaptureRecord(
      path: path, format: file.format.name, linkTypes: file.linkTypes, timestampDigits: file.timestampDigits)
    engine = Engine(
      record: record, selection: options.selection, capacity: options.capacity,
      ignoresChecksums: options.ignoresChecksums)
    self.file = file
  }

  /// Reads to the end, or until `isDone`, which is asked after each packet.
  ///
  /// A file that breaks off gives what it has, and says so in the summary. Throws where nothing may be told: the filter
  /// cannot be applied to a link type that comes later.
  public mutating func run(
    _ listener: Engine.Listener? = nil, until isDone: () -> Bool = { false }
  ) throws(CaptureError) -> Summary {
    let end = try Self.run(&file, &filter, &engine, isDone, listener)
    var cut: String?
    if case .cut(let reason) = end { cut = reason }
    let counts = file.statistics
    engine.finish(
      cut: cut, droppedByKernel: counts?.droppedByKernel, droppedByInterface: counts?.droppedByInterface,
      linkTypes: file.linkTypes, timestampDigits: file.timestampDigits)
    return engine.summary()
  }

  private static func run(
    _ file: inout CaptureFile, _ filter: inout CaptureFilter?, _ engine: inout Engine, _ isDone: () -> Bool,
    _ listener: Engine.Listener?
  ) throws(CaptureError) -> CaptureEnd {
    guard filter != nil else {
      return file.forEach { packet in
        engine.observe(packet, listener)
        return !isDone()
      }
    }
    var failure: CaptureError?
    let end = file.forEach { packet in
      do throws(CaptureError) {
        let isAnalysed = try filter?.matches(packet) ?? true
        engine.observe(packet, isAnalysed: isAnalysed, listener)
      } catch {
        failure = error
        return false
      }
      return !isDone()
    }
    if let failure { throw failure }
    return end
  }
}
