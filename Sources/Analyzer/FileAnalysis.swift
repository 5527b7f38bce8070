public import Conversations
public import Capture
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The analysis of one capture file, of several as one capture, or of a capture that arrives on standard input.
public struct FileAnalysis: ~Copyable {
  private var input: AnalysisInput
  private var engine: Engine
  private let makeEngine: @Sendable (ConversationShare) -> Engine
  private let engines: Int?
  private let blockLength: Int
  private let followsUneventful: Bool
  private let keepsPackets: Bool
  private let progress: ReadingProgress?
  /// Each stream has to be numbered when its first packet comes.
  private let selectsStreams: Bool
  /// What is left of the file goes on where an engine has begun.
  private var hasBegun = false
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
  /// that is an error. To sort, all packets are read here. `progress` is told how much was read.
  public init(
    _ source: CaptureSource, options: AnalysisOptions = AnalysisOptions(), progress: ReadingProgress? = nil
  ) throws(CaptureError) {
    let input = try AnalysisInput(source, progress)
    filter = try options.filter.map { expression throws(CaptureError) in
      // Where no interface is known yet, mistakes in it show all the same.
      do throws(CaptureError) {
        return try CaptureFilter(
          expression, linkType: input.linkTypes.first ?? .ethernet, snapshotLength: input.snapshotLength)
      } catch {
        throw error.of(source.paths[0])
      }
    }
    let record = CaptureRecord(
      path: source.paths[0], format: input.formats, linkTypes: input.linkTypes, timestampDigits: input.timestampDigits)
    self.record = record
    makeEngine = { share in
      Engine(
        record: record, selection: options.selection, capacity: options.capacity, lifetime: options.lifetime,
        isFromSeveral: source.paths.count > 1 && source.order != .joined, ignoresChecksums: options.ignoresChecksums,
        share: share, conversationLimit: options.conversationLimit,
        followsConversations: options.followsConversations)
    }
    engine = makeEngine(.whole)
    engine.table.watchedFrames = options.watchedFrames
    engines = options.engines
    blockLength = options.blockLength
    keepsPackets = options.keepsPackets
    followsUneventful =
      options.followsUneventful || options.conversationLimit == nil || !options.selection.isEmpty
      || !options.followsConversations
    selectsStreams = !options.selection.streams.isEmpty || options.lifetime != .capture
    self.progress = progress
    self.input = input
  }

  /// What Wireshark's labels of the watched frames rest on: of those that are segments and were read so far.
  public var labelEvidence: [Int: LabelEvidence] { engine.table.labelEvidence }

  /// Reads to the end, or until `isDone`, which is asked after each packet. A large file that needs not be looked at packet
  /// by packet is read by several engines at once.
  ///
  /// A file that breaks off gives what it has, and says so in the summary; of several the others follow. Throws where
  /// nothing may be told: the filter cannot be applied to a link type that comes later.
  public mutating func run(
    _ listener: Engine.Listener? = nil, until isDone: (() -> Bool)? = nil
  ) throws(CaptureError) -> Summary {
    defer { hasBegun = true }
    if listener == nil, isDone == nil, !hasBegun, !keepsPackets, let summary = try runShared() { return summary }
    let isDone = isDone ?? { false }
    guard keepsPackets else {
      finish(try Self.run(&input, &filter, &engine, { _ in !isDone() }, listener))
      return engine.takeSummary()
    }
    var packets = PacketRows()
    let end = try Self.run(&input, &filter, &engine, { _ in !isDone() }) { packet, frame, transport, observation in
      packets.add(packet, frame, transport, observation)
      listener?(packet, frame, transport, observation)
    }
    finish(end)
    var summary = engine.takeSummary()
    summary.packets = packets
    return summary
  }

  /// Reads to the end and passes each conversation to `body` when it is over by the options' lifetime, with what was found
  /// about it and how many digits of a second the times have so far; at the end those that are left. Ends when `body`
  /// returns false. Gives the capture as it was.
  public mutating func stream(
    until isDone: () -> Bool = { false }, _ body: (ConversationRecord, [Finding], _ timestampDigits: Int) -> Bool
  ) throws(CaptureError) -> CaptureRecord {
    hasBegun = true
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

  /// Nil where it takes one engine alone.
  private func runShared() throws(CaptureError) -> Summary? {
    guard filter == nil, !selectsStreams, record.path != "-" else { return nil }
    switch input {
    case .sequence: return nil
    case .file(let file):
      guard let length = file.plainLength else { return nil }
      let count = engines ?? (length >= Self.sharedLength ? Self.sharedEngines : 0)
      guard count > 0 else { return nil }
      return try SharedAnalysis.run(
        file, length: length, blockLength: blockLength, shares: (0..<count).map { ConversationShare($0, of: count) },
        followsUneventful: followsUneventful, progress, makeEngine)
    }
  }

  private mutating func finish(_ end: CaptureEnd) {
    engine.finish(
      end, linkTypes: input.linkTypes, timestampDigits: input.timestampDigits, input.statistics, input.composition)
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
    let path = engine.record.path
    let end = input.forEach { packet in
      do throws(CaptureError) {
        let isAnalysed = try filter?.matches(packet) ?? true
        engine.observe(packet, isAnalysed: isAnalysed, listener)
      } catch {
        failure = error.of(path)
        return false
      }
      return goesOn(&engine)
    }
    if let failure { throw failure }
    return end
  }

  /// From this size on a file is shared out. Where it is, what there is room for does not depend on how many engines there
  /// are.
  private static var sharedLength: Int { 16_777_216 }

  /// An engine for each processor, as far as shares go.
  private static var sharedEngines: Int {
    min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), ConversationShare.parts)
  }
}

extension Engine {
  /// Notes how the capture ended, and what is known of it only then.
  mutating func finish(
    _ end: CaptureEnd, linkTypes: [LinkType], timestampDigits: Int, _ counts: CaptureStatistics?,
    _ composition: CaptureComposition? = nil
  ) {
    var cut: String?
    if case .cut(let reason) = end { cut = reason }
    finish(
      cut: cut, droppedByKernel: counts?.droppedByKernel, droppedByInterface: counts?.droppedByInterface,
      linkTypes: linkTypes, timestampDigits: timestampDigits, composition: composition)
  }
}
