#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #else
    import Musl
  #endif

  /// What the kernel says of this process's main thread (proc(5)): the only word that counts on who it is and what it may.
  struct ProcessStatus {
    private let fields: [Substring: Substring]

    init() throws(SystemError) {
      var fields: [Substring: Substring] = [:]
      for line in try Self.contents(of: "/proc/self/status").split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2 { fields[parts[0]] = parts[1] }
      }
      self.fields = fields
    }

    /// Real, effective, saved and that of the file system.
    var userIDs: [UInt32] { numbers("Uid") }
    var groupIDs: [UInt32] { numbers("Gid") }
    /// The supplementary groups.
    var groups: [UInt32] { numbers("Groups") }
    var hasNoNewPrivileges: Bool { numbers("NoNewPrivs") == [1] }

    /// A set of capabilities, a bit each. One that an old kernel does not know is empty.
    func capabilities(_ field: String) -> UInt64 {
      guard let text = fields[Substring(field)] else { return 0 }
      return UInt64(text.filter { !$0.isWhitespace }, radix: 16) ?? .max
    }

    private func numbers(_ field: String) -> [UInt32] {
      (fields[Substring(field)] ?? "").split { $0 == "\t" || $0 == " " }.compactMap { UInt32($0) }
    }

    /// How many threads there are.
    static func threadCount() throws(SystemError) -> Int {
      guard let folder = unsafe opendir("/proc/self/task") else { throw .last }
      defer { unsafe closedir(folder) }
      var count = 0
      while let entry = unsafe readdir(folder) {
        let isThread = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in unsafe name[0] != UInt8(ascii: ".") }
        if isThread { count += 1 }
      }
      return count
    }

    /// The number of the last capability that this kernel has.
    static func lastCapability() throws(SystemError) -> Int32 {
      let text = try contents(of: "/proc/sys/kernel/cap_last_cap").filter(\.isNumber)
      guard let last = Int32(text), (0...63).contains(last) else { throw SystemError(code: EINVAL) }
      return last
    }

    private static func contents(of path: String) throws(SystemError) -> String {
      let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard file >= 0 else { throw .last }
      defer { close(file) }
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = unsafe read(file, &piece, piece.count)
        if count < 0 {
          let error = SystemError.last
          if error.code == EINTR { continue }
          throw error
        }
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += piece[..<count]
      }
    }
  }
#endif
