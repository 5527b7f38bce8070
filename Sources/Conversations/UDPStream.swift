/// A UDP stream as Wireshark numbers it, by addresses and ports alone.
struct UDPStream {
  let number: Int
  var places = StreamConversations()
  /// An earlier conversation of it was let go.
  var isResumed = false
  /// Of its latest packet, one that is only quoted included.
  var latestFrame = 0
}
