import Conversations
import SessionLog

extension EnglishConsolePhrases {
  func serving(_ error: SocketError, _ transport: TransportProtocol, _ place: ConsolePlace) -> String {
    let lead = "cannot serve \(transport.rawValue.uppercased()) on \(place.host) port \(place.port): "
    let cause =
      switch error.reason {
      case .refused: "a client had already closed its port when its answer came; start the client again"
      case .reset: "a client ended its connection by force; start the client again"
      case .timedOut:
        "nothing came in time; check that a client runs and that no firewall on this machine drops its packets"
      case .hostUnreachable: "a client cannot be found in the network; check its cable or Wi-Fi, then `ping` it"
      case .networkUnreachable:
        "this machine has no route to a client; check the cable or Wi-Fi and `ip route` (macOS: `netstat -rn`)"
      case .addressInUse:
        "another program has this port, perhaps a server that was started before; choose another --port, or find the "
          + "program with \(place.owners(transport)) and end it"
      case .addressNotAvailable:
        "\(place.host) is none of this machine's addresses; see them with `ip address` (macOS: `ifconfig`), or take "
          + "--host \(place.anyAddress) for all of them"
      case .notPermitted where place.isPrivileged && error.call == .bind:
        "ports below 1024 are reserved for the administrator; use a port > 1023, or start the server with sudo"
      case .notPermitted:
        "the system does not allow it; a firewall or a security policy of this machine may forbid it: try another "
          + "--port, or look at its rules"
      case .unknownHost:
        "no address belongs to the name \(place.host); check how it is written, or give an address of this machine"
      case .nameServiceFailed:
        "the name \(place.host) cannot be looked up now; check the network, or give --host as an address"
      case .messageTooLong: tooLong(transport)
      case .tooManyOpenFiles:
        "too many connections or files are open; wait until clients end, or raise the limit (`ulimit -n` shows it, "
          + "`ulimit -n 4096` sets it) and start the server again"
      case .outOfMemory: "the system has no memory left for it; close other programs and try again"
      case .familyNotSupported:
        "this machine does not use this kind of address, perhaps because IPv6 is switched off; give an IPv4 address "
          + "such as --host 0.0.0.0"
      case .other: "the system gave a reason that is not foreseen here; see it at the end, and try again"
      }
    return lead + cause
  }

  func reaching(_ error: SocketError, _ transport: TransportProtocol, _ place: ConsolePlace) -> String {
    let server = "\(place.host) port \(place.port)"
    switch error.reason {
    case .refused where place.isAnyAddress:
      return "\(server) refused: \(place.host) is where a server listens, not where a client connects to; give the "
        + "server's own address as --host"
    // Without a connection there is none to end: some systems tell the same ICMP error so.
    case .refused,
      .reset where transport == .udp:
      let refusal =
        switch transport {
        case .tcp: "\(server) refused the connection"
        case .udp: "\(server) is closed for UDP (the answer was ICMP port unreachable)"
        }
      let start = "echo-analyze server \(transport.rawValue) --port \(place.port)"
      return place.isThisMachine
        ? "\(refusal): is the server running on that port? Start it first (\(start))"
        : "\(refusal): is the server running on that port? It may listen on localhost only (start it with --host "
          + "\(place.anyAddress))"
    case .reset:
      return "\(server) ended the connection by force: the server may have been stopped, or it closed before it had "
        + "read everything; look at its console, and start it again"
    case .timedOut where error.call == .connect && place.isThisMachine:
      return "\(server) takes no more connections: its queue is full, or a firewall drops the packets; wait until "
        + "other clients have ended"
    case .timedOut where error.call == .connect:
      return "\(server) does not answer: the machine may be switched off, the address wrong, or a firewall drops the "
        + "packets; try `ping \(place.host)`, and check the server's firewall"
    case .timedOut where transport == .tcp:
      return "nothing comes back from \(server): the server may be busy with another client, does not echo, or the "
        + "network was interrupted; end the other client, then try again"
    case .timedOut:
      return "no answer from \(server): perhaps no server runs there, a firewall drops the packets, or a datagram was "
        + "lost; check that the server runs, then try again"
    case .hostUnreachable:
      return "no machine answers at \(place.host): it may be switched off or in another network; check the address, "
        + "the cable or Wi-Fi of both, then `ping \(place.host)`"
    case .networkUnreachable:
      return "this machine has no route to \(place.host); check its cable or Wi-Fi and `ip route` (macOS: "
        + "`netstat -rn`)"
    case .addressInUse where transport == .udp, .addressNotAvailable where transport == .udp:
      return "this machine has no local address and port free for \(server): another program may have the "
        + "--local-port; choose another, or leave it out"
    case .addressInUse:
      return "the local port for \(server) is still in use, perhaps by the former connection (TIME_WAIT); wait a "
        + "minute, choose another --local-port, or leave it out"
    case .addressNotAvailable:
      return "this machine has no local address and port free for \(server): with a fixed --local-port the former "
        + "connection is still in TIME_WAIT; wait a minute, choose another, or leave it out"
    case .notPermitted:
      return "the system does not let it reach \(server): a firewall on this machine may forbid it, or the address "
        + "is one for broadcast; check --host and the firewall's rules"
    case .unknownHost:
      return "no address belongs to the name \(place.host); check how it is written, or give the server's address, for "
        + "example --host 127.0.0.1 for this machine"
    case .nameServiceFailed:
      return "the name \(place.host) cannot be looked up now; check the network, or give --host as an address"
    case .messageTooLong: return "cannot send to \(server): " + tooLong(transport)
    case .tooManyOpenFiles:
      return "cannot reach \(server): too many files are open; close some, or raise the limit (`ulimit -n` shows it, "
        + "`ulimit -n 4096` sets it)"
    case .outOfMemory:
      return "cannot reach \(server): the system has no memory left for it; close other programs and try again"
    case .familyNotSupported:
      return "this machine cannot use the kind of address that \(place.host) is, perhaps because IPv6 is switched off; "
        + "give the server's IPv4 address"
    case .other:
      return "cannot reach \(server): the system gave a reason that is not foreseen here; see it at the end, and try "
        + "again"
    }
  }

  func binding(_ error: SocketError, _ transport: TransportProtocol, host: String?, port: UInt16?) -> String {
    let end = [host.map { "address \($0)" }, port.map { "port \($0)" }].compactMap(\.self).joined(separator: " ")
    let lead = "cannot use the local \(end.isEmpty ? "end" : end) for \(transport.rawValue.uppercased()): "
    let cause =
      switch error.reason {
      case .addressInUse where transport == .udp:
        "another program has it, perhaps another client; end it, choose another --local-port, or leave it out"
      case .addressInUse:
        "another program has it, or the former connection is still in TIME_WAIT; wait a minute, choose another "
          + "--local-port, or leave it out"
      case .addressNotAvailable where transport == .tcp && (error.call == .connect || host == nil):
        "the former connection from there is still in TIME_WAIT; wait a minute, choose another --local-port, or leave "
          + "it out"
      case .addressNotAvailable:
        "it is none of this machine's addresses; see them with `ip address` (macOS: `ifconfig`), or leave --local out"
      case .notPermitted where port.map(ConsolePlace.isPrivileged) ?? false:
        "ports below 1024 are reserved for the administrator; use a --local-port > 1023, or start the client with sudo"
      case .notPermitted:
        "the system does not allow it; a firewall or a security policy of this machine may forbid it: try without "
          + "--local and --local-port"
      case .unknownHost: "no address belongs to this name; give --local as one of this machine's addresses"
      case .nameServiceFailed: "the name cannot be looked up now; give --local as an address"
      case .familyNotSupported:
        "the server's address is of another kind, or this machine does not use this one; give --local and --host both "
          + "as IPv4 or both as IPv6"
      case .refused: "the server refused what came from there; check that it runs on that port"
      case .reset: "the connection from there was ended by force; start the server and the client again"
      case .timedOut: "nothing came back to it; check that the server can reach this address, or leave --local out"
      case .hostUnreachable:
        "the server cannot be found from there; choose the address of the network that it is in, or leave --local out"
      case .networkUnreachable:
        "no route leads from there to the server; see `ip route` (macOS: `netstat -rn`), or leave --local out"
      case .messageTooLong: tooLong(transport)
      case .tooManyOpenFiles:
        "too many files are open; close some, or raise the limit (`ulimit -n` shows it, `ulimit -n 4096` sets it)"
      case .outOfMemory: "the system has no memory left for it; close other programs and try again"
      case .other: "the system gave a reason that is not foreseen here; try without --local and --local-port"
      }
    return lead + cause
  }

  func failed(because reason: SocketError.Reason, with peer: String) -> String {
    let cause =
      switch reason {
      case .refused: "its port is closed, the client may have ended"
      case .reset: "it ended the connection by force"
      case .timedOut: "nothing came from it in time, the network may be interrupted"
      case .hostUnreachable: "its machine cannot be found in the network any more"
      case .networkUnreachable: "no route leads to it any more"
      case .addressInUse, .addressNotAvailable: "this machine's own address has changed or is taken"
      case .notPermitted: "the system does not let the server answer it, check the firewall"
      case .unknownHost, .nameServiceFailed: "its name cannot be looked up"
      case .messageTooLong: "the answer is longer than one datagram carries"
      case .tooManyOpenFiles: "too many connections are open, see `ulimit -n`"
      case .outOfMemory: "the system has no memory left for it"
      case .familyNotSupported: "this machine does not use its kind of address"
      case .other: "the system gave a reason that is not foreseen here"
      }
    return "trouble with client \(peer): \(cause); the server goes on"
  }

  private func tooLong(_ transport: TransportProtocol) -> String {
    switch transport {
    case .tcp: "the system does not take so many bytes at once; send a shorter message"
    case .udp:
      "the message is longer than a datagram carries, 65507 bytes over IPv4 and 65527 over IPv6 (macOS may allow less, "
        + "see `sysctl net.inet.udp.maxdgram`); send less, or use TCP"
    }
  }
}
