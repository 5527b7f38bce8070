import ArgumentParser
import Conversations
import Echo

/// How the two programs of a lab are to misbehave.
struct LabFaultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The server misbehaves as with --fault of echo-analyze server: drop=10%, delay=50ms, reset, never-read …",
      valueName: "spec"))
  var serverFault: [String] = []

  @Option(
    help: ArgumentHelp("The client misbehaves as with --fault of echo-analyze client.", valueName: "spec"))
  var clientFault: [String] = []

  @Option(help: ArgumentHelp("What happens by chance happens as with this number before.", valueName: "number"))
  var seed: UInt64?

  func validate() throws {
    if seed != nil, serverFault.isEmpty, clientFault.isEmpty {
      throw ValidationError("--seed goes with --server-fault or --client-fault.")
    }
  }

  /// A fault that one of the protocols does not know is left to the other; one that none knows is a mistake.
  func validate(for transports: [TransportProtocol]) throws {
    for (wishes, side) in [(serverFault, Self.serverSide), (clientFault, Self.clientSide)] {
      for wish in wishes where !transports.contains(where: { FaultOptions.isPossible(wish, on: side($0)) }) {
        _ = try FaultOptions.plan([wish], on: side(transports[0]), seed: seed)
      }
    }
    for transport in transports { _ = (try server(transport), try client(transport)) }
  }

  func server(_ transport: TransportProtocol) throws -> FaultPlan { try plan(serverFault, Self.serverSide(transport)) }

  func client(_ transport: TransportProtocol) throws -> FaultPlan { try plan(clientFault, Self.clientSide(transport)) }

  private func plan(_ wishes: [String], _ side: Fault.Side) throws -> FaultPlan {
    try FaultOptions.plan(wishes.filter { FaultOptions.isPossible($0, on: side) }, on: side, seed: seed)
  }

  private static func serverSide(_ transport: TransportProtocol) -> Fault.Side {
    transport == .tcp ? .tcpServer : .udpServer
  }

  private static func clientSide(_ transport: TransportProtocol) -> Fault.Side {
    transport == .tcp ? .tcpClient : .udpClient
  }
}
