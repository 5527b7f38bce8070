import Analyzer
import Capture
import SystemPackage

/// Reads what was handed in. What cannot be read is told, and is no submission.
struct SubmissionReader {
  private let payloads: [[UInt8]]

  /// Conversations of a capture that are kept, the largest and those that return what they are sent before all others. A
  /// class may hand in many captures, all of which are held at once; the grades say where there were more.
  private static let conversationLimit = 1_000

  init(_ specification: GradingSpecification) { payloads = specification.payloads }

  /// One for each of `paths`, or one of all of them.
  func submissions(of paths: [String], together: Bool, _ status: inout ExitStatus) -> [Submission] {
    let groups = together ? [(paths.first ?? "", paths)] : paths.map { ($0, [$0]) }
    return groups.compactMap { name, paths in
      var submission = Submission(path: name)
      for path in paths {
        if isFolder(atPath: path) {
          let files = captures(in: path)
          if files.isEmpty {
            tell("echo-analyze: \(path): there is no capture in this folder\(hint(for: path)).")
            status.merge(.failed)
          }
          for file in files { add(file, to: &submission, &status) }
        } else {
          add(path, to: &submission, &status)
        }
      }
      return submission.files.isEmpty ? nil : submission
    }
  }

  private func add(_ path: String, to submission: inout Submission, _ status: inout ExitStatus) {
    var options = AnalysisOptions()
    options.conversationLimit = Self.conversationLimit
    do throws(CaptureError) {
      var analysis = try FileAnalysis(path: path, options: options)
      var evidence = CaptureEvidence(payloads)
      let summary = try analysis.run { packet, frame, transport, observation in
        evidence.add(packet, frame, transport, observation)
      }
      for capture in summary.captures { status.merge(tellGaps(in: capture, "What could be read is graded.")) }
      submission.add(summary, evidence, sha256: CapturesWithPackets.digest(of: path))
    } catch {
      tell("echo-analyze: \(error)")
      status.merge(.failed)
    }
  }

  /// What to name instead of a folder whose folders hold captures.
  private func hint(for folder: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let holdsSubmissions = names(inFolder: folder).contains { name in
      name != "." && name != ".." && isFolder(atPath: prefix + name) && !captures(in: prefix + name).isEmpty
    }
    return holdsSubmissions ? ", but in folders in it: name those, \(prefix)*/" : ""
  }

  /// The captures in a folder, in order of their names. Folders in it are not entered.
  private func captures(in folder: String) -> [String] {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return names(inFolder: folder).filter { name in
      let name = name.lowercased()
      return ["", ".gz", ".zst"].contains { packed in
        [".pcap", ".pcapng", ".cap", ".snoop"].contains { name.hasSuffix($0 + packed) }
      }
    }.sorted().map { prefix + $0 }
  }
}
