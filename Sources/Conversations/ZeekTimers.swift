/// After which times Zeek takes a connection for over, in nanoseconds (its scripts/base/init-bare and
/// base/protocols/conn/inactivity).
enum ZeekTimers {
  /// From a first SYN that nobody answers (`tcp_attempt_delay`), however often it is sent again.
  static var attempt: Int64 { 5_000_000_000 }
  /// From when both sides have closed, or one has sent a RST (`tcp_close_delay`); later packets do not put it off.
  static var close: Int64 { 5_000_000_000 }
  /// From a RST after a FIN (`tcp_reset_delay`): only where a script handles `connection_reset`, as none of the base does.
  static var reset: Int64 { 5_000_000_000 }
  /// From when one side of a connection that was joined midway has closed (`tcp_partial_close_delay`): only where a script
  /// handles `connection_partial_close`, as none of the base does.
  static var partialClose: Int64 { 3_000_000_000 }
  /// From the first packet to the first look at what came of it (`tcp_SYN_timeout`), and from one look to the next
  /// (`tcp_session_timer`): then a connection of which no packet could be used is over.
  static var firstLook: Int64 { 5_000_000_000 }
  static var nextLook: Int64 { 6_000_000_000 }
  /// Without a packet, at a look (`tcp_connection_linger`).
  static var linger: Int64 { 5_000_000_000 }
  /// Without a packet (`tcp_inactivity_timeout`).
  static var tcpInactivity: Int64 { 300_000_000_000 }
  /// Without a packet on the ports of `ZeekPorts.isQuiet`, once both sides have begun.
  static var quietInactivity: Int64 { 3_600_000_000_000 }
  /// Without a packet (`udp_inactivity_timeout`); TCP that has not got beyond its SYNs as well.
  static var udpInactivity: Int64 { 60_000_000_000 }
}
