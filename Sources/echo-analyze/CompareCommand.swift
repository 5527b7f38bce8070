import Analyzer
import ArgumentParser
import Capture
import Report

/// `echo-analyze compare`: conversations set against each other, or the two ends of the same ones.
struct CompareCommand: ParsableCommand {
  enum Purpose: String, ExpressibleByArgument, CaseIterable {
    case workload, vantage
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare TCP with UDP, one link with another, or the two ends of the same conversations.",
    discussion: """
      Two captures that have a conversation in common are compared as two vantage points: what was lost between them, how \
      their clocks stand, how long the way takes, what is changed on it. Otherwise of each capture the conversations that \
      return what they were sent are compared; --stream picks others.
        echo-analyze compare client.pcap server.pcap
        echo-analyze compare tcp.pcap udp.pcap
        echo-analyze compare lan.pcap wifi.pcap --format html --output comparison.html
      """)

  @Argument(help: ArgumentHelp("Capture files, two or more conversations in them.", valueName: "file"))
  var files: [String]

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      """
      workload: what the same work costs by different protocols, or on different links; vantage: what two captures of the \
      same conversations, made at different points, saw of them. Unless given: vantage where two files have a conversation \
      in common.
      """, valueName: "workload|vantage"))
  var purpose: Purpose?

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if purpose == .vantage, files.count != 2 {
      throw ValidationError("--as vantage takes two captures: the same conversations at two points of their way.")
    }
  }

  func run() throws {
    var status = ExitStatus.done
    // Vantage points are compared by their traces alone, in one pass.
    let told: ((Summary) -> Selection)? = purpose == .vantage ? nil : { ComparisonReport.selection(of: $0) }
    let captures = try CapturesWithPackets(
      files, selection, &status, keepsTraces: files.count <= Self.traceLimit && purpose != .workload,
      keepsListing: false, told: told)
    // With a file that is missing it would be another comparison.
    guard status != .failed else { return try status.end() }
    let choice: ComparisonChoice
    switch purpose {
    case .workload?: choice = .workloadAsked
    case .vantage?:
      try compareAsVantage(captures, .vantageAsked, &status)
      return try status.end()
    case nil where files.count < 2: choice = .workloadOneFile
    case nil where files.count > 2: choice = .workloadNotTwo
    case nil where captures.areSame: choice = .workloadSameFile
    case nil:
      let comparison = VantageComparison(captures.traces[0], captures.traces[1], isAsked: false)
      guard comparison.isEmpty else {
        try write(comparison, of: captures, .vantageShared)
        return try status.end()
      }
      choice = .workloadNothingShared
    }
    try compareWorkloads(captures, choice, &status)
    try status.end()
  }

  private func compareAsVantage(
    _ captures: CapturesWithPackets, _ choice: ComparisonChoice, _ status: inout ExitStatus
  ) throws {
    guard !captures.areSame else {
      tell(
        "echo-analyze: \(files[0]) and \(files[1]) hold the same bytes: give the capture of one end and that of the other."
      )
      return status.merge(.failed)
    }
    let comparison = VantageComparison(captures.traces[0], captures.traces[1], isAsked: true)
    guard !comparison.isEmpty else {
      tell(
        "echo-analyze: \(Self.reason(comparison, files)) --as workload compares captures of different conversations.")
      return status.merge(.failed)
    }
    try write(comparison, of: captures, choice)
  }

  /// Why two captures do not belong together.
  private static func reason(_ comparison: VantageComparison, _ files: [String]) -> String {
    for (file, capture) in zip(files, comparison.captures) where capture.conversations == 0 {
      return "\(file) has no TCP or UDP conversation that is asked for, so nothing of it can be in both captures."
    }
    let hasSameHosts = comparison.captures.contains { $0.alone.contains(where: \.hasPartnersInOther) }
    return
      "\(files[0]) and \(files[1]) have no conversation in common: "
      + (hasSameHosts
        ? "the hosts are the same, but sequence numbers and IP identifications show other packets, as of another run."
        : "no packet of TCP or UDP is in both.")
  }

  private func write(_ comparison: VantageComparison, of captures: CapturesWithPackets, _ choice: ComparisonChoice)
    throws
  {
    var vantage = VantageReport(
      of: captures.summary.captures, choice: choice, language: report.language.lang, generator: EchoAnalyze.program)
    if let width = output.width { (vantage.width, vantage.terminalWidth) = (width, width) }
    vantage.isColoured = output.path == nil && report.colour.isWanted()
    try output.write(
      report.format, beside: files, text: { vantage.text(comparison) }, markdown: { vantage.markdown(comparison) },
      html: { vantage.html(comparison) }, json: { vantage.json(comparison) })
  }

  /// Captures that are set against each other packet by packet, to find two of one conversation.
  private static var traceLimit: Int { 6 }

  /// Captures of several that have a conversation in common, two by two; not those that are one and the same file.
  private func shared(_ captures: CapturesWithPackets) -> [(Int, Int)] {
    guard purpose == nil, files.count > 2, captures.traces.count == files.count else { return [] }
    let digests = captures.digests.map(\.sha256)
    return files.indices.flatMap { one in
      files.indices.dropFirst(one + 1).filter { other in
        (digests[one] == nil || digests[one] != digests[other])
          && VantageComparison.isShared(captures.traces[one], captures.traces[other])
      }.map { (one, $0) }
    }
  }

  private func compareWorkloads(
    _ captures: CapturesWithPackets, _ choice: ComparisonChoice, _ status: inout ExitStatus
  ) throws {
    let summary = captures.summary
    guard ComparisonReport.count(of: summary) > 1 else {
      // That nothing matches has been told.
      if !summary.conversations.isEmpty || selection.analysis.selection.isEmpty {
        tell(
          "echo-analyze: \(listed(files)): a comparison needs two conversations: give a capture of each protocol or link, or pick them by --stream."
        )
      }
      return status.merge(.failed)
    }
    var comparison = ComparisonReport(language: report.language.lang, generator: EchoAnalyze.program)
    comparison.choice = choice
    comparison.shared = shared(captures)
    if let width = output.width { comparison.width = width }
    comparison.isColoured = output.path == nil && report.colour.isWanted()
    try output.write(
      report.format, beside: files, text: { comparison.text(summary) }, markdown: { comparison.markdown(summary) },
      html: { comparison.html(summary) }, json: { comparison.json(summary) })
  }
}
