/// A UDP stream as Wireshark numbers it, by addresses and ports alone.
struct UDPStream {
  /// `udp.stream`.
  let number: Int
  /// The conversations in it.
  var places = StreamConversations()
}
