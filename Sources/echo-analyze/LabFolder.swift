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

  /// Makes the folder where there is none. Files of the sessions that are there already end the command before a session
  /// begins: new ones beside them would tell of another.
  init(_ folder: String, _ transports: [TransportProtocol], overwrite: Bool) throws {
    self.folder = folder
    overwrites = overwrite
    do throws(Errno) {
      try makeFolder(folder)
    } catch {
      guard error == .fileExists else {
        tell("echo-analyze: the folder \(folder) cannot be made: \(error)")
        throw ExitCode(ExitStatus.failed.rawValue)
      }
    }
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

  /// Writes the logs of `sessions` under their names. What cannot be written is told, and fails.
  func write(_ sessions: [RecordedSession]) throws {
    for session in sessions {
      guard let header = session.header, let path = session.path else { continue }
      let log = try SessionLogFile(path, header, overwrite: overwrites)
      for event in session.events { log.write(event) }
      if log.hasFailed { throw ExitCode(ExitStatus.failed.rawValue) }
    }
  }

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
