import ArgumentParser
import Capture
import Report
import Wire

/// `echo-analyze interfaces`: what can be captured on.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces", abstract: "List the network interfaces and which of them can be opened.")

  func run() throws {
    let interfaces: [NetworkInterface]
    do throws(CaptureError) {
      let privileges = try Privileges()
      interfaces = try NetworkInterface.all()
      try privileges.drop()
    } catch {
      tell("echo-analyze: \(error)")
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    var output = Output.standardOutput
    var rows = [["NAME", "STATE", "OPENS", "LINK TYPES", "ADDRESSES"]]
    rows += interfaces.map { interface in
      [
        ConsoleText.words(interface.name), interface.isUp ? "up" : "down", interface.canBeOpened == .yes ? "yes" : "no",
        interface.linkTypes.isEmpty ? "unknown" : interface.linkTypes.map(\.name).joined(separator: ", "),
        interface.addresses.joined(separator: ", "),
      ]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      try output.write((cells + [row[4]]).joined(separator: "  ").trimmingTrailingSpaces + "\n")
    }
    // That one is down is in its row. A missing privilege needs words, and one way out is enough: it is alike for all.
    for interface in interfaces {
      guard case .no(let obstacle) = interface.canBeOpened, case .notPermitted = obstacle else { continue }
      tell("echo-analyze: \(obstacle)")
      break
    }
    if interfaces.allSatisfy({ $0.canBeOpened != .yes }) { throw ExitCode(ExitStatus.failed.rawValue) }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String { String(self[...(lastIndex { $0 != " " } ?? startIndex)]) }
}
