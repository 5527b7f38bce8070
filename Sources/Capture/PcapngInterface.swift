import Wire

/// An interface that a pcapng section describes, and what it counted (draft-ietf-opsawg-pcapng, sections 4.2 and 4.6).
struct PcapngInterface {
  let linkType: LinkType
  /// Nil without a limit (0 in the file).
  let snapshotLength: Int?
  let clock: PcapngClock
  /// Of the last statistics block; nil without one.
  var statistics: CaptureStatistics?
}
