import SessionLog
import Wire

// Bad behaviour on request: what the server does then in place of answering at once and well.
extension UDPServer {
  /// What delayed answers may cost in all, in bytes (``DelayedMessages``).
  private static let delayedLimit = 16_777_216

  mutating func runBadly(
    _ observe: (Event, ArraySlice<UInt8>) -> Void, while isWanted: () -> Bool
  ) throws(SocketError) {
    while isWanted() {
      if faults.neverReads {
        Socket.pause(for: Self.tick)
        continue
      }
      if !delayed.isEmpty {
        sendDue(observe)
        guard try socket.wait(for: .readable, atMost: delayed.wait(atMost: Self.tick)) else { continue }
      }
      guard let (count, sender) = try receive() else { continue }
      if isAnswered(sender.endpoint) {
        answerBadly(count, to: sender, observe)
      } else {
        counters.notAnswered += 1
        observe(.notAnswered(sender.endpoint), buffer[..<count])
      }
    }
    counters.faults.dropped += delayed.removeAll { _ in true }
  }

  private mutating func answerBadly(
    _ count: Int, to sender: SocketAddress, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) {
    let message = dice.roll(buffer[..<count])
    if message == nil {
      counters.faults.dropped += 1
      socket.record(fault: "drop", bytes: count, of: sender.endpoint)
    }
    guard let message, delayed.delay == .zero else {
      if let message { hold(message, for: sender) }
      observe(.received(sender.endpoint), buffer[..<count])
      return
    }
    let told = send(message, to: sender, isDelayed: false)
    observe(.received(sender.endpoint), buffer[..<count])
    for event in told { observe(event, message.bytes[...]) }
  }

  private mutating func hold(_ message: FaultyMessage, for sender: SocketAddress) {
    guard delayed.hasRoom(for: message, atMost: Self.delayedLimit) else {
      counters.faults.dropped += 1
      counters.faults.droppedForRoom += 1
      socket.record(fault: "drop", bytes: message.bytes.count, of: sender.endpoint)
      return
    }
    delayed.add(message, for: sender)
  }

  /// Sends the answers whose time has come.
  private mutating func sendDue(_ observe: (Event, ArraySlice<UInt8>) -> Void) {
    while let entry = delayed.takeDue() {
      let told = send(entry.message, to: entry.receiver, isDelayed: true)
      for event in told { observe(event, entry.message.bytes[...]) }
    }
  }

  /// What is to be told of it.
  private mutating func send(_ message: FaultyMessage, to sender: SocketAddress, isDelayed: Bool) -> [Event] {
    var told: [Event] = []
    socket.record(faultsOf: message, isDelayed: isDelayed, to: sender.endpoint)
    do throws(SocketError) {
      for _ in 0..<message.copies {
        try send(message.bytes[...], to: sender)
        told.append(.echoed(sender.endpoint))
      }
      counters.answered += 1
      counters.faults.count(message, isDelayed: isDelayed)
    } catch {
      counters.failed += 1
      told.append(.failed(sender.endpoint, error))
    }
    return told
  }
}
