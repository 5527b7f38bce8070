/// What `--details` counts and measures of each direction of a TCP connection.
enum Measure: Hashable, Sendable, CaseIterable {
  case packets, acknowledgments, pureAcknowledgments, duplicateAcknowledgments, tripleDuplicateAcknowledgments
  case selectiveAcknowledgments, duplicateSelectiveAcknowledgments, mostSACKBlocks
  case dataPackets, payload, uniquePayload, pushedPackets, urgentPackets
  case retransmissions, retransmittedBytes, mostRetransmissions, retransmissionTimes, outOfOrder
  case synAndFIN, synAndFINRetries, resets
  case segmentSizes, windows, smallestWindow, largestWindow, fullWindow, closedWindow, windowProbes
  case initialWindow, bytesInFlight, timeWeightedInFlight
  case streamLength, missedBytes, truncated
  case dataTime, longestIdle
  case wireThroughput, payloadThroughput, goodput, transferThroughput, transferToACKThroughput
}

/// A row of the table of round trips.
enum RoundTripRow: Hashable, Sendable {
  case pureACK, piggybackedACK, closing, ambiguous
  /// Of both directions together.
  case echo, turnaround, thinkTime
}
