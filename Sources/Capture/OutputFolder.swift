#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folders that files are made in.
public enum OutputFolder {
  /// Makes a folder where there is none. With `privileges` that are still to be dropped it is made as the user whom the process
  /// will be; where that user may not, root makes it and gives it to the user.
  public static func make(_ path: String, privileges: Privileges? = nil) throws(CaptureError) {
    func attempt() -> Int32 { unsafe mkdir(path, 0o777) == 0 ? 0 : errno }
    var code = try privileges?.asUser(attempt) ?? attempt()
    if code == EACCES, let user = privileges?.user, privileges?.isRootsOwn == true {
      code = attempt()
      if code == 0 { code = give(path, to: user) }
    }
    guard code == 0 || code == EEXIST else {
      throw .cannotMakeFolder(path: path, reason: SystemError(code: code).description)
    }
  }

  /// The folder that holds the file at `path`.
  static func path(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// By a descriptor, and only what is root's: another folder may have been put in its place.
  private static func give(_ path: String, to user: ProcessUser) -> Int32 {
    let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { return errno }
    defer { _ = close(number) }
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { return errno }
    guard status.st_uid == geteuid() else { return EPERM }
    return fchown(number, user.userID, user.groupID) == 0 ? 0 : errno
  }
}
