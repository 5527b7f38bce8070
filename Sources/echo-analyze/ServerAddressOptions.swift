import ArgumentParser

/// Where a server listens.
struct ServerAddressOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one, which is printed.", valueName: "number"))
  var port: UInt16

  @Option(
    help: ArgumentHelp(
      "The address to listen on, one of this machine's (a client's --host is where it connects to): "
        + "localhost for this machine alone, 0.0.0.0 for all IPv4 addresses, :: for all of both kinds.",
      valueName: "address"))
  var host = "localhost"

  @Flag(help: "Of a name's addresses, take an IPv6 one rather than an IPv4 one.")
  var ipv6 = false

  /// Nobody but this process knows the port.
  var needsPortTold: Bool { port == 0 }
}
