import Capture
import Foundation
import Testing
import Wire

struct CaptureWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func write(
    _ data: [UInt8], original: Int? = nil, nanoseconds: Int64 = 1_600_000_000_123_456_789,
    to writer: inout CaptureWriter
  ) throws(CaptureError) {
    try writer.write(
      Packet(
        timestamp: Timestamp(nanoseconds: nanoseconds), originalLength: original ?? data.count, linkType: .ethernet,
        bytes: data.span.bytes))
  }

  func open(_ path: String, digits: Int = 9, overwrite: Bool = false) throws(CaptureError) -> CaptureWriter {
    try CaptureWriter(
      path: path, linkType: .ethernet, snapshotLength: 262_144, timestampDigits: digits, overwrite: overwrite)
  }

  @Test(arguments: [(6, Int64(1_600_000_000_123_456_000)), (9, 1_600_000_000_123_456_789)])
  func `what is written is what is read`(digits: Int, time: Int64) throws {
    let path = folder.path("out.pcap")
    var writer = try open(path, digits: digits)
    try write(Packets.datagram, original: 1_500, to: &writer)
    try writer.close()
    var file = try CaptureFile(path: path)
    #expect(file.timestampDigits == digits)
    #expect(file.linkType == .ethernet)
    #expect(file.snapshotLength == 262_144)
    var count = 0
    let end = file.forEach { packet in
      count += 1
      #expect(packet.timestamp.nanoseconds == time)
      #expect(packet.originalLength == 1_500)
      #expect(packet.bytes.withUnsafeBytes { Array($0) } == Packets.datagram)
      return true
    }
    #expect(end == .complete)
    #expect(count == 1)
  }

  @Test(.enabled(if: Tool.isInstalled("tshark"), "tshark is not installed"))
  func `tshark reads it without complaint`() throws {
    let path = folder.path("out.pcap")
    var writer = try open(path)
    try write(Packets.datagram, to: &writer)
    try writer.close()
    let result = try Tool.run("tshark", "-r", path, "-T", "fields", "-e", "frame.time_epoch", "-e", "udp.dstport")
    #expect(result.status == 0)
    #expect(result.output == "1600000000.123456789\t12345\n")
    #expect(!result.errors.contains("damaged") && !result.errors.contains("corrupt") && !result.errors.contains("cut"))
  }

  @Test func `a flush makes everything so far readable, and so does letting go`() throws {
    let path = folder.path("out.pcap")
    do {
      var writer = try open(path)
      try write([1, 2, 3], to: &writer)
      try writer.flush()
      #expect(try Data(contentsOf: URL(filePath: path)).count == 24 + 16 + 3)
      try write([4, 5, 6], to: &writer)
    }
    #expect(try Data(contentsOf: URL(filePath: path)).count == 24 + 2 * (16 + 3))
  }

  @Test func `times the format has no room for become the nearest it has`() throws {
    let path = folder.path("out.pcap")
    var writer = try open(path)
    for time in [-1, Int64.min, Int64.max] { try write([1], nanoseconds: time, to: &writer) }
    try writer.close()
    var times: [Int64] = []
    var file = try CaptureFile(path: path)
    _ = file.forEach { packet in
      times.append(packet.timestamp.nanoseconds / 1_000_000_000)
      return true
    }
    #expect(times == [0, 0, 4_294_967_295])
  }

  @Test func `an existing file is left alone unless it may be overwritten`() throws {
    let path = try folder.file(Array("precious".utf8), "out.pcap")
    #expect(throws: CaptureError.fileExists(path: path)) { _ = try open(path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("precious".utf8))
    var writer = try open(path, overwrite: true)
    try writer.close()
    #expect(try CaptureFile(path: path).format == .pcap)
  }

  @Test func `its owner alone may read it`() throws {
    let path = folder.path("out.pcap")
    _ = try open(path)
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(permissions == 0o600)
  }

  @Test func `a file that is removed is found out, and one that is renamed is there`() throws {
    let path = folder.path("out.pcap")
    let writer = try open(path)
    try writer.checkIsThere()
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("moved.pcap"))
    try writer.checkIsThere()
    try FileManager.default.removeItem(atPath: folder.path("moved.pcap"))
    #expect(throws: CaptureError.vanished(path: path)) { try writer.checkIsThere() }
  }

  @Test func `a reader of a pipe who goes away is an error, not the end of the process`() async throws {
    // In a process of its own: what is wrong here would end it.
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let path = folder.path("pipe")
      precondition(mkfifo(path, 0o600) == 0)
      let reader = openPipe(path)
      var writer = try CaptureWriter(path: path, linkType: .ethernet, snapshotLength: 1_000, overwrite: true)
      try writer.flush()
      close(reader)
      let data: [UInt8] = [1, 2, 3]
      var error: CaptureError?
      do throws(CaptureError) {
        try writer.write(
          Packet(timestamp: Timestamp(nanoseconds: 0), originalLength: 3, linkType: .ethernet, bytes: data.span.bytes))
        try writer.flush()
      } catch let refusal {
        error = refusal
      }
      precondition(error == .cannotWrite(path: path, reason: "Broken pipe"))
      // The signal is not left behind for later either.
      var pending = sigset_t()
      precondition(sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 0)
    }
  }

  @Test func `a folder that is not there is an error with a reason`() {
    #expect(throws: CaptureError.cannotCreate(path: "/nowhere/o.pcap", reason: "No such file or directory")) {
      _ = try open("/nowhere/o.pcap")
    }
  }

  #if os(Linux)
    @Test func `a device that is full from the start is an error at once`() {
      #expect(throws: CaptureError.cannotCreate(path: "/dev/full", reason: "No space left on device")) {
        _ = try open("/dev/full", overwrite: true)
      }
    }

    @Test(.enabled(if: geteuid() == 0, "skipped: mounting a small file system takes root"))
    func `a disk that fills up leaves whole records and an error that names the file`() throws {
      let mount = folder.path("disk")
      try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: false)
      let mounted = try Tool.run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount)
      try #require(mounted.status == 0, "\(mounted.errors)")
      defer { _ = try? Tool.run("umount", mount) }
      let path = "\(mount)/out.pcap"
      var written = 0
      var writer = try open(path)
      let data = [UInt8](repeating: 0x55, count: 999)
      let error = #expect(throws: CaptureError.self) {
        for _ in 0..<1_000 {
          try write(data, to: &writer)
          written += 1
        }
      }
      #expect(error == .cannotWrite(path: path, reason: "No space left on device"))
      #expect(written < 300)
      // It stays an error.
      #expect(throws: CaptureError.self) { try write(data, to: &writer) }
      var file = try CaptureFile(path: path)
      var count = 0
      let end = file.forEach { packet in
        count += packet.bytes.byteCount == 999 ? 1 : 0
        return true
      }
      #expect(end == .complete)
      #expect(count == (256 * 1_024 - 24) / (999 + 16))
    }
  #endif

  @Test func `a limit on file sizes is an error, not the end of the process`() async throws {
    // In a process of its own: the limit holds for all of it.
    await #expect(processExitsWith: .success) {
      var limit = rlimit()
      getrlimit(fileSizeLimit, &limit)
      limit.rlim_cur = 10_000
      setrlimit(fileSizeLimit, &limit)
      let folder = try TemporaryFolder()
      let path = folder.path("out.pcap")
      var writer = try CaptureWriter(path: path, linkType: .ethernet, snapshotLength: 1_000, timestampDigits: 6)
      let data = [UInt8](repeating: 1, count: 100)
      var error: CaptureError?
      do throws(CaptureError) {
        for _ in 0..<1_000 {
          try writer.write(
            Packet(
              timestamp: Timestamp(nanoseconds: 0), originalLength: 100, linkType: .ethernet, bytes: data.span.bytes))
        }
      } catch let refusal {
        error = refusal
      }
      precondition(error == .cannotWrite(path: path, reason: "File too large"))
      var file = try CaptureFile(path: path)
      var count = 0
      let end = file.forEach { _ in
        count += 1
        return true
      }
      precondition(end == .complete && count == (10_000 - 24) / 116)
    }
  }
}

/// Its reading end, without waiting for a writer.
private func openPipe(_ path: String) -> Int32 { open(path, O_RDONLY | O_NONBLOCK) }

#if canImport(Glibc)
  private let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
  private let fileSizeLimit = RLIMIT_FSIZE
#endif
