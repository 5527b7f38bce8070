#if os(Linux)
  import CLinux
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The rights that a process has beyond its user's, and how it gives them up for good.
///
/// ```swift
/// let privileges = try Privileges()
/// let capture = try LiveCapture(interface: "eth0")
/// try privileges.drop()
/// ```
///
/// Started by root it becomes the user who called sudo, or the one that is named; else it stays root and loses root's
/// capabilities. Started with file capabilities it loses those. All of it is done by the main thread, before there is any other:
/// most of these calls concern one thread alone, and others would keep what it has lost.
public struct Privileges: Sendable {
  /// Who the process becomes; nil where it stays who it is.
  public let user: ProcessUser?
  /// It stays root because nobody said who else it is to be.
  public let staysRootUnasked: Bool
  /// What the user may not do may be done as root meanwhile: root itself has asked for it.
  let isRootsOwn: Bool

  /// Finds out who the process is to be. Nothing is changed yet.
  ///
  /// - Parameter wish: NAME, UID, NAME:GID or UID:GID; nil for the user who called sudo. Its variables count only where the
  ///   process was started by root.
  public init(user wish: String? = nil) throws(CaptureError) {
    let (real, effective) = (getuid(), geteuid())
    var wanted: ProcessUser?
    if let wish { wanted = try ProcessUser(wish) }
    isRootsOwn = real == 0 && effective == 0
    if isRootsOwn {
      let isAsked = wanted != nil
      if wanted == nil {
        wanted = try ProcessUser(sudoUserID: Self.variable("SUDO_UID"), sudoGroupID: Self.variable("SUDO_GID"))
      }
      user = wanted?.userID == 0 ? nil : wanted
      staysRootUnasked = !isAsked && user == nil
    } else {
      if let wish, wanted?.userID != real { throw .cannotBecomeUser(wish) }
      // The set-user-ID bit gave root's rights to somebody: files are to be opened with the caller's own.
      user = effective == 0 ? ProcessUser(callerOf: real, getgid()) : nil
      staysRootUnasked = false
    }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

extension Privileges {
  /// Does something as the user, who may do less, and is root again afterwards.
  func asUser<Result>(_ body: () -> Result) throws(CaptureError) -> Result {
    guard let user else { return body() }
    // What the groups allow is not to be root's.
    try Self.setGroups(user.groups)
    try Self.check("setegid", setegid(user.groupID))
    try Self.check("seteuid", seteuid(user.userID))
    let result = body()
    try Self.check("seteuid", seteuid(0))
    try Self.check("setegid", setegid(getgid()))
    return result
  }

  /// Gives up everything, and makes sure that it is gone. To be called once, before a second thread exists.
  ///
  /// - Throws: ``CaptureError/cannotDropPrivileges(step:reason:)``; the process must then not go on.
  public func drop() throws(CaptureError) {
    #if os(Linux)
      let before = try Self.status()
      let hasRights = isRootsOwn || user != nil || before.capabilities("CapPrm") != 0
      // Where nothing is to be lost, a place without /proc/self/task may do without.
      if hasRights { try Self.checkThreads() }
      try Self.emptyBoundingSet(before)
      // Kernels before 4.3 have no such set.
      let ambient = clinux_clear_ambient_set()
      if ambient != EINVAL { try Self.checkNumber("clearing the ambient capabilities", ambient) }
    #endif
    if let user {
      try Self.setGroups(user.groups)
      // With root's rights they set the real, the effective and the saved one.
      try Self.check("setgid", setgid(user.groupID))
      try Self.check("setuid", setuid(user.userID))
    }
    #if os(Linux)
      try Self.checkNumber("capset", clinux_clear_capabilities())
      try Self.checkNumber("no_new_privs", clinux_set_no_new_privileges())
    #endif
    try verify()
  }

  private static func setGroups(_ groups: [UInt32]) throws(CaptureError) {
    #if canImport(Darwin)
      // More than these the kernel does not take.
      try check("setgroups", unsafe setgroups(Int32(min(groups.count, Int(NGROUPS_MAX))), groups))
    #else
      try check("setgroups", unsafe setgroups(groups.count, groups))
    #endif
  }

  private func verify() throws(CaptureError) {
    let (id, group) = (user?.userID ?? getuid(), user?.groupID ?? getgid())
    if id != 0, setuid(0) == 0 {
      throw .cannotDropPrivileges(step: "setuid", reason: "the process can still become root")
    }
    #if os(Linux)
      let status = try Self.status()
      func make(sure isSo: Bool, _ step: String) throws(CaptureError) {
        guard isSo else { throw .cannotDropPrivileges(step: step, reason: "it had no effect") }
      }
      try make(sure: status.userIDs == [UInt32](repeating: id, count: 4), "setuid")
      try make(sure: status.groupIDs == [UInt32](repeating: group, count: 4), "setgid")
      if let user { try make(sure: Set(status.groups) == Set(user.groups), "setgroups") }
      for field in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { try make(sure: status.capabilities(field) == 0, field) }
      try make(sure: status.hasNoNewPrivileges, "no_new_privs")
    #else
      if getuid() != id || geteuid() != id || getgid() != group || getegid() != group {
        throw .cannotDropPrivileges(step: "setuid", reason: "it had no effect")
      }
    #endif
  }

  private static func check(_ step: String, _ result: Int32) throws(CaptureError) {
    guard result == 0 else { throw .cannotDropPrivileges(step: step, reason: SystemError.last.description) }
  }
}

#if os(Linux)
  extension Privileges {
    private static func checkNumber(_ step: String, _ error: Int32) throws(CaptureError) {
      guard error == 0 else { throw .cannotDropPrivileges(step: step, reason: SystemError(code: error).description) }
    }

    private static func status() throws(CaptureError) -> ProcessStatus {
      do throws(SystemError) {
        return try ProcessStatus()
      } catch {
        throw .cannotDropPrivileges(step: "reading /proc/self/status", reason: error.description)
      }
    }

    private static func checkThreads() throws(CaptureError) {
      let count: Int
      do throws(SystemError) {
        count = try ProcessStatus.threadCount()
      } catch {
        throw .cannotDropPrivileges(step: "reading /proc/self/task", reason: error.description)
      }
      guard count == 1 else {
        throw .cannotDropPrivileges(
          step: "counting threads", reason: "there are \(count), which is a fault of this program")
      }
    }

    /// Takes every capability out of what programs started from here could ever get. Who may not do that, such as a user with
    /// file capabilities, keeps the set; without new privileges it gives nothing.
    private static func emptyBoundingSet(_ status: ProcessStatus) throws(CaptureError) {
      guard status.capabilities("CapEff") & 1 << UInt64(CAP_SETPCAP) != 0 else { return }
      let last: Int32
      do throws(SystemError) {
        last = try ProcessStatus.lastCapability()
      } catch {
        throw .cannotDropPrivileges(step: "reading /proc/sys/kernel/cap_last_cap", reason: error.description)
      }
      for capability in 0...last {
        try checkNumber("taking capability \(capability) away", clinux_drop_from_bounding_set(capability))
      }
      guard try Self.status().capabilities("CapBnd") == 0 else {
        throw .cannotDropPrivileges(step: "emptying the bounding set", reason: "it had no effect")
      }
    }
  }
#endif
