public import Capture
import Conversations
public import Wire

/// The analysis of what an interface carries while it is watched.
public struct LiveAnalysis: ~Copyable {
  private var capture: LiveCapture
  private var engine: Engine
  /// The capture as it was before the first packet.
  public let record: CaptureRecord

  /// Opens `interface`. The ports and hosts of the selection, and the filter, also become a filter in the kernel that lets
  /// through what belongs to them: fragments, ICMP and ICMPv6, tagged frames.
  public init(
    interface: String, options: AnalysisOptions = AnalysisOptions(), live: LiveCapture.Options = LiveCapture.Options()
  ) throws(CaptureError) {
    var live = live
    live.filter = LiveFilter(
      ports: options.selection.ports.sorted(), hosts: options.selection.hosts.sorted().map(\.description),
      expression: options.filter)
    let capture = try LiveCapture(interface: interface, options: live)
    record = CaptureRecord(
      path: interface, format: "live", linkTypes: [capture.linkType], timestampDigits: capture.timestampDigits)
    engine = Engine(
      record: record, selection: options.selection, capacity: options.capacity, lifetime: options.lifetime,
      ignoresChecksums: options.ignoresChecksums, conversationLimit: options.conversationLimit)
    self.capture = capture
  }

  /// Begins to take packets, where `live` was to be paused.
  public mutating func resume() throws(CaptureError) { try capture.resume() }

  public var linkType: LinkType { capture.linkType }
  public var snapshotLength: Int { capture.snapshotLength }

  /// Captures until `isDone`, which is asked after each packet and ends at once, or while `isWanted`, which is asked as
  /// often and about ten times a second besides, and may look at the figures so far: then what the kernel has already taken still comes. It also ends when
  /// the interface goes away. One that only goes down is waited for: `onChange` is told, as of a clock that was set, and the
  /// summary tells it too.
  public mutating func run(
    _ listener: Engine.Listener? = nil, until isDone: () -> Bool = { false },
    onChange: (CaptureChange) -> Void = { _ in },
    while isWanted: (_ figures: () -> LiveFigures) -> Bool
  ) throws(CaptureError) -> Summary {
    let end = try Self.run(&capture, &engine, isDone, onChange, isWanted, listener)
    let counts = capture.statistics()
    var cut: String?
    if case .cut(let reason) = end { cut = reason }
    engine.finish(cut: cut, droppedByKernel: counts?.droppedByKernel, droppedByInterface: counts?.droppedByInterface)
    return engine.takeSummary()
  }

  private static func run(
    _ capture: inout LiveCapture, _ engine: inout Engine, _ isDone: () -> Bool,
    _ onChange: (CaptureChange) -> Void, _ isWanted: (() -> LiveFigures) -> Bool, _ listener: Engine.Listener?
  ) throws(CaptureError) -> CaptureEnd {
    try capture.forEach(
      { packet in
        engine.observe(packet, listener)
        return !isDone()
      },
      onChange: { change in
        engine.note(change)
        onChange(change)
      },
      while: { capture in
        isWanted {
          LiveFigures(
            packets: engine.frame, conversations: engine.table.openedConversations, statistics: capture.statistics())
        }
      })
  }
}
