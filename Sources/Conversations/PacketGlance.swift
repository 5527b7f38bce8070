import Wire

/// What of a packet, beside its transport header, tells whether it is a usual one.
struct PacketGlance {
  let time: Timestamp
  /// The IPv4 identification; 0 without one.
  let identification: UInt16
}
