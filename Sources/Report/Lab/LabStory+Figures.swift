import Analyzer
import Conversations
import Wire

// The drawings.
extension LabStory {
  func ladder(of column: Comparison.Trace) -> Document.Figure? { nil }

  func plots(of column: Comparison.Trace) -> [Document.Figure] { [] }

  func writeAnatomy(of sample: PacketListing.Sample, on page: inout Document) {}
}
