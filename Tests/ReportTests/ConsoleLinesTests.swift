import Conversations
import SessionLog
import Testing
import Wire

@testable import Report

struct ConsoleLinesTests {
  private let english = ConsoleLines(language: .english, style: .praktikum)
  private let indonesian = ConsoleLines(language: .indonesian, style: .praktikum)
  private let hello = Array("Hello World!!! This will be echoed".utf8)
  private let morning = Array("Good Morning!!! This will be echoed".utf8)
  private let peer = Endpoint(address: IPAddress(v4: 0x7f00_0001), port: 48_486)

  private func endpoint(_ address: String, _ port: UInt16) throws -> Endpoint {
    Endpoint(address: try #require(IPAddress(address)), port: port)
  }

  /// What a TCP client prints that receives at most `count` bytes at once.
  private func session(of lines: ConsoleLines, host: String, port: UInt16, sends bytes: [UInt8], by count: Int)
    -> [String]
  {
    var console = ConsoleText()
    var printed = [lines.connecting(host: host, port: port), lines.sending(bytes)]
    for start in stride(from: 0, to: bytes.count, by: count) {
      let end = min(start + count, bytes.count)
      printed.append(lines.received(piece: console.piece(bytes[start..<end], isLast: end == bytes.count)))
    }
    return printed + [lines.closing()]
  }

  @Test(
    arguments: [
      ("localhost", 3_456, "127.0.0.1", 48_486), ("192.168.10.8", 12_345, "192.168.10.7", 50_892),
      ("192.168.231.119", 12_345, "192.168.231.169", 61_697),
    ] as [(String, UInt16, String, UInt16)])
  func `a TCP echo session reads as the course's`(host: String, port: UInt16, address: String, from: UInt16) throws {
    let client = session(of: english, host: host, port: port, sends: hello, by: 16)
    #expect(
      client.joined(separator: "\n") == """
        Connecting to \(host) port \(port)
        Sending Hello World!!! This will be echoed
        Received: Hello World!!! T
        Received: his will be echo
        Received: ed
        Closing connection to the server
        """)
    let peer = try endpoint(address, from)
    let server = [
      english.startingUp(host: host, port: port), english.waiting(), english.data(hello),
      english.sentBack(hello, to: peer), english.waiting(),
    ]
    #expect(
      server.joined(separator: "\n") == """
        Starting up echo server on \(host) port \(port)
        Waiting to receive message from client
        Data: Hello World!!! This will be echoed
        sent Hello World!!! This will be echoed bytes back to ('\(address)', \(from))
        Waiting to receive message from client
        """)
  }

  @Test(
    arguments: [
      ("localhost", 8_765, "127.0.0.1", 55_559), ("192.168.10.8", 12_345, "192.168.10.7", 60_916),
      ("192.168.231.169", 12_345, "192.168.231.88", 55_598),
    ] as [(String, UInt16, String, UInt16)])
  func `a UDP echo session reads as the course's`(host: String, port: UInt16, address: String, from: UInt16) throws {
    let client = [
      english.connecting(host: host, port: port), english.sending(morning), english.received(datagram: morning),
      english.closing(),
    ]
    #expect(
      client.joined(separator: "\n") == """
        Connecting to \(host) port \(port)
        Sending Good Morning!!! This will be echoed
        received Good Morning!!! This will be echoed
        Closing connection to the server
        """)
    let peer = try endpoint(address, from)
    for style in ConsoleLines.Style.allCases {
      let lines = ConsoleLines(language: .english, style: style)
      let server = [
        lines.startingUp(host: host, port: port), lines.waiting(), lines.receivedDatagram(35, from: peer),
        lines.data(morning), lines.sentDatagram(35, to: peer), lines.waiting(),
      ]
      #expect(
        server.joined(separator: "\n") == """
          Starting up echo server on \(host) port \(port)
          Waiting to receive message from client
          received 35 bytes from ('\(address)', \(from))
          Data: Good Morning!!! This will be echoed
          sent 35 bytes back to ('\(address)', \(from))
          Waiting to receive message from client
          """)
    }
  }

  @Test func `a chat reads as the course's`() throws {
    let peer = try endpoint("192.168.100.87", 59_831)
    let messages = ["halo", "apa kabar", "Selamat pagi – ini pesan UTF-8"].map { Array($0.utf8) }
    let exit = Array("exit".utf8)
    var server = [indonesian.serverRunning(host: "192.168.100.92", port: 12_345), indonesian.chatConnected(peer)]
    server += (messages + [exit]).map { indonesian.message($0, from: peer) }
    server += [indonesian.exitAsked(by: peer), indonesian.connectionClosed(peer)]
    #expect(
      server.joined(separator: "\n") == """
        Server berjalan di 192.168.100.92 port 12345...
        Terhubung dengan ('192.168.100.87', 59831)
        Pesan dari ('192.168.100.87', 59831): halo
        Pesan dari ('192.168.100.87', 59831): apa kabar
        Pesan dari ('192.168.100.87', 59831): Selamat pagi – ini pesan UTF-8
        Pesan dari ('192.168.100.87', 59831): exit
        Client ('192.168.100.87', 59831) meminta untuk mengakhiri koneksi.
        Koneksi dengan ('192.168.100.87', 59831) ditutup.
        """)
    var client = [indonesian.chatConnecting(host: "192.168.100.92", port: 12_345)]
    client += messages.map { indonesian.prompt() + indonesian.returned($0) }
    client.append(indonesian.prompt() + indonesian.chatClosing())
    #expect(
      client.joined(separator: "\n") == """
        Menghubungkan ke 192.168.100.92 port 12345...
        Masukkan pesan: Server mengembalikan: halo
        Masukkan pesan: Server mengembalikan: apa kabar
        Masukkan pesan: Server mengembalikan: Selamat pagi – ini pesan UTF-8
        Masukkan pesan: Menutup koneksi ke server.
        """)
    #expect(indonesian.disconnected(peer) == "Client ('192.168.100.87', 59831) terputus secara paksa.")
    #expect(indonesian.goodbye() == Array("Koneksi ditutup oleh server.".utf8))
    #expect(indonesian.chatError(Self.refused) == "Terjadi kesalahan: connect: Connection refused (111)")
  }

  @Test func `a chat in English`() {
    #expect(english.serverRunning(host: "localhost", port: 12_345) == "Server running on localhost port 12345...")
    #expect(english.chatConnected(peer) == "Connected to ('127.0.0.1', 48486)")
    #expect(english.message(Array("hello".utf8), from: peer) == "Message from ('127.0.0.1', 48486): hello")
    #expect(english.exitAsked(by: peer) == "Client ('127.0.0.1', 48486) asked to end the connection.")
    #expect(english.disconnected(peer) == "Client ('127.0.0.1', 48486) was disconnected by force.")
    #expect(english.connectionClosed(peer) == "Connection with ('127.0.0.1', 48486) closed.")
    #expect(english.goodbye() == Array("Connection closed by server.".utf8))
    #expect(english.chatConnecting(host: "localhost", port: 12_345) == "Connecting to localhost port 12345...")
    #expect(english.prompt() == "Enter message: ")
    #expect(english.returned(Array("hello".utf8)) == "Server returned: hello")
    #expect(english.chatClosing() == "Closing connection to the server.")
    #expect(english.chatError(Self.refused) == "An error occurred: connect: Connection refused (111)")
  }

  @Test func `an echo session in Indonesian`() {
    #expect(indonesian.startingUp(host: "localhost", port: 3_456) == "Menjalankan echo server pada localhost port 3456")
    #expect(indonesian.waiting() == "Menunggu pesan dari client")
    #expect(indonesian.data([0x61]) == "Data: a")
    #expect(indonesian.sentBack([0x61], to: peer) == "mengirim a byte kembali ke ('127.0.0.1', 48486)")
    #expect(indonesian.receivedDatagram(35, from: peer) == "menerima 35 byte dari ('127.0.0.1', 48486)")
    #expect(indonesian.sentDatagram(35, to: peer) == "mengirim 35 byte kembali ke ('127.0.0.1', 48486)")
    #expect(indonesian.connected(peer) == "Koneksi dari ('127.0.0.1', 48486)")
    #expect(
      indonesian.echoed(bytes: 10_485_760, to: peer) == "memantulkan 10485760 byte ke ('127.0.0.1', 48486)")
    #expect(
      session(of: indonesian, host: "localhost", port: 3_456, sends: Array("halo".utf8), by: 3) == [
        "Menghubungkan ke localhost port 3456", "Mengirim halo", "Diterima: hal", "Diterima: o",
        "Menutup koneksi ke server",
      ])
    #expect(indonesian.received(datagram: [0x61]) == "diterima a")
  }

  @Test func `the plain style tells how many bytes went back`() {
    let plain = ConsoleLines(language: .english, style: .plain)
    #expect(plain.sentBack(hello, to: peer) == "sent 34 bytes back to ('127.0.0.1', 48486)")
    #expect(plain.sentBack([0x61], to: peer) == "sent 1 byte back to ('127.0.0.1', 48486)")
    let biasa = ConsoleLines(language: .indonesian, style: .plain)
    #expect(biasa.sentBack(hello, to: peer) == "mengirim 34 byte kembali ke ('127.0.0.1', 48486)")
  }

  @Test func `a kept connection is told at its beginning and its end`() {
    #expect(english.connected(peer) == "Connection from ('127.0.0.1', 48486)")
    #expect(english.echoed(bytes: 10_485_760, to: peer) == "echoed 10485760 bytes back to ('127.0.0.1', 48486)")
    #expect(english.echoed(bytes: 1, to: peer) == "echoed 1 byte back to ('127.0.0.1', 48486)")
  }

  @Test(
    arguments: [
      ("192.0.2.1", "('192.0.2.1', 7)"), ("2001:db8::1", "('2001:db8::1', 7)"), ("::1", "('::1', 7)"),
      ("::ffff:192.0.2.1", "('192.0.2.1', 7)"), ("::", "('::', 7)"), ("::192.0.2.1", "('::192.0.2.1', 7)"),
    ])
  func `prints a peer with its address and port`(address: String, expected: String) throws {
    #expect(english.chatConnected(try endpoint(address, 7)) == "Connected to " + expected)
  }

  @Test func `tells how much of a long message is not shown`() {
    let datagram = [UInt8](repeating: 0x61, count: 65_507)
    let shown = String(repeating: "a", count: 2_048)
    #expect(english.data(datagram) == "Data: \(shown)… (63459 more bytes)")
    #expect(indonesian.data(datagram) == "Data: \(shown)… (63459 byte lagi)")
    #expect(english.data(Array(datagram.prefix(2_049))) == "Data: \(shown)… (1 more byte)")
    #expect(english.data(Array(datagram.prefix(2_048))) == "Data: \(shown)")
    let praktikum = english.sentBack(datagram, to: peer)
    #expect(praktikum == "sent \(shown)… (63459 more bytes) bytes back to ('127.0.0.1', 48486)")
  }

  @Test func `prints nothing raw that came from outside`() {
    let bytes = Array("a\u{1b}[2J\nb\u{202e}".utf8)
    let host = "evil\u{1b}[2J\nhost\u{202e}"
    for language in ConsoleLines.Language.allCases {
      let lines = ConsoleLines(language: language, style: .praktikum)
      let printed = [
        lines.data(bytes), lines.sentBack(bytes, to: peer), lines.message(bytes, from: peer), lines.sending(bytes),
        lines.received(datagram: bytes), lines.returned(bytes), lines.startingUp(host: host, port: 1),
        lines.serverRunning(host: host, port: 1), lines.connecting(host: host, port: 1),
        lines.chatConnecting(host: host, port: 1),
        lines.chatError(SocketError(call: .getaddrinfo, code: -2, reason: .unknownHost, systemText: host)),
      ]
      for line in printed {
        #expect(line.contains("\\x1b[2J\\n"))
        #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202e}" })
      }
    }
  }

  private static let refused = SocketError(
    call: .connect, code: 111, reason: .refused, systemText: "Connection refused")
}
