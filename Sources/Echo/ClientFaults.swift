/// The bad behaviour of one client.
struct ClientFaults {
  let plan: FaultPlan
  private(set) var counters = FaultCounters()
  private var dice: FaultDice

  init(_ plan: FaultPlan) {
    self.plan = plan
    dice = FaultDice(plan)
    // Every way to close is one with RST then.
    if plan.resets { counters.resets = 1 }
  }

  /// What goes out of `message`, now that the delay is over; nil if nothing does.
  mutating func prepare(_ message: [UInt8], for socket: borrowing Socket) -> FaultyMessage? {
    if plan.isEmpty { return FaultyMessage(bytes: message) }
    guard let faulty = dice.roll(message[...]) else {
      counters.dropped += 1
      socket.record(fault: "drop", bytes: message.count)
      return nil
    }
    if plan.delay > .zero { Socket.pause(for: plan.delay) }
    socket.record(faultsOf: faulty, isDelayed: plan.delay > .zero)
    return faulty
  }

  /// The server's RST was first, and there is nothing left to be reset.
  mutating func notePeerReset() { counters.resets = 0 }

  /// It is out.
  mutating func noteSent(_ message: FaultyMessage) { counters.count(message, isDelayed: plan.delay > .zero) }
}
