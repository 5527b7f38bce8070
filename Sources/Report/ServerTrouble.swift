/// What can go wrong with an echo server's clients and its system while the server goes on, as its last lines count it.
public enum ServerTrouble: Hashable, Sendable, CaseIterable {
  // Of connections that were accepted.
  case reset, vanished, silent, notReading, failedConnection
  // Of connections on their way in.
  case droppedByListener, abortedAccept, timesFull, withoutDescriptor, withoutMemory, failedAccept
  // Of datagrams.
  case missedDatagram, undeliverableAnswer, failedReceive
}

extension ConsoleLines {
  /// What went wrong, and how often; nil where nothing did.
  public func serverTrouble(_ counts: [(kind: ServerTrouble, count: Int)]) -> String? {
    let told = counts.filter { $0.count > 0 }.map { phrases.trouble($0.kind, $0.count) }
    return told.isEmpty ? nil : phrases.trouble(told)
  }

  /// One kind of trouble comes so often that it is not told each time any more.
  public func furtherTroubleIsCounted() -> String { phrases.furtherTroubleIsCounted() }
}
