import Conversations

/// A value that belongs to an answer, with where it comes from.
struct AnswerValue: Hashable, Sendable {
  enum Quantity: Hashable, Sendable {
    case integer(Int)
    case bytes(Int)
    /// Bytes per second.
    case rate(Int)
    case nanoseconds(Int64)
    /// Since the first packet of the capture, in nanoseconds.
    case moment(Int64)
    /// A field of so many bits.
    case hexadecimal(UInt64, bits: Int)
    case truth(Bool)
    /// Safe to show: an address, names of flags, escaped payload.
    case text(String)
    case unknown
  }

  let name: AnswerValueName
  /// Which it is of several alike, from 1.
  var item: Int?
  /// Whose it is, where both sides have one.
  var side: Side?
  let quantity: Quantity
  var formula: AnswerFormula?
  /// The formula with its numbers, up to the result.
  var substitution: Worked?
  /// Frames that show it: the first of many.
  var frames: [Int] = []

  init(
    _ name: AnswerValueName, _ quantity: Quantity, item: Int? = nil, of side: Side? = nil,
    _ formula: AnswerFormula? = nil,
    _ substitution: Worked? = nil, frames: [Int] = []
  ) {
    self.name = name
    self.item = item
    self.side = side
    self.quantity = quantity
    self.formula = formula
    self.substitution = substitution
    self.frames = frames
  }
}

/// What a value is. The raw value is its name for programs, and never changes.
enum AnswerValueName: String, Hashable, Sendable, CaseIterable {
  case clientAddress, clientPort, serverAddress, serverPort
  case relativeSequence, rawSequence, relativeAcknowledgment, rawAcknowledgment, flags, synBit, ackBit
  case sackPermittedBySYN, sackPermittedBySYNACK, sackUsable, sackSegments
  case method, requestFrame, payloadLength, headerLength, segmentLength, frameLength, totalPayload, fitsOneSegment
  case sentTime, ackTime, ackFrame, sampleRTT, estimatedRTT, devRTT, timeoutInterval, srtt, rttvar, rto
  case estimatedRTTWithoutCumulative
  case minimumWindow, maximumWindow, smallestOpenWindow, synWindow, rawWindow, windowScale, zeroWindowSegments
  case maximumInFlight, windowThen, windowFullSegments, throttled
  case retransmissions, repeatedControl, outOfOrder, needless
  case acknowledgments, typicalAcknowledged, multipleAcknowledgments
  case wireThroughput, payloadThroughput, goodput, transferThroughput, transferToACKThroughput
  case fleets, doublingFrom, doublingTo, linearFrom, linearTo, firstLoss, medianPeriod, minimumPeriod, maximumPeriod
  case medianRTT
  case fieldCount, sourcePort, destinationPort, length, checksum, frame, payloadProtocol, fieldLength, fieldOffset
  case maximumPayload, maximumPayloadIPv4, largestPayload, maximumPort, `protocol`, protocolHexadecimal
  case requestFrameUDP = "request", replyFrame = "reply", portsSwapped, addressesSwapped, replyTime
  case dataSegments, requestSegments, replySegments, receiveCalls, controlFrames, acknowledgmentFrames
  case bytesPerHundred = "bytesPerHundredPayloadBytes", firstEcho, concurrent, activeCloser, closingSegments,
    halfClosed
  case pushed, handshakeTime, messages, undelivered, resets, clients, datagrams, identical, checksumsRight,
    checksumsWrong, checksumsAbsent, checksumsPartial, checksumsUnchecked
}

/// How a value comes about. Each language writes the names of what is in it.
enum AnswerFormula: Hashable, Sendable, CaseIterable {
  case acknowledgmentOfSYN, acknowledgmentOfData, segmentLength, sampleRTT
  case firstEstimatedRTT, estimatedRTT, firstDevRTT, devRTT, timeoutInterval, firstSRTT, srtt, firstRTTVAR, rttvar, rto
  case scaledWindow, wireThroughput, payloadThroughput, goodput, transferThroughput, transferToACKThroughput
  case udpLength, udpMaximum, udpMaximumIPv4, portMaximum, elapsed, largestCount
}
