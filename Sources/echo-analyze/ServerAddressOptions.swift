import ArgumentParser
import Report
import Wire

/// Where a server listens.
struct ServerAddressOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The port to listen on; 0 takes a free one, which is printed.", valueName: "number"),
    transform: Port.parse)
  var port: UInt16

  @Option(
    help: ArgumentHelp(
      "The address to listen on, one of this machine's (a client's --host is where it connects to): "
        + "localhost for this machine alone, 0.0.0.0 for all IPv4 addresses, :: for all of both kinds.",
      valueName: "address"))
  var host = "localhost"

  @Flag(help: "Of a name's addresses, take an IPv6 one rather than an IPv4 one.")
  var ipv6 = false

  /// What to tell those who prefer IPv6 and listen on an address of the other kind.
  func fallback(_ endpoint: Endpoint, _ lines: ConsoleLines) -> String? {
    ipv6 && !endpoint.address.isIPv6 ? lines.noIPv6(host: host, address: endpoint.address) : nil
  }

  /// Nobody but this process knows the port.
  var needsPortTold: Bool { port == 0 }
}
