/// A term of the field that an explanation uses: one entry of the glossary each, in every language.
///
/// Raw values name the anchors of the entries, `#term-syn`, and are never renamed.
enum GlossaryTerm: String, Hashable, Sendable, CaseIterable {
  // Who and where
  case originator, responder, port
  case ephemeralPort = "ephemeral-port"
  case streamNumber = "stream-number"
  case capturePoint = "capture-point"
  case snapshotLength = "snapshot-length"
  // What is sent
  case frame, segment, datagram, payload
  case fragment, checksum, offload, ttl
  case portUnreachable = "icmp-port-unreachable"
  // Control bits
  case syn, ack, fin, rst, psh, urgent
  case synAck = "syn-ack"
  // Numbers
  case sequenceNumber = "sequence-number"
  case acknowledgmentNumber = "acknowledgment-number"
  case initialSequenceNumber = "initial-sequence-number"
  case relativeNumber = "relative-number"
  // Opening
  case handshake, backlog
  case mss
  case windowScale = "window-scale"
  case timestamps
  case fastOpen = "fast-open"
  case simultaneousOpen = "simultaneous-open"
  case ecn
  // Data
  case window
  case receiveBuffer = "receive-buffer"
  case zeroWindow = "zero-window"
  case windowProbe = "window-probe"
  case cumulativeACK = "cumulative-ack"
  case delayedACK = "delayed-ack"
  case duplicateACK = "duplicate-ack"
  case sack
  case duplicateSACK = "d-sack"
  case roundTrip = "round-trip-time"
  case echo
  case keepAlive = "keep-alive"
  // Trouble
  case retransmission
  case timeout = "retransmission-timeout"
  case backOff = "back-off"
  case fastRetransmission = "fast-retransmission"
  case tailLossProbe = "tail-loss-probe"
  case outOfOrder = "out-of-order"
  // Closing
  case activeCloser = "active-closer"
  case passiveCloser = "passive-closer"
  case halfClosed = "half-closed"
  case timeWait = "time-wait"

  /// What an entry is found by in HTML. No heading has an anchor that begins so.
  var anchor: String { "term-" + rawValue }
}
