import Conversations
import SessionLog
import Testing
import Wire

@testable import Report

struct ConsoleRemarksTests {
  private let english = ConsoleLines(language: .english, style: .praktikum)
  private let indonesian = ConsoleLines(language: .indonesian, style: .praktikum)
  private let peer = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 19)

  private static let tasks: [ConsoleLines.Task] = [TransportProtocol.tcp, .udp].flatMap { transport in
    [
      .serving(transport, host: "192.168.10.8", port: 3_456), .serving(transport, host: "::1", port: 80),
      .reaching(transport, host: "192.168.10.8", port: 3_456), .reaching(transport, host: "localhost", port: 3_456),
      .binding(transport, host: "192.168.10.7", port: 50_892), .binding(transport, host: nil, port: 80),
      .binding(transport, host: "192.168.10.7", port: nil), .binding(transport, host: nil, port: nil),
    ] as [ConsoleLines.Task]
  }

  private static let udp = ConsoleLines.Task.reaching(.udp, host: "192.168.10.8", port: 3_456)

  private func error(
    _ reason: SocketError.Reason, _ call: SocketCall = .connect, code: Int32 = 111, _ text: String = "words"
  ) -> SocketError {
    SocketError(call: call, code: code, reason: reason, systemText: text)
  }

  private func isOneLine(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } && !text.contains("  ")
  }

  @Test(arguments: SocketError.Reason.allCases, tasks)
  func `every reason has a remark for every task in every language`(
    reason: SocketError.Reason, task: ConsoleLines.Task
  ) {
    for call in SocketCall.allCases {
      let remarks = [english, indonesian].map { $0.trouble(error(reason, call), while: task) }
      let evidence = " (\(call.rawValue): words, 111)"
      for remark in remarks {
        #expect(isOneLine(remark))
        #expect(remark.hasSuffix(evidence))
        #expect(remark.utf8.count > evidence.utf8.count + 40)
        #expect(remark.first?.isLowercase == true || remark.first?.isNumber == true)
        #expect(remark.contains(": ") || remark.contains("; "))
        #expect(!remark.contains("nil") && !remark.contains("Optional"))
      }
      #expect(remarks[0] != remarks[1])
    }
  }

  @Test(arguments: SocketError.Reason.allCases)
  func `every reason has a remark for trouble with one client`(reason: SocketError.Reason) {
    let remarks = [english, indonesian].map { $0.failed(error(reason, .recv, code: 104), with: peer) }
    for remark in remarks {
      #expect(isOneLine(remark))
      #expect(remark.contains("('192.0.2.1', 19)"))
      #expect(remark.hasSuffix(" (recv: words, 104)"))
    }
    #expect(remarks[0] != remarks[1])
  }

  @Test func `tells trouble with one client`() {
    let error = error(.reset, .recv, code: 104, "Connection reset by peer")
    #expect(
      english.failed(error, with: peer)
        == "trouble with client ('192.0.2.1', 19): it ended the connection by force; the server goes on "
        + "(recv: Connection reset by peer, 104)")
    #expect(
      indonesian.failed(error, with: peer)
        == "masalah dengan client ('192.0.2.1', 19): client memutus koneksi secara paksa; server tetap berjalan "
        + "(recv: Connection reset by peer, 104)")
  }

  @Test func `a refusal asks for the server and where it listens`() {
    let refused = error(.refused, .connect, code: 111, "Connection refused")
    #expect(
      english.trouble(refused, while: .reaching(.tcp, host: "192.168.10.8", port: 12_345))
        == "192.168.10.8 port 12345 refused the connection: is the server running on that port? It may listen on "
        + "localhost only (start it with --host 0.0.0.0) (connect: Connection refused, 111)")
    #expect(
      english.trouble(refused, while: .reaching(.tcp, host: "2001:db8::1", port: 12_345)).contains("--host ::)"))
    #expect(
      indonesian.trouble(refused, while: .reaching(.tcp, host: "192.168.10.8", port: 12_345))
        == "192.168.10.8 port 12345 menolak koneksi: apakah server berjalan pada port itu? Mungkin server hanya menunggu "
        + "di localhost (jalankan dengan --host 0.0.0.0) (connect: Connection refused, 111)")
    #expect(
      english.trouble(refused, while: .reaching(.udp, host: "192.168.10.8", port: 12_345))
        .contains("ICMP port unreachable"))
  }

  @Test(arguments: ["localhost", "127.0.0.1", "::1", "LOCALHOST"])
  func `a refusal of this machine blames no address`(host: String) {
    for lines in [english, indonesian] {
      let remark = lines.trouble(error(.refused), while: .reaching(.tcp, host: host, port: 3_456))
      #expect(!remark.contains("--host"))
      #expect(remark.contains("(echo-analyze server tcp --port 3456)"))
    }
  }

  @Test func `a port in use names the command that finds its owner`() {
    for lines in [english, indonesian] {
      let tcp = lines.trouble(error(.addressInUse, .bind), while: .serving(.tcp, host: "localhost", port: 3_456))
      #expect(tcp.contains("--port"))
      #expect(tcp.contains("`ss -ltnp` (macOS: `lsof -nP -iTCP:3456`)"))
      let udp = lines.trouble(error(.addressInUse, .bind), while: .serving(.udp, host: "localhost", port: 3_456))
      #expect(udp.contains("`ss -lunp` (macOS: `lsof -nP -iUDP:3456`)"))
    }
  }

  @Test func `an address that cannot be had is the server's host or the client's old connection`() {
    for lines in [english, indonesian] {
      let serving = lines.trouble(
        error(.addressNotAvailable, .bind), while: .serving(.tcp, host: "192.168.10.8", port: 3_456))
      #expect(serving.contains("`ip address` (macOS: `ifconfig`)") && serving.contains("--host 0.0.0.0"))
      let local = ConsoleLines.Task.binding(.tcp, host: "192.168.10.7", port: 50_892)
      #expect(lines.trouble(error(.addressNotAvailable, .bind), while: local).contains("ifconfig"))
      #expect(lines.trouble(error(.addressNotAvailable, .connect), while: local).contains("TIME_WAIT"))
      let reaching = ConsoleLines.Task.reaching(.tcp, host: "192.168.10.8", port: 3_456)
      #expect(lines.trouble(error(.addressNotAvailable), while: reaching).contains("TIME_WAIT"))
    }
  }

  @Test(arguments: [SocketError.Reason.addressInUse, .addressNotAvailable, .reset])
  func `speaks of no connection where there is none`(reason: SocketError.Reason) {
    for task in [
      .reaching(.udp, host: "192.168.10.8", port: 7), .binding(.udp, host: "192.168.10.7", port: 7),
    ] as [ConsoleLines.Task] {
      for lines in [english, indonesian] {
        #expect(!lines.trouble(error(reason, .bind), while: task).contains("TIME_WAIT"))
      }
    }
    #expect(english.trouble(error(.reset, .recvfrom), while: Self.udp).contains("is closed for UDP"))
  }

  @Test func `a low port is what the system does not allow, else it is a firewall`() {
    let low = ConsoleLines.Task.serving(.tcp, host: "localhost", port: 1_023)
    let high = ConsoleLines.Task.serving(.tcp, host: "localhost", port: 1_024)
    #expect(english.trouble(error(.notPermitted, .bind), while: low).contains("use a port > 1023, or start the server"))
    #expect(indonesian.trouble(error(.notPermitted, .bind), while: low).contains("gunakan port > 1023"))
    for lines in [english, indonesian] {
      #expect(lines.trouble(error(.notPermitted, .bind), while: high).contains("firewall"))
      #expect(lines.trouble(error(.notPermitted, .sendto), while: low).contains("firewall"))
      let local = ConsoleLines.Task.binding(.tcp, host: nil, port: 80)
      #expect(lines.trouble(error(.notPermitted, .bind), while: local).contains("sudo"))
    }
  }

  @Test func `a time that ran out depends on what was waited for`() {
    let tcp = ConsoleLines.Task.reaching(.tcp, host: "192.168.10.8", port: 3_456)
    let connecting = english.trouble(error(.timedOut, .connect), while: tcp)
    #expect(connecting.contains("switched off") && connecting.contains("`ping 192.168.10.8`"))
    #expect(english.trouble(error(.timedOut, .recv), while: tcp).contains("busy with another client"))
    #expect(english.trouble(error(.timedOut, .recvfrom), while: Self.udp).contains("a datagram was lost"))
  }

  @Test func `a datagram too long tells what one carries`() {
    for lines in [english, indonesian] {
      let remark = lines.trouble(
        error(.messageTooLong, .sendto), while: .reaching(.udp, host: "192.168.10.8", port: 3_456))
      #expect(remark.contains("65507") && remark.contains("65527"))
      let open = lines.trouble(
        error(.tooManyOpenFiles, .accept), while: .serving(.tcp, host: "localhost", port: 3_456))
      #expect(open.contains("`ulimit -n`"))
    }
  }

  @Test func `a host that a user typed comes out escaped`() {
    let host = "a\u{1b}[2J\u{202e}\nb"
    let error = error(.unknownHost, .getaddrinfo, code: -2, "no\u{7}\nname")
    for task in [
      .serving(.tcp, host: host, port: 1), .reaching(.udp, host: host, port: 1), .binding(.tcp, host: host, port: nil),
    ] as [ConsoleLines.Task] {
      for lines in [english, indonesian] {
        let remark = lines.trouble(error, while: task)
        #expect(isOneLine(remark))
        #expect(remark.contains("a\\x1b[2J\\u{202e}\\nb"))
        #expect(remark.hasSuffix(" (getaddrinfo: no\\x07\\nname, -2)"))
      }
    }
  }

  @Test(arguments: [1, 80, 1_023] as [UInt16])
  func `warns of a low port that could be taken`(port: UInt16) {
    #expect(
      english.lowPort(port)
        == "port \(port) is privileged and may belong to a service of the system: use non-privileged ports, port > 1023"
    )
    #expect(indonesian.lowPort(port)?.contains("gunakan non privileged ports yaitu port > 1023") == true)
  }

  @Test(arguments: [0, 1_024, 3_456, 65_535] as [UInt16])
  func `does not warn of another port`(port: UInt16) {
    #expect(english.lowPort(port) == nil)
    #expect(indonesian.lowPort(port) == nil)
  }

  @Test func `tells what the programs saw`() {
    let both = [english, indonesian].map { lines in
      [
        lines.shortEcho(received: 2_048, of: 65_536), lines.differs(at: 2_048), lines.noEcho(.tcp, after: .seconds(2)),
        lines.noEcho(.udp, after: .milliseconds(500)), lines.silentConnection(peer, after: .seconds(60)),
        lines.clientDoesNotRead(peer, after: .seconds(30)), lines.connectionLimit(64), lines.notAnswered(peer),
        lines.serverClosed(), lines.surplus(3), lines.nothingToSend(), lines.saidNothing(peer),
        lines.noIPv6(host: "localhost", address: peer.address),
      ]
    }
    for (one, other) in zip(both[0], both[1]) {
      #expect(one != other)
      #expect(isOneLine(one) && isOneLine(other))
    }
    for (remarks, half) in zip(both, ["0.5", "0,5"]) {
      #expect(remarks[0].contains("2048") && remarks[0].contains("65536") && remarks[0].contains("--keep-open"))
      #expect(remarks[1].contains("byte 2048"))
      #expect(remarks[2].contains(" 2 s: "))
      #expect(remarks[3].contains(" \(half) s: "))
      #expect(remarks[4].contains("('192.0.2.1', 19)") && remarks[4].contains(" 60 s: "))
      #expect(remarks[5].contains("('192.0.2.1', 19)") && remarks[5].contains(" 30 s: "))
      #expect(remarks[6].contains(" 64 "))
      #expect(remarks[7].contains("('192.0.2.1', 19)") && remarks[7].contains("port 19 "))
    }
  }

  @Test func `counts in full digits, one in the singular`() {
    #expect(
      english.tcpCounters(connections: 2, pieces: 5_120, bytesReceived: 10_485_760, bytesSent: 10_485_760)
        == "2 connections: 10485760 bytes received in 5120 pieces, 10485760 bytes sent")
    #expect(
      english.tcpCounters(connections: 1, pieces: 1, bytesReceived: 1, bytesSent: 1)
        == "1 connection: 1 byte received in 1 piece, 1 byte sent")
    #expect(
      indonesian.tcpCounters(connections: 1, pieces: 3, bytesReceived: 34, bytesSent: 34)
        == "1 koneksi: 34 byte diterima dalam 3 potongan, 34 byte dikirim")
    #expect(
      english.udpCounters(received: 4, answered: 2, notAnswered: 1, failed: 1, bytesReceived: 140, bytesSent: 70)
        == "4 datagrams received (140 bytes), 2 answered (70 bytes), 1 not answered, 1 failed")
    #expect(
      english.udpCounters(received: 1, answered: 1, notAnswered: 0, failed: 0, bytesReceived: 1, bytesSent: 1)
        == "1 datagram received (1 byte), 1 answered (1 byte), 0 not answered, 0 failed")
    #expect(
      indonesian.udpCounters(received: 4, answered: 2, notAnswered: 1, failed: 1, bytesReceived: 140, bytesSent: 70)
        == "4 datagram diterima (140 byte), 2 dijawab (70 byte), 1 tidak dijawab, 1 gagal")
    #expect(english.connectionLimit(1).contains("1 connection is reached"))
    #expect(
      english.faultCounters(
        dropped: 3, forRoom: 1, delayed: 2, duplicated: 4, corrupted: 5, truncated: 6, resets: 1)
        == "faults: 3 messages dropped (1 for want of room), 2 delayed, 4 duplicated, 5 corrupted, 6 truncated, "
        + "1 connection reset")
    #expect(
      indonesian.faultCounters(
        dropped: 3, forRoom: 1, delayed: 2, duplicated: 4, corrupted: 5, truncated: 6, resets: 1)
        == "gangguan: 3 pesan dibuang (1 karena tidak ada tempat), 2 ditunda, 4 digandakan, 5 diubah, 6 dipotong, "
        + "1 koneksi diputus dengan RST")
    #expect(english.faultSeed(.max) == "faults with seed 18446744073709551615")
    #expect(indonesian.faultSeed(1) == "gangguan dengan seed 1")
    #expect(english.leftUnread(sent: 1, of: 1) != indonesian.leftUnread(sent: 1, of: 1))
    #expect(english.shortEcho(received: 0, of: 1).contains("after 0 of 1 byte had"))
  }
}
