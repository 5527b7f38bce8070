import Conversations

/// Why a label of Wireshark says something else than what happened, as far as the capture proves it.
enum MisleadingLabel: CaseIterable {
  /// It came late, and was not sent again.
  case late
  /// The network, or the capture, doubled it.
  case copy
  /// A keep-alive that asks for a window.
  case windowProbe
  /// A step of a simultaneous open.
  case simultaneous
  /// It was sent again, and did not come late.
  case sentAgain

  /// Nil where nothing in the conversation contradicts the labels that the frame was given.
  init?(_ given: [SegmentLabel], frame: Int, in record: ConversationRecord) {
    func isGiven(_ labels: SegmentLabel...) -> Bool { labels.contains { given.contains($0) } }
    let isRepetition = isGiven(.retransmission, .fastRetransmission, .spuriousRetransmission)
    let opening =
      (record.handshake?.crossing ?? []).map(\.frame)
      + [record.handshake?.synAck?.frame, record.handshake?.ack?.frame].compactMap(\.self)
    if record.copies.frames.contains(frame), isRepetition || isGiven(.duplicateACK, .outOfOrder) {
      self = .copy
    } else if record.handshake?.isSimultaneous == true, opening.contains(frame),
      isRepetition || isGiven(.duplicateACK, .windowUpdate)
    {
      self = .simultaneous
    } else if isRepetition, record.events?.lateSegments.frames.contains(frame) == true {
      self = .late
    } else if isGiven(.keepAlive), record.events?.windowProbes.frames.contains(frame) == true {
      self = .windowProbe
    } else if isGiven(.outOfOrder),
      record.events?.retransmissions.contains(where: { $0.frame == frame && $0.original != nil }) == true
    {
      self = .sentAgain
    } else {
      return nil
    }
  }
}
