#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What others may have put in the way, in a folder that everybody may write, such as /tmp.
///
/// These are Linux's own rules, `protected_symlinks`, `protected_regular` and `protected_fifos` (proc_sys_fs(5)), which are
/// not switched on everywhere; and they hold without the sticky bit too.
enum SharedFolder {
  /// The first link on the way to `path`, or at its end, that is somebody else's in such a folder.
  static func strangersLink(on path: String) -> String? {
    let isAbsolute = path.hasPrefix("/")
    var (folder, part) = (isAbsolute ? "/" : ".", "")
    for name in path.split(separator: "/") {
      part += isAbsolute || !part.isEmpty ? "/\(name)" : name
      guard let status = status(ofLink: part) else { return nil }
      if status.st_mode & S_IFMT == S_IFLNK, isStrangers(status, in: folder) { return part }
      folder = part
    }
    return nil
  }

  /// Whether the file at `path` is one that somebody else has put there for us to fall into.
  static func isStrangersFile(_ path: String, _ status: stat) -> Bool {
    let kind = status.st_mode & S_IFMT
    return (kind == S_IFREG || kind == S_IFIFO) && isStrangers(status, in: OutputFolder.path(of: path))
  }

  /// What is at `path` itself; nil where nothing is.
  static func status(ofLink path: String) -> stat? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status : nil
  }

  /// The owner of the folder could do anything with it.
  private static func isStrangers(_ entry: stat, in folder: String) -> Bool {
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else { return false }
    return status.st_mode & S_IWOTH != 0 && entry.st_uid != geteuid() && entry.st_uid != status.st_uid
  }
}
