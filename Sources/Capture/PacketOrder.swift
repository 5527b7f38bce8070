/// In what order packets are read: of files that together are one capture, or of one whose packets are out of order.
public enum PacketOrder: String, Hashable, Sendable, Codable {
  /// As they stand, one file after the other.
  case joined
  /// By time, of files that were captured side by side; packets of one time in the order of the files.
  ///
  /// Each file is taken to be in order of time; one that is not stays out of order where it is. A packet without a time
  /// comes right after the one before it in its file.
  case merged
  /// By time, whatever the order in the files; packets of one time as they stand.
  ///
  /// All are held in memory. A packet without a time goes with the one before it.
  case sorted
}
