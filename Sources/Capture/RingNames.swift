#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the files of a ring are called, and where they are.
struct RingNames {
  /// "." where the path names none.
  let folder: String
  /// What the path has before the name.
  private let prefix: String
  /// Before the number, and after the time.
  private let stem: String
  private let suffix: String

  init(_ path: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? path
    prefix = String(path.dropLast(name.count))
    folder = prefix.isEmpty ? "." : prefix
    // A name that begins with a dot has no ending there.
    let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
    stem = String(name[..<dot])
    suffix = String(name[dot...])
  }

  /// The path of the file with this number, begun now.
  func path(_ number: Int) -> String {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(Self.digits - digits.count, 0)) + digits
    return prefix + stem + "_" + padded + "_" + Self.stamp() + suffix
  }

  /// The largest number among the files that are there; 0 without any.
  var latestNumber: Int {
    guard let entries = unsafe opendir(folder) else { return 0 }
    defer { unsafe closedir(entries) }
    var latest = 0
    while let entry = unsafe readdir(entries) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = number(of: name) { latest = max(latest, number) }
    }
    return latest
  }

  /// The number in the name of a file of this ring, or one like it.
  func number(of name: String) -> Int? {
    guard name.hasPrefix(stem + "_"), name.hasSuffix(suffix), name.count > stem.count + 1 + suffix.count else {
      return nil
    }
    let parts = name.dropFirst(stem.count + 1).dropLast(suffix.count).split(
      separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count >= Self.digits, parts[1].count == 14,
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), let number = Int(parts[0]), number < .max
    else { return nil }
    return number
  }

  /// Why no file can be created or removed in the folder; nil where it can.
  var obstacle: String? {
    // By the ids that count, which root may have given away meanwhile.
    unsafe faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 ? nil : SystemError.last.description
  }

  private static let digits = 5

  /// The local time, as 20261128151400.
  private static func stamp() -> String {
    var (now, parts) = unsafe (time(nil), tm())
    unsafe localtime_r(&now, &parts)
    var bytes = [CChar](repeating: 0, count: 32)
    unsafe strftime(&bytes, bytes.count, "%Y%m%d%H%M%S", &parts)
    return String(nulTerminated: bytes)
  }
}

/// Tells a file from all others of the machine, whatever it is called.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Nil where there is none.
  init?(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// Removes a file in which nothing is.
func removeFile(ifEmpty path: String) {
  var status = stat()
  if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { _ = removeFile(path) }
}

/// Removes a file.
func removeFile(_ path: String) -> SystemError? { unsafe unlink(path) == 0 ? nil : .last }
