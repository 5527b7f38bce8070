/// After which times Zeek takes a connection for over, in nanoseconds (its scripts/base/init-bare and
/// base/protocols/conn/inactivity).
///
/// Two more of its delays end nothing by default: `tcp_reset_delay` (5 s after a RST that follows a FIN) and
/// `tcp_partial_close_delay` (3 s after one side of a connection joined midway has closed) count only where a script handles
/// `connection_reset` or `connection_partial_close`, as none of the base does.
enum ZeekTimers {
  /// From a first SYN that nobody answers (`tcp_attempt_delay`), however often it is sent again.
  static var attempt: Int64 { 5_000_000_000 }
  /// From when both sides have closed, or one has sent a RST (`tcp_close_delay`); later packets do not put it off.
  static var close: Int64 { 5_000_000_000 }
  /// Without a packet, where none could be used (`tcp_connection_linger`). Zeek looks at this after 5 s
  /// (`tcp_SYN_timeout`), then every 6 s (`tcp_session_timer`); here it is over at once.
  static var linger: Int64 { 5_000_000_000 }
  /// Without a packet (`tcp_inactivity_timeout`).
  static var tcpInactivity: Int64 { 300_000_000_000 }
  /// Without a packet on the ports of `ZeekPorts.isQuiet`, once both sides have begun.
  static var quietInactivity: Int64 { 3_600_000_000_000 }
  /// Without a packet (`udp_inactivity_timeout`).
  static var udpInactivity: Int64 { 60_000_000_000 }
}
