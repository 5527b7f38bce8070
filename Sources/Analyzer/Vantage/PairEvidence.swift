/// What shows that two captures have the same conversation, and not another one like it.
public enum PairEvidence: String, Hashable, Sendable, CaseIterable {
  /// TCP: the same sequence numbers in both.
  case sequenceNumbers
  /// TCP: sequence numbers were rewritten, and packets agree in their place in the stream and in IP identification or
  /// timestamps.
  case placesInStream
  /// UDP: the same bytes and the same IP identification.
  case identifications
  /// UDP: the same bytes in the same order, and nothing else that would tell.
  case payload
}
