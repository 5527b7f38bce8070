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

  /// Makes sure that files can be made and removed in the folder at `path`, by the user who the process is now; that it is a folder
  /// at all is for the opening of a file to say.
  public static func check(_ path: String) throws(CaptureError) {
    guard unsafe faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0 else { return }
    let error = SystemError.last
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR { return }
    throw .folderNotWritable(path: path, reason: error.description)
  }

  /// The same for the folder that holds the file at `path`.
  public static func check(of path: String) throws(CaptureError) { try check(self.path(of: path)) }

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
