import Foundation

/// What the kernel says of a running process (proc(5)).
struct ProcessFigures {
  private let folder: String

  init(_ tool: RunningTool) { folder = "/proc/\(tool.processIdentifier)" }

  /// What each thread is and may, by the names of the kernel's fields.
  func threads() throws -> [[String: String]] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/task").map { thread in
      let lines = try contents(of: "\(folder)/task/\(thread)/status").split(separator: "\n")
      let fields = lines.map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
      return Dictionary(
        uniqueKeysWithValues: fields.map { field in
          (field[0], (field.last ?? "").split { $0 == "\t" || $0 == " " }.joined(separator: " "))
        })
    }
  }

  /// Waits until there are so many threads.
  func waitForThreads(atLeast count: Int) async throws {
    while try FileManager.default.contentsOfDirectory(atPath: "\(folder)/task").count < count {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// How many descriptors are open.
  var descriptors: Int {
    get throws { try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count }
  }

  /// The memory that is really there.
  var residentKiB: Int { get throws { try status("VmRSS") } }

  /// The most that ever was.
  var peakKiB: Int { get throws { try status("VmHWM") } }

  private func status(_ field: String) throws -> Int {
    let status = try contents(of: "\(folder)/status")
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  /// Waits until so many descriptors are open; the time limit of the suite is the end of all patience.
  func waitForDescriptors(_ count: Int) async throws {
    while try descriptors != count { try await Task.sleep(for: .milliseconds(10)) }
  }

  func waitForDescriptors(atLeast count: Int) async throws {
    while try descriptors < count { try await Task.sleep(for: .milliseconds(10)) }
  }

  /// The port that the process listens on, or has bound a UDP socket to, as soon as it does.
  func port(_ kind: EchoSockets.Kind) async throws -> UInt16 {
    while true {
      if let port = try boundPort(kind) { return port }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private func boundPort(_ kind: EchoSockets.Kind) throws -> UInt16? {
    // TCP_LISTEN and TCP_CLOSE, which is what an unconnected UDP socket is in.
    let state = kind == .tcp ? "0A" : "07"
    return try sockets(kind).first { $0.state == state }?.port
  }

  /// Waits until the process holds no sockets besides the one that listens, or that is all a UDP server has.
  func waitForNoConnections() async throws {
    while try heldSockets.count > 1 { try await Task.sleep(for: .milliseconds(10)) }
  }

  /// The sockets among its descriptors, as `/proc` names them.
  private var heldSockets: [String] {
    get throws {
      let files = FileManager.default
      return try files.contentsOfDirectory(atPath: "\(folder)/fd").compactMap {
        let target = try? files.destinationOfSymbolicLink(atPath: "\(folder)/fd/\($0)")
        return target?.hasPrefix("socket:") == true ? target : nil
      }
    }
  }

  private func sockets(_ kind: EchoSockets.Kind) throws -> [(state: Substring, port: UInt16)] {
    let held = try heldSockets
    let table = try contents(of: "\(folder)/net/\(kind == .tcp ? "tcp" : "udp")")
    return table.split(separator: "\n").dropFirst().compactMap { row in
      let columns = row.split(separator: " ")
      guard held.contains("socket:[\(columns[9])]") else { return nil }
      return (columns[3], columns[1].split(separator: ":").last.flatMap { UInt16($0, radix: 16) } ?? 0)
    }
  }

  /// The kernel hands such a file out in pieces of a page, and Foundation takes the first one for all of it.
  private func contents(of path: String) throws -> String {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? file.close() }
    var bytes = Data()
    while let piece = try file.read(upToCount: 4_096), !piece.isEmpty { bytes += piece }
    return String(decoding: bytes, as: UTF8.self)
  }
}
