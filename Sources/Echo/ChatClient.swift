public import SessionLog
public import Wire

/// A chat client: each line of its input is a message to a TCP server, and is waited for until it has come back.
public struct ChatClient: ~Copyable {
  /// Something to show. Bytes come beside it where it has any.
  public enum Event: Hashable, Sendable {
    /// The next line is waited for.
    case ready
    /// A message came back, whole or as far as it came.
    case returned
    /// What came back is not the message; counted from 0. Told after `returned`.
    case differs(at: Int)
    /// The server said something without being asked.
    case said
  }

  /// Why the session was over.
  public enum Ending: Hashable, Sendable {
    /// The user said `exit`.
    case exit
    case endOfInput
    case closedByServer
    /// A message did not come back within `ClientOptions.timeout`.
    case silent
    case failed(SocketError)
  }

  private let connection: ClientSocket
  private var buffer = [UInt8](repeating: 0, count: 4_096)
  private var faults: ClientFaults

  /// Connects.
  public init(_ options: ClientOptions, recorder: SocketRecorder? = nil) throws(SocketError) {
    connection = try options.connect(.tcp, recorder)
    faults = ClientFaults(options.faults)
  }

  public var local: Endpoint { connection.local }
  public var peer: Endpoint { connection.peer }
  public var faultCounters: FaultCounters { faults.counters }

  /// Sends the lines that come on the descriptor `input`, until `exit` in any case or the end. It then reads what the
  /// server still says, its goodbye, because closing a socket with unread bytes would send RST.
  public mutating func run(
    input: Int32, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) -> Ending {
    var lines = LineInput(input)
    do throws(SocketError) {
      while true {
        observe(.ready, [])
        guard let line = try nextLine(&lines, observe) else {
          if !lines.isAtEnd { return .closedByServer }
          try connection.sayFIN()
          if !connection.faults.resets { _ = try connection.readToEnd(&buffer) }
          return .endOfInput
        }
        // Nothing to send, and so nothing would come back.
        if line.isEmpty { continue }
        guard try send(line) else { return .silent }
        if ChatReader.isExit(line) {
          if connection.faults.halfCloses { try connection.sayFIN() }
          try awaitGoodbye()
          return .exit
        }
        if let ending = try receiveEcho(of: line, observe) { return ending }
      }
    } catch {
      if error.reason == .reset { faults.notePeerReset() }
      return .failed(error)
    }
  }

  /// The next line; nil at the end of input, or when the server closes while it is waited for.
  private mutating func nextLine(
    _ lines: inout LineInput, _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) -> [UInt8]? {
    var isInterrupted = false
    while true {
      if let line = lines.take() { return line }
      if lines.isAtEnd { return nil }
      // What is said without being asked is mostly a goodbye: only where nothing follows does the user go on.
      let limit: Duration? = isInterrupted ? .milliseconds(300) : nil
      let interest: Socket.Interest = connection.faults.neverReads ? [] : .readable
      let ready = try connection.socket.wait(for: interest, orInput: lines.descriptor, atMost: limit)
      if ready.socket, interest.isEmpty { return nil }
      if ready.socket, let count = try connection.socket.receive(into: &buffer, atMost: buffer.count) {
        if count == 0 { return nil }
        observe(.said, buffer[..<count])
        isInterrupted = true
      } else if !ready.socket, !ready.input, isInterrupted {
        observe(.ready, [])
        isInterrupted = false
      }
      if ready.input { lines.read() }
    }
  }

  /// False if the server took nothing for too long.
  private mutating func send(_ line: [UInt8]) throws(SocketError) -> Bool {
    guard let outgoing = faults.prepare(line, for: connection.socket) else { return true }
    var rest = outgoing.stream[...]
    while true {
      if let count = try connection.socket.send(rest) { rest = rest.dropFirst(count) }
      if rest.isEmpty {
        faults.noteSent(outgoing)
        return true
      }
      guard try connection.socket.wait(for: .writable, atMost: connection.timeout) else { return false }
    }
  }

  /// Receives as many bytes as `line` has, and what came together with them; nil if they came.
  private mutating func receiveEcho(
    of line: [UInt8], _ observe: (Event, ArraySlice<UInt8>) -> Void
  ) throws(SocketError) -> Ending? {
    if connection.faults.neverReads {
      _ = try connection.socket.wait(for: [], atMost: connection.timeout)
      return .silent
    }
    var echo: [UInt8] = []
    var ending: Ending?
    do throws(SocketError) {
      while echo.count < line.count, ending == nil {
        if let count = try connection.socket.receive(into: &buffer, atMost: buffer.count) {
          echo += buffer[..<count]
          if count == 0 { ending = .closedByServer }
        } else if try !connection.socket.wait(for: .readable, atMost: connection.timeout) {
          ending = .silent
        }
      }
    } catch {
      if error.reason == .reset { faults.notePeerReset() }
      ending = .failed(error)
    }
    if !echo.isEmpty || ending == nil { observe(.returned, echo[...]) }
    if !line.starts(with: echo) { observe(.differs(at: commonPrefixCount(line, echo)), []) }
    return ending
  }

  /// Reads until the server has closed; a server that knows no `exit` waits for our FIN.
  private mutating func awaitGoodbye() throws(SocketError) {
    if try connection.readToEnd(&buffer).hasEnded { return }
    // FIN is said already, or never will be.
    if connection.faults.halfCloses || connection.faults.resets { return }
    try connection.sayFIN()
    _ = try connection.readToEnd(&buffer)
  }
}
