import Analyzer
import Capture
import Conversations
import FuzzSupport
import Report
import Wire

/// An input is a specification, by which two captures that are always the same are graded; and a list of declared endpoints,
/// which are looked for in them.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = input(start, count)
  let isJSON = JSONCheck.fault(in: bytes) == nil
  let isSpecification = grade(bytes, isJSON: isJSON)
  let isList = check(bytes, isJSON: isJSON)
  // Messages that say what is wrong are worth as much as grades.
  use(isSpecification || isList)
  return 0
}

private func grade(_ bytes: [UInt8], isJSON: Bool) -> Bool {
  let specification: GradingSpecification
  do throws(SpecificationError) {
    specification = try GradingSpecification(json: bytes)
  } catch {
    Output.check(text: error.description)
    return false
  }
  precondition(isJSON || bytes.starts(with: [0xef, 0xbb, 0xbf]), "what is no JSON was taken for a specification")
  let submissions = capturePaths.map { submission(of: $0, specification) }
  let grader = Grader(specification)
  let results = submissions.map { GradedSubmission($0, grader.grade($0)) }
  for result in results {
    precondition(result.grade.points <= specification.maximum, "more points than there are")
  }
  let same = SameRecording.find(in: submissions)
  for language in Language.allCases {
    let report = GradeReport(specification, language: language, generator: "")
    Output.check(text: report.text(results, same))
    Output.check(text: report.markdown(results, same))
    Output.check(html: report.html(results, same), scripts: scripts)
    Output.check(json: report.json(results, same))
  }
  return true
}

private func submission(of path: String, _ specification: GradingSpecification) -> Submission {
  var submission = Submission(path: path)
  do throws(CaptureError) {
    var analysis = try FileAnalysis(path: path)
    var evidence = CaptureEvidence(specification.payloads)
    let summary = try analysis.run { packet, frame, transport, observation in
      evidence.add(packet, frame, transport, observation)
    }
    submission.add(summary, evidence, sha256: nil)
  } catch {
    fatalError("\(error)")
  }
  return submission
}

private func check(_ bytes: [UInt8], isJSON: Bool) -> Bool {
  let declarations: [Declaration]
  do throws(SpecificationError) {
    declarations = try Declaration.list(json: bytes)
  } catch {
    Output.check(text: error.description)
    return false
  }
  precondition(isJSON || bytes.starts(with: [0xef, 0xbb, 0xbf]), "what is no JSON was taken for a list of endpoints")
  let check = DeclarationCheck(declarations, found.conversations)
  for language in Language.allCases {
    let report = CheckReport(language: language, generator: "")
    Output.check(text: report.text(check, found))
    Output.check(text: report.markdown(check, found))
    Output.check(html: report.html(check, found), scripts: scripts)
    Output.check(json: report.json(check, found))
  }
  return true
}

private let scripts = Output.scripts(in: HTMLReport(generator: "").render(Summary()))

private let capturePaths = ["tcp-ethernet", "udp-ethernet"].map { capturesFolder + "/\($0).pcap" }

private let found: Summary = capturePaths.reduce(into: Summary()) { summary, path in
  do throws(CaptureError) {
    var analysis = try FileAnalysis(path: path)
    summary.append(try analysis.run())
  } catch {
    fatalError("\(error)")
  }
}
