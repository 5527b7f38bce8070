/// What is left of the room for per-packet detail and for bytes kept to compare an echo.
struct DetailBudget {
  var details: Int
  var echoBytes: Int
  /// Bytes of UDP requests that wait.
  var requestBytes: Int
  /// Requests with their replies, of TCP.
  var pairs: Int
  let capacity: Capacity
  /// A detail was left out.
  var isExhausted = false

  init(_ capacity: Capacity) {
    self.capacity = capacity
    details = capacity.details
    echoBytes = capacity.echoBytes
    pairs = capacity.details
    requestBytes = capacity.waitingBytes
  }

  /// Takes room for one more detail of a conversation that has `count`.
  mutating func takeDetail(having count: Int) -> Bool {
    guard details > 0, count < capacity.detailsPerConversation else {
      isExhausted = true
      return false
    }
    details -= 1
    return true
  }

  /// Takes room for `bytes` of a UDP request.
  mutating func takeRequestBytes(_ bytes: Int) -> Bool {
    guard bytes <= requestBytes else { return false }
    requestBytes -= bytes
    return true
  }

  /// Takes room for one more request with its reply, of a conversation that has `count`.
  mutating func takePair(having count: Int) -> Bool {
    guard pairs > 0, count < capacity.detailsPerConversation else { return false }
    pairs -= 1
    return true
  }

  /// Takes room for `bytes` more of a conversation that holds `held`.
  mutating func takeEchoBytes(_ bytes: Int, holding held: Int) -> Bool {
    guard bytes <= echoBytes, held + bytes <= capacity.echoBytesPerConversation else { return false }
    echoBytes -= bytes
    return true
  }
}
