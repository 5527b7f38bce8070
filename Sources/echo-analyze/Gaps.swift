import Analyzer

/// Tells what of a capture could not be read, and what puts files that were joined in order.
///
/// `consequence` says what became of the rest.
func tellGaps(in capture: CaptureRecord, _ consequence: String) -> ExitStatus {
  var status = ExitStatus.done
  func cut(_ path: String, _ reason: String, _ consequence: String) {
    tell("echo-analyze: \(path): \(reason). \(consequence)")
    status.merge(.cut)
  }
  guard let composition = capture.composition else {
    if let reason = capture.cut { cut(capture.path, reason, consequence) }
    return status
  }
  let hasOthers = composition.files.count > 1
  for file in composition.files {
    if let failure = file.failure {
      tell("echo-analyze: \(failure)")
      status.merge(.failed)
    }
    if let reason = file.cut { cut(file.path, reason, hasOthers ? "The other files were read." : consequence) }
  }
  if let (file, earlier) = composition.wrongOrder {
    tell(
      "echo-analyze: \(file.path) begins before \(earlier.path) ends: --join takes files in the order given; "
        + "--merge goes by time.")
  }
  return status
}
