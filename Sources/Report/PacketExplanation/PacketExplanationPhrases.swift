import Conversations
import Wire

/// The words that explain one packet, or set two against each other.
protocol PacketExplanationPhrases: Sendable {
  var numbers: NumberText { get }

  func text(_ text: PacketExplanationText) -> String
  func title(frame: Int) -> String
  func title(frame: Int, against other: Int) -> String
  func fact(_ fact: PacketFact) -> String

  // Labels.
  /// What Wireshark's rule for a label asks, in a sentence.
  func rule(_ label: SegmentLabel) -> String
  /// What a condition asks.
  func asked(_ condition: LabelCondition) -> String
  /// The values of this packet that it asks of.
  func values(_ condition: LabelCondition, _ evidence: LabelEvidence) -> String
  /// What Wireshark calls it, by these names.
  func called(_ names: [String]) -> String
  func calledNothing() -> String
  func misleads(_ reason: MisleadingLabel) -> String
  func severity(_ severity: SegmentLabel.Severity) -> String
  func runnerUp(_ name: String) -> String
  func excluded(by name: String) -> String
  /// What was remembered before a segment: the names of the values.
  func remembered(_ value: RememberedValue) -> String

  // Two packets.
  func relation(_ relation: PacketRelation, _ first: Int, _ second: Int) -> String
  func reason(_ reason: DifferenceReason) -> String
  func sameFields(_ names: [String]) -> String
  func payloads(_ payloads: PayloadDifference) -> String
}

/// Headings and single words.
enum PacketExplanationText: CaseIterable {
  case meaning, whyLabel, noSegment, otherLabels
  case condition, values, holds, yes, no, label, missing
  case remembered, ofItsSender, ofTheOther, nothingYet
  case header, field, why, noDifference, absent
}

/// What Wireshark remembers of a direction, and its labels rest on.
enum RememberedValue: CaseIterable {
  case next, contiguous, acknowledgment, duplicates, window, labels, oldest
}
