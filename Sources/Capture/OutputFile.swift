#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How files are made, so that nobody else decides where bytes go.
public enum OutputFile {
  /// Who may read a new file.
  public enum Readers: Sendable {
    /// For what holds payloads, or tells of them.
    case owner
    /// For what is made to be passed on, unless the umask forbids it.
    case everybody
  }

  /// Opens the file at `path` to be written from its beginning, and returns its descriptor. A new one is never put where a link
  /// leads. One that exists is an error unless it may be overwritten; then pipes, devices and links will do, but not what
  /// somebody else has put into a folder that everybody may write.
  ///
  /// With `privileges` that are still to be dropped, it is opened as the user whom the process will be. Where that user may not,
  /// root opens it, and a regular file that is new or root's is given to the user.
  public static func open(
    _ path: String, overwrite: Bool, readers: Readers, privileges: Privileges? = nil
  ) throws(CaptureError) -> Int32 {
    func attempt() -> Result<Int32, Refusal> { self.attempt(path, overwrite, readers) }
    var outcome = try privileges?.asUser(attempt) ?? attempt()
    if case .failure(.system(SystemError(code: EACCES))) = outcome, let user = privileges?.user,
      privileges?.isRootsOwn == true
    {
      outcome = attempt()
      if case .success(let number) = outcome { try give(number, path, to: user) }
    }
    switch outcome {
    case .success(let number): return number
    case .failure(.system(let error)): throw .cannotCreate(path: path, reason: error.description)
    case .failure(.known(let error)): throw error
    }
  }

  private enum Refusal: Error {
    case system(SystemError)
    case known(CaptureError)
  }

  /// By the descriptor: what the path leads to may be another file by now.
  private static func give(_ number: Int32, _ path: String, to user: ProcessUser) throws(CaptureError) {
    var status = stat()
    // A device stays the machine's, and what another user's was before stays theirs.
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
      return
    }
    guard fchown(number, user.userID, user.groupID) != 0 else { return }
    let reason = SystemError.last.description
    _ = close(number)
    throw .cannotCreate(path: path, reason: "it cannot be given to \(user): \(reason)")
  }

  private static func attempt(_ path: String, _ overwrite: Bool, _ readers: Readers) -> Result<Int32, Refusal> {
    if let link = SharedFolder.strangersLink(on: path) { return .failure(.known(.linkOfAnother(path: link))) }
    let new = openFile(path, O_EXCL | O_NOFOLLOW, readers)
    if new >= 0 { return .success(new) }
    let error = SystemError.last
    guard error.code == EEXIST else { return .failure(.system(error)) }
    let there = SharedFolder.status(ofLink: path)
    if let there, SharedFolder.isStrangersFile(path, there) { return .failure(.known(.fileOfAnother(path: path))) }
    guard overwrite else { return .failure(.known(.fileExists(path: path))) }
    let isLink = there.map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
    let number = openFile(path, isLink ? 0 : O_NOFOLLOW, readers)
    guard number >= 0 else { return .failure(.system(.last)) }
    if let refusal = empty(number, isLink ? nil : path) {
      _ = close(number)
      return .failure(refusal)
    }
    return .success(number)
  }

  /// Empties a file once it is certain what it is: at `path`, unless a link led to it, it may have been exchanged since.
  private static func empty(_ number: Int32, _ path: String?) -> Refusal? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { return .system(.last) }
    if let path, SharedFolder.isStrangersFile(path, status) { return .known(.fileOfAnother(path: path)) }
    guard status.st_mode & S_IFMT == S_IFREG, ftruncate(number, 0) != 0 else { return nil }
    return .system(.last)
  }

  private static func openFile(_ path: String, _ flags: Int32, _ readers: Readers) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | flags
    let permissions: mode_t = readers == .owner ? 0o600 : 0o644
    #if canImport(Glibc)
      return unsafe Glibc.open(path, flags, permissions)
    #elseif canImport(Musl)
      return unsafe Musl.open(path, flags, permissions)
    #else
      return unsafe Darwin.open(path, flags, permissions)
    #endif
  }
}
