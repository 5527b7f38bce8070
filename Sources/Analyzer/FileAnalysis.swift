public import Conversations
public import Capture
import Wire

/// The analysis of one capture file, of several as one capture, or of a capture that arrives on standard input.
public struct FileAnalysis: ~Copyable {
  private var input: AnalysisInput
  private var engine: Engine
  private var filter: CaptureFilter?
  /// The capture as it was before the first packet: path, format, link types, digits of its timestamps.
  public let record: CaptureRecord

  /// Opens the file at `path`, `-` for standard input.
  public init(path: String, options: AnalysisOptions = AnalysisOptions()) throws(CaptureError) {
    try self.init(CaptureSource(path: path), options: options)
  }

  /// Opens the files of `source`. Frames are numbered in the order in which they are analysed.
  ///
  /// Of several files those that cannot be opened are left out, which the summary's capture tells; where none can be,
  /// that is an error. To sort, all packets are read here.
  public init(_ source: CaptureSource, options: AnalysisOptions = AnalysisOptions()) throws(CaptureError) {
    let input = try AnalysisInput(source)
    filter = try options.filter.map { expression throws(CaptureError) in
      // Where no interface is known yet, mistakes in it show all the same.
      try CaptureFilter(expression, linkType: input.linkTypes.first ?? .ethernet, snapshotLength: input.snapshotLength)
    }
    record = CaptureRecord(
      path: source.paths[0], format: input.formats, linkTypes: input.linkTypes, timestampDigits: input.timestampDigits)
    engine = Engine(
      record: record, selection: options.selection, capacity: options.capacity, lifetime: options.lifetime,
      isFromSeveral: source.paths.count > 1 && source.order != .joined, ignoresChecksums: options.ignoresChecksums)
    self.input = input
  }

  /// Reads to the end, or until `isDone`, which is asked after each packet.
  ///
  /// A file that breaks off gives what it has, and says so in the summary; of several the others follow. Throws where
  /// nothing may be told: the filter cannot be applied to a link type that comes later.
  public mutating func run(
    _ listener: Engine.Listener? = nil, until isDone: () -> Bool = { false }
  ) throws(CaptureError) -> Summary {
    let end = try Self.run(&input, &filter, &engine, { _ in !isDone() }, listener)
    finish(end)
    return engine.takeSummary()
  }

  /// Reads to the end and passes each conversation to `body` when it is over by the options' lifetime, with what was found
  /// about it and how many digits of a second the times have so far; at the end those that are left. Ends when `body`
  /// returns false. Gives the capture as it was.
  public mutating func stream(
    until isDone: () -> Bool = { false }, _ body: (ConversationRecord, [Finding], _ timestampDigits: Int) -> Bool
  ) throws(CaptureError) -> CaptureRecord {
    var isWanted = true
    func tell(_ record: ConversationRecord, _ digits: Int) {
      if isWanted { isWanted = body(record, Finding.about(record), digits) }
    }
    let end = try Self.run(
      &input, &filter, &engine,
      { engine in
        let digits = engine.capture.timestampDigits
        for record in engine.takeFinished() { tell(record, digits) }
        return isWanted && !isDone()
      }, nil)
    let digits = input.timestampDigits
    engine.takeRest { tell($0, digits) }
    finish(end)
    return engine.capture
  }

  private mutating func finish(_ end: CaptureEnd) {
    var cut: String?
    if case .cut(let reason) = end { cut = reason }
    let counts = input.statistics
    engine.finish(
      cut: cut, droppedByKernel: counts?.droppedByKernel, droppedByInterface: counts?.droppedByInterface,
      linkTypes: input.linkTypes, timestampDigits: input.timestampDigits, composition: input.composition)
  }

  /// `goesOn` is asked after each packet.
  private static func run(
    _ input: inout AnalysisInput, _ filter: inout CaptureFilter?, _ engine: inout Engine,
    _ goesOn: (inout Engine) -> Bool, _ listener: Engine.Listener?
  ) throws(CaptureError) -> CaptureEnd {
    guard filter != nil else {
      return input.forEach { packet in
        engine.observe(packet, listener)
        return goesOn(&engine)
      }
    }
    var failure: CaptureError?
    let end = input.forEach { packet in
      do throws(CaptureError) {
        let isAnalysed = try filter?.matches(packet) ?? true
        engine.observe(packet, isAnalysed: isAnalysed, listener)
      } catch {
        failure = error
        return false
      }
      return goesOn(&engine)
    }
    if let failure { throw failure }
    return end
  }
}
