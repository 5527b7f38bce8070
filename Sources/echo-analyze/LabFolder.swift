import Analyzer
import ArgumentParser
import Capture
import Conversations
import SessionLog
import SystemPackage

/// The folder of `lab --write`.
struct LabFolder {
  private let folder: String
  let overwrites: Bool

  /// Makes the folder where there is none, for the user whom the process will be. Files of the sessions that are there already end the command before a session
  /// begins: new ones beside them would tell of another.
  init(_ folder: String, _ transports: [TransportProtocol], overwrite: Bool, privileges: Privileges) throws {
    self.folder = folder
    overwrites = overwrite
    try OutputFolder.make(folder, privileges: privileges)
    if overwrite { return }
    for transport in transports {
      let names = [Self.captureName(transport), Self.logName(.server, transport), Self.logName(.client, transport)]
      for path in names.map(path) where exists(path) {
        tell("echo-analyze: \(path) cannot be written: it exists already; --force overwrites it")
        throw ExitCode(ExitStatus.failed.rawValue)
      }
    }
  }

  static func captureName(_ transport: TransportProtocol) -> String { "\(transport.rawValue).pcap" }

  static func logName(_ role: SessionHeader.Role, _ transport: TransportProtocol) -> String {
    "\(transport.rawValue)-\(role.rawValue).jsonl"
  }

  func path(_ name: String) -> String { FilePath(folder).appending(name).string }

  /// The command that shows the same again.
  func tellHowToRead(_ summary: Summary) {
    for transport in [TransportProtocol.tcp, .udp] {
      guard summary.conversations.contains(where: { $0.protocol == transport }) else { continue }
      let logs = [SessionHeader.Role.server, .client].map {
        "--log \(Program.quoted(path(Self.logName($0, transport))))"
      }
      tell(
        "Kept: echo-analyze read \(Program.quoted(path(Self.captureName(transport)))) \(logs.joined(separator: " "))")
    }
  }
}
