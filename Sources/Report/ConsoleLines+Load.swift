public import Conversations
public import SessionLog

// What a load came to: a line for each count, aligned.
extension ConsoleLines {
  /// The counts of a load, in the order of their lines.
  enum LoadCount: CaseIterable {
    case sent, resent, echoed, late, lost, mismatched, duplicated, reordered, unexpected, failed, abandoned

    /// Told only where there is something to tell.
    var isRare: Bool {
      switch self {
      case .resent, .late, .unexpected, .abandoned: true
      case .sent, .echoed, .lost, .mismatched, .duplicated, .reordered, .failed: false
      }
    }

    /// Nil where it cannot be told.
    func value(in report: LoadReport) -> Int? {
      switch self {
      case .sent: report.sent
      case .resent: report.resent
      case .echoed: report.echoed
      case .late: report.late
      case .lost: report.lost
      case .mismatched: report.mismatched
      case .duplicated: report.duplicated
      case .reordered: report.reordered
      case .unexpected: report.unexpected
      case .failed: report.failed
      case .abandoned: report.abandoned
      }
    }
  }

  public func load(_ report: LoadReport, _ transport: TransportProtocol) -> [String] {
    var table = TextTable([("", .left), ("", .right), ("", .left)])
    for count in LoadCount.allCases {
      let value = count.value(in: report)
      if count.isRare, value ?? 0 == 0 { continue }
      let remark =
        switch count {
        case .sent: phrases.loadSent(bytes: report.bytesSent, transport, connections: report.connections)
        case .echoed: echoed(report)
        case .failed: failures(report)
        case .duplicated where value == nil: phrases.loadHasNoNumbers()
        default: ""
        }
      table.add([phrases.load(count), value.map(String.init) ?? phrases.loadUnknown(), remark])
    }
    var lines = table.lines(width: 100)
    switch report.ending {
    case .complete: break
    case .stopped: lines.insert(phrases.loadStopped(after: report.sent, of: report.count), at: 0)
    case .gaveUp: lines.insert(phrases.loadGaveUp(after: report.sent, of: report.count), at: 0)
    }
    if let times = report.roundTrip {
      let figures = [
        ("min", times.min), ("p50", times.p50), ("p90", times.p90), ("p99", times.p99), ("max", times.max),
      ]
      let text = figures.map { "\($0) \(phrases.numbers.duration($1))" }.joined(separator: ", ")
      lines.append("\(phrases.loadRoundTrip())  \(text)")
    }
    return lines
  }

  private func echoed(_ report: LoadReport) -> String {
    let nanoseconds = report.durationNanoseconds
    return phrases.loadEchoed(
      bytes: report.bytesReceived, in: phrases.numbers.duration(nanoseconds),
      perSecond: phrases.numbers.perSecond(report.echoed, in: nanoseconds))
  }

  private func failures(_ report: LoadReport) -> String {
    report.sortedFailures.map { "\($0.count) \(phrases.loadFailure($0.failure))" }.joined(separator: ", ")
  }

  /// The server says FIN too early for every echo to come back.
  public func loadClosedEarly() -> String { phrases.loadClosedEarly() }

  /// The user's message is empty, or longer than a load can send.
  public func loadMessageLength(atMost limit: Int) -> String { phrases.loadMessageLength(atMost: limit) }
}

extension LoadReport {
  var durationNanoseconds: Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  /// The most frequent first.
  var sortedFailures: [(failure: Failure, count: Int)] {
    failures.map { (failure: $0, count: $1) }.sorted { ($1.count, $0.failure.code) < ($0.count, $1.failure.code) }
  }
}

extension LoadReport.Failure {
  /// As JSON has it.
  var code: String {
    switch self {
    case .closed: "closed"
    case .error(let reason): reason.rawValue
    }
  }
}
