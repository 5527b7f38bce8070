import Analyzer
import Capture
import Conversations
import Report
import SessionLog

/// Captures read for documents that show packets one by one.
struct CapturesWithPackets {
  private(set) var summary = Summary()
  private(set) var listing = PacketListing()
  /// What two captures are compared by, packet by packet; none unless they were asked for.
  private(set) var traces: [VantageTrace] = []

  /// Reads `files` one after the other. What cannot be read is told, and counts in `status`. `told` gives the streams of a
  /// capture whose packets are needed, where there are more than are kept; without it none are kept. With `keepsTraces` each
  /// has its ``VantageTrace``, and without `keepsListing` `listing` stays empty.
  init(
    _ files: [String], _ selection: SelectionOptions, logs: [RecordedSession] = [], _ status: inout ExitStatus,
    keepsTraces: Bool = false, keepsListing: Bool = true, told: ((Summary) -> Selection)? = selectionOfReport
  ) throws {
    var options = selection.analysis
    options.keepsPackets = told != nil
    // Which connection a log tells of shows only among all.
    if logs.isEmpty {
      options.conversationLimit = TextReport().overviewLimit
    } else {
      options.selection = Selection()
    }
    let selected = options.selection
    for file in files {
      do throws(CaptureError) {
        var analysis = try FileAnalysis(path: file, options: options)
        var listing = PacketListing()
        var trace = VantageTrace()
        var read = try analysis.run { packet, frame, transport, observation in
          if keepsListing { listing.add(packet, frame, transport, observation) }
          if keepsTraces { trace.observe(packet, frame, transport, observation) }
        }
        if keepsTraces { traces.append(trace) }
        if let told, read.packets.isFull || (keepsListing && listing.isFull), isRegularFile(atPath: file) {
          // What is told may come late in a large capture: its packets alone are looked at once more.
          let wanted = told(read), arePacketsFull = read.packets.isFull
          if arePacketsFull || listing.isMissingPackets(of: wanted, in: read) {
            (options.selection, listing) = (wanted, PacketListing())
            analysis = try FileAnalysis(path: file, options: options)
            let again = try analysis.run { packet, frame, transport, observation in
              if keepsListing { listing.add(packet, frame, transport, observation) }
            }
            if arePacketsFull { read.packets = again.packets }
            options.selection = selected
          }
        }
        let first = summary.captures.isEmpty ? 0 : (summary.conversations.map(\.index).max() ?? -1) + 1
        summary.append(read)
        self.listing.append(listing, from: first)
      } catch {
        tell("echo-analyze: \(error)")
        status.merge(.failed)
      }
    }
    for capture in summary.captures { status.merge(tellGaps(in: capture, "What could be read is reported.")) }
    guard !summary.captures.isEmpty else { return }
    summary.join(logs)
    if !logs.isEmpty { summary.select(selection.analysis.selection) }
    selection.tellIfNothingMatches(summary)
  }

  /// The streams that a report tells of: those that it compares, and those that it answers questions for.
  static func selectionOfReport(_ summary: Summary) -> Selection {
    var selection = ComparisonReport.selection(of: summary)
    selection.streams.formUnion(AnswerReport.selection(of: summary).streams)
    return selection
  }

  /// What tells the files apart from all others.
  var digests: [CaptureDigest] {
    summary.captures.map {
      CaptureDigest(path: $0.path, sha256: Self.digest(of: $0.path))
    }
  }

  /// Two files hold the same bytes.
  var areSame: Bool {
    let digests = digests.compactMap(\.sha256)
    return digests.count == 2 && digests[0] == digests[1]
  }

  /// SHA-256 of a file; nil of one that cannot be read again.
  static func digest(of path: String) -> String? {
    guard isRegularFile(atPath: path) else { return nil }
    var digest = SHA256()
    guard (try? forEachPiece(of: path) { digest.add($0) }) != nil else { return nil }
    return digest.finish()
  }
}
