import ArgumentParser
import Capture
import SystemPackage
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What only the system knows; the one file of the tool that calls C.

/// How far the clocks of this machine's time zone were ahead of UTC at `time`, in seconds.
func secondsEastOfUTC(_ time: Timestamp) -> Int {
  var seconds = time_t(time.nanoseconds / 1_000_000_000)
  var parts = unsafe tm()
  guard unsafe localtime_r(&seconds, &parts) != nil else { return 0 }
  return unsafe parts.tm_gmtoff
}

/// Whether standard input is a pipe or a socket: someone may still be writing to it.
func isStandardInputPipe() -> Bool {
  var status = stat()
  guard unsafe fstat(0, &status) == 0 else { return false }
  let kind = status.st_mode & S_IFMT
  return kind == S_IFIFO || kind == S_IFSOCK
}

extension StandardStream {
  /// Whether someone sees it.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Columns of the terminal that it goes to, now; nil when it is none.
  var terminalWidth: Int? {
    var size = winsize()
    guard isTerminal, unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// Writes what can be written of `bytes`; a signal ends the waiting.
func writeToStandardOutput(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
  do {
    return unsafe try bytes.withUnsafeBytes {
      unsafe try FileDescriptor.standardOutput.write($0, retryOnInterrupt: false)
    }
  } catch {
    throw error as? Errno ?? .ioError
  }
}

/// Fills descriptors 0 to 2 where the caller closed them: the next socket or file would be taken for what it is not.
/// Reading or writing them remains an error.
func occupyStandardDescriptors() {
  for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
    // The lowest free number, which is this one.
    _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
  }
}

/// Whether someone types standard input.
func isStandardInputTerminal() -> Bool { isatty(0) == 1 }

/// Throws away what was typed and not read: the shell would take it for a command.
func forgetTypedInput() { tcflush(0, TCIFLUSH) }

/// Ctrl-\ ends the process as the user means it; the runtime of Swift would print a report of a crash.
func restoreQuit() {
  // What the caller had ignored, as shells do for what runs in the background, stays so.
  let earlier = signal(SIGQUIT, SIG_DFL)
  if unsafe unsafeBitCast(earlier, to: Int.self) == 1 { _ = signal(SIGQUIT, earlier) }
}

/// Opens a file to be read by its descriptor; one that cannot be opened is told, and ends the command.
func openForReading(_ path: String) throws -> Int32 {
  do {
    return try FileDescriptor.open(FilePath(path), .readOnly).rawValue
  } catch {
    tell("echo-analyze: \(path) cannot be read: \(error)")
    throw ExitCode(ExitStatus.failed.rawValue)
  }
}

/// Opens a file to be written from its beginning. One that cannot be made is told, and ends the command.
func openForWriting(
  _ path: String, overwrite: Bool, readers: OutputFile.Readers, privileges: Privileges? = nil
) throws -> FileDescriptor {
  do throws(CaptureError) {
    return FileDescriptor(
      rawValue: try OutputFile.open(path, overwrite: overwrite, readers: readers, privileges: privileges))
  } catch {
    switch error {
    case _ where isFolder(atPath: path): tell("echo-analyze: \(path) cannot be written: it is a folder")
    case .fileExists: tell("echo-analyze: \(path) cannot be written: it exists already; --force overwrites it")
    case .cannotCreate(_, let reason): tell("echo-analyze: \(path) cannot be written: \(reason)")
    default: tell("echo-analyze: \(error)")
    }
    throw ExitCode(ExitStatus.failed.rawValue)
  }
}

/// Whether there is a file at `path`.
func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// Does nothing for a while; a signal ends it.
func pause(_ time: Duration) { _ = usleep(UInt32(clamping: Int64(time / .microseconds(1)))) }

/// Whether it is a file on a disk, and no pipe or device.
func isRegularFile(_ file: FileDescriptor) -> Bool {
  var status = stat()
  return unsafe fstat(file.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Writing where nobody reads any more becomes an error, and ends the process no more.
func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

/// Writing where nobody reads any more ends the process, quietly.
func restoreBrokenPipes() { _ = signal(SIGPIPE, SIG_DFL) }

/// This process's number.
func processNumber() -> Int32 { getpid() }

/// Whether the user, or the terminal, wants no colours (https://no-color.org).
func refusesColours() -> Bool {
  if isTerminalDumb() { return true }
  guard let refusal = unsafe getenv("NO_COLOR") else { return false }
  return unsafe refusal.pointee != 0
}

/// Whether the terminal would show escape sequences instead of obeying them.
func isTerminalDumb() -> Bool {
  guard let name = unsafe getenv("TERM") else { return false }
  return unsafe String(cString: name) == "dumb"
}

/// All bytes of a file; of standard input for `-`.
func contents(of path: String) throws(Errno) -> [UInt8] {
  var bytes: [UInt8] = []
  try forEachPiece(of: path) { bytes += $0 }
  return bytes
}

/// Passes on what a file holds, 64 KiB at a time at most; what standard input does for `-`.
func forEachPiece(of path: String, _ body: (ArraySlice<UInt8>) -> Void) throws(Errno) {
  try readPieces(
    of: path,
    while: { piece in
      body(piece)
      return true
    })
}

/// The same as long as `body` wants more.
func readPieces(of path: String, while body: (ArraySlice<UInt8>) -> Bool) throws(Errno) {
  do {
    let file = path == "-" ? FileDescriptor.standardInput : try FileDescriptor.open(FilePath(path), .readOnly)
    defer { if path != "-" { try? file.close() } }
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe try piece.withUnsafeMutableBytes { unsafe try file.read(into: $0) }
      if count == 0 || !body(piece[..<count]) { return }
    }
  } catch {
    throw error as? Errno ?? .ioError
  }
}

/// Both paths lead to one file.
func isSameFile(_ first: String, _ second: String) -> Bool {
  var (one, other) = (stat(), stat())
  guard unsafe stat(first, &one) == 0, unsafe stat(second, &other) == 0 else { return false }
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino
}

/// The path leads to a file that can be read again from its beginning: no pipe, no terminal.
func isRegularFile(atPath path: String) -> Bool { kind(ofFileAtPath: path) == S_IFREG }

func isFolder(atPath path: String) -> Bool { kind(ofFileAtPath: path) == S_IFDIR }

/// The names of what is in a folder; none of a folder that cannot be read.
func names(inFolder path: String) -> [String] {
  guard let folder = unsafe opendir(path) else { return [] }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    names.append(name)
  }
  return names
}

private func kind(ofFileAtPath path: String) -> mode_t? {
  var status = stat()
  return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
}
