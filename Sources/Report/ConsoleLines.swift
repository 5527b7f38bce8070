public import Conversations
public import SessionLog
public import Wire

/// All lines that the echo and chat programs print, in a language and a style; none has a newline at its end.
///
/// The lines of standard output are those of the course's programs, byte for byte. The remarks are for standard error:
/// what went wrong, the probable cause, and what to try next.
public struct ConsoleLines: Sendable {
  public enum Language: String, Hashable, Sendable, CaseIterable {
    case english = "en"
    case indonesian = "id"

    var phrases: any ConsolePhrases {
      switch self {
      case .english: EnglishConsolePhrases()
      case .indonesian: IndonesianConsolePhrases()
      }
    }
  }

  public enum Style: String, Hashable, Sendable, CaseIterable {
    /// As the course's programs print, with their mistake: the TCP server tells the text where it means its length.
    case praktikum
    /// With that mistake mended.
    case plain
  }

  /// What a program was doing when a socket call failed.
  public enum Task: Hashable, Sendable {
    /// Being a server there.
    case serving(TransportProtocol, host: String, port: UInt16)
    /// Being a client of the server there.
    case reaching(TransportProtocol, host: String, port: UInt16)
    /// Giving a client the local address and port that its user chose; nil is what the user left to the system.
    case binding(TransportProtocol, host: String?, port: UInt16?)
  }

  public let language: Language
  public let style: Style
  let phrases: any ConsolePhrases

  public init(language: Language, style: Style) {
    self.language = language
    self.style = style
    phrases = language.phrases
  }

  /// An endpoint as Python prints one of IPv4. An IPv4-mapped address, which a socket for both families gives for an
  /// IPv4 peer (RFC 4291, section 2.5.5.2), is written as the IPv4 address that it is.
  func peer(_ endpoint: Endpoint) -> String {
    var address = endpoint.address
    if address.isIPv6, address.rawValue >> 32 == 0xffff {
      address = IPAddress(v4: UInt32(truncatingIfNeeded: address.rawValue))
    }
    return "('\(address)', \(endpoint.port))"
  }

  /// One message as far as a console line shows it.
  func text(of message: [UInt8]) -> String {
    let (text, left) = ConsoleText.message(message)
    return left == 0 ? text : text + "… " + phrases.moreBytes(left)
  }
}

// The echo servers.
extension ConsoleLines {
  public func startingUp(host: String, port: UInt16) -> String {
    phrases.startingUp(host: ConsoleText.words(host), port: port)
  }

  public func waiting() -> String { phrases.waiting() }

  public func data(_ bytes: [UInt8]) -> String { phrases.data(text(of: bytes)) }

  /// What the TCP server sent back in answer to one receive.
  public func sentBack(_ bytes: [UInt8], to peer: Endpoint) -> String {
    switch style {
    case .praktikum: phrases.sentBack(text: text(of: bytes), to: self.peer(peer))
    case .plain: phrases.sentBack(bytes.count, to: self.peer(peer))
    }
  }

  public func receivedDatagram(_ count: Int, from peer: Endpoint) -> String {
    phrases.received(count, from: self.peer(peer))
  }

  /// The UDP server prints a count in both styles: the course's does.
  public func sentDatagram(_ count: Int, to peer: Endpoint) -> String { phrases.sentBack(count, to: self.peer(peer)) }

  /// A connection that is echoed until its client ends it (RFC 862), without a line for each receive.
  public func connected(_ peer: Endpoint) -> String { phrases.connected(self.peer(peer)) }

  /// The end of such a connection.
  public func echoed(bytes: Int, to peer: Endpoint) -> String { phrases.echoed(bytes, to: self.peer(peer)) }
}

// The chat server.
extension ConsoleLines {
  public func serverRunning(host: String, port: UInt16) -> String {
    phrases.serverRunning(host: ConsoleText.words(host), port: port)
  }

  public func chatConnected(_ peer: Endpoint) -> String { phrases.chatConnected(self.peer(peer)) }

  public func message(_ bytes: [UInt8], from peer: Endpoint) -> String {
    phrases.message(text(of: bytes), from: self.peer(peer))
  }

  /// A piece of a long message, as ``ConsoleText`` made it printable.
  public func message(piece: String, from peer: Endpoint) -> String {
    phrases.message(piece, from: self.peer(peer))
  }

  public func exitAsked(by peer: Endpoint) -> String { phrases.exitAsked(by: self.peer(peer)) }

  public func disconnected(_ peer: Endpoint) -> String { phrases.disconnected(self.peer(peer)) }

  public func connectionClosed(_ peer: Endpoint) -> String { phrases.connectionClosed(self.peer(peer)) }

  /// What the server sends to a client that asked for the end; no line, but bytes for the network.
  public func goodbye() -> [UInt8] { Array(phrases.goodbye().utf8) }
}

// The clients.
extension ConsoleLines {
  public func connecting(host: String, port: UInt16) -> String {
    phrases.connecting(host: ConsoleText.words(host), port: port)
  }

  public func sending(_ bytes: [UInt8]) -> String { phrases.sending(text(of: bytes)) }

  /// A piece of a TCP stream, as ``ConsoleText`` made it printable.
  public func received(piece: String) -> String { phrases.received(piece: piece) }

  /// A datagram that came back.
  public func received(datagram bytes: [UInt8]) -> String { phrases.received(datagram: text(of: bytes)) }

  public func closing() -> String { phrases.closing() }

  public func chatConnecting(host: String, port: UInt16) -> String {
    phrases.chatConnecting(host: ConsoleText.words(host), port: port)
  }

  /// What stands before the user's input, on the same line.
  public func prompt() -> String { phrases.prompt() }

  public func returned(_ bytes: [UInt8]) -> String { phrases.returned(text(of: bytes)) }

  /// A piece of what a server says without being asked, as ``ConsoleText`` made it printable.
  public func said(piece: String) -> String { phrases.said(piece) }

  public func chatClosing() -> String { phrases.chatClosing() }

  public func chatError(_ error: SocketError) -> String { phrases.chatError(ConsoleText.words(error.description)) }
}
