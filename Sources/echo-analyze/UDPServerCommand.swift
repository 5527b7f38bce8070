import ArgumentParser
import Capture
import Conversations
import Echo
import Report
import SessionLog
import Wire

/// `echo-analyze server udp`.
struct UDPServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "udp", abstract: "A UDP echo server.",
    discussion: """
      Every datagram goes back to where it came from, unless that is port 7, 13, 17, 19, 37 or the server's own port \
      number: a server there would answer the answer, and so on for ever. Port 0 and an address of zeros are nowhere.
        echo-analyze server udp --port 8765
      Ctrl-C ends it.
      """)

  @OptionGroup var address: ServerAddressOptions

  // The same for both servers; for UDP they do not differ.
  @Option(help: .hidden)
  var style: ConsoleLines.Style = .praktikum

  @OptionGroup var faults: FaultOptions
  @OptionGroup var options: ConsoleOptions
  @OptionGroup var logging: LogOptions

  func validate() throws { _ = try faults.plan(on: .udpServer) }

  func run() throws {
    let lines = options.lines(style)
    let plan = try faults.plan(on: .udpServer)
    var console = Console(isQuiet: options.quiet)
    var strangers: Set<UInt16> = []
    var failures: Set<SocketError.Reason> = []
    let log = try logging.open(.server, .udp)
    StopSignal.install()
    do throws(SocketError) {
      var server = try UDPServer(
        host: address.host, port: address.port, prefersIPv6: address.ipv6, faults: plan, recorder: log?.recorder)
      if let warning = lines.lowPort(server.endpoint.port) { console.remark(warning) }
      if let remark = address.fallback(server.endpoint, lines) { console.remark(remark) }
      let start = lines.startingUp(host: address.host, port: server.endpoint.port)
      if address.needsPortTold || !options.quiet { console.announce(start) }
      if let remark = faults.newSeed(of: plan, lines) { console.remark(remark) }
      console.print(lines.waiting())
      try server.run { event, bytes in
        switch event {
        case .received(let peer):
          if options.quiet { return }
          console.print(lines.receivedDatagram(bytes.count, from: peer), lines.data(Array(bytes)))
        case .echoed(let peer) where !plan.isEmpty:
          console.print(lines.sentDatagram(bytes.count, to: peer), lines.waiting())
        case .echoed(let peer):
          if options.quiet { return }
          let bytes = Array(bytes)
          console.print(
            lines.receivedDatagram(bytes.count, from: peer), lines.data(bytes),
            lines.sentDatagram(bytes.count, to: peer), lines.waiting())
        case .notAnswered(let peer):
          // Once a port: a flood of them is counted, not printed.
          if strangers.insert(peer.port).inserted { console.remark(lines.notAnswered(peer)) }
        case .failed(let peer, let error):
          // Once a reason, for the same reason.
          if failures.insert(error.reason).inserted { console.remark(lines.failed(error, with: peer)) }
        }
      } while: {
        !StopSignal.isRaised && !console.hasFailed
      }
      let counters = server.counters
      console.breakAfterInterrupt()
      console.remark(
        lines.udpCounters(
          received: counters.received, answered: counters.answered, notAnswered: counters.notAnswered,
          failed: counters.failed, bytesReceived: counters.bytesReceived, bytesSent: counters.bytesSent))
      if let trouble = lines.trouble(counters) { console.remark(trouble) }
      if !plan.isEmpty { console.remark(lines.faultCounters(counters.faults)) }
    } catch {
      console.remark(lines.trouble(error, while: .serving(.udp, host: address.host, port: address.port)))
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    if console.hasFailed || log?.hasFailed == true { throw ExitCode(ExitStatus.failed.rawValue) }
  }
}
