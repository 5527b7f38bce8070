/// As what captures are compared, and why.
public enum ComparisonChoice: String, Hashable, Sendable, CaseIterable {
  /// Two points of one way, as was asked for.
  case vantageAsked = "vantage-asked"
  /// Both of two captures have the same conversation.
  case vantageShared = "vantage-shared-conversation"
  /// Both of two captures have the same conversation, for they are one recording: there is one vantage point.
  case vantageOneRecording = "vantage-one-recording"
  /// Workloads, as was asked for.
  case workloadAsked = "workload-asked"
  /// The two captures have no conversation in common.
  case workloadNothingShared = "workload-nothing-shared"
  /// Both files hold the same bytes.
  case workloadSameFile = "workload-same-file"
  /// There is one capture.
  case workloadOneFile = "workload-one-file"
  /// There are more than two captures.
  case workloadNotTwo = "workload-not-two-files"
}
