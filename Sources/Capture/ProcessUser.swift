#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A user of this machine that a process can be.
public struct ProcessUser: Hashable, Sendable, CustomStringConvertible {
  /// Nil for a number that no account has.
  public let name: String?
  public let userID: UInt32
  public let groupID: UInt32
  /// The supplementary groups; none for a number that no account has.
  public let groups: [UInt32]

  public var description: String { name ?? "\(userID)" }

  /// The user that `text` names: NAME or UID, each also with :GID, which is then used in place of the account's own group.
  public init(_ text: String) throws(CaptureError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let number = Self.number(parts[0])
    guard let account = number.map(Account.init(number:)) ?? Account(name: String(parts[0])) else {
      guard let number else { throw .unknownUser(text) }
      guard parts.count == 2, let group = Self.number(parts[1]) else { throw .userWithoutGroup(text) }
      self.init(nil, number, group)
      return
    }
    var group = account.groupID
    if parts.count == 2 {
      guard let other = Self.number(parts[1]) else { throw .unknownUser(text) }
      group = other
    }
    self.init(account.name, account.userID, group)
  }

  /// Who called sudo, by its variables; nil where it was not called, or by root.
  ///
  /// What is no number of a user is an error, and no reason to stay root.
  init?(sudoUserID: String?, sudoGroupID: String?) throws(CaptureError) {
    guard let sudoUserID else { return nil }
    guard let user = Self.number(sudoUserID[...]) else {
      throw .invalidSudoVariable(name: "SUDO_UID", value: sudoUserID)
    }
    guard user != 0 else { return nil }
    let account = Account(number: user)
    guard let sudoGroupID else {
      guard let account else { throw .userWithoutGroup(sudoUserID) }
      self.init(account.name, user, account.groupID)
      return
    }
    guard let group = Self.number(sudoGroupID[...]) else {
      throw .invalidSudoVariable(name: "SUDO_GID", value: sudoGroupID)
    }
    self.init(account?.name, user, group)
  }

  private init(_ name: String?, _ userID: UInt32, _ groupID: UInt32) {
    self.name = name
    self.userID = userID
    self.groupID = groupID
    groups = name.map { Self.groups(of: $0, groupID) } ?? []
  }

  /// Who called a program that has root's rights by its set-user-ID bit. Its groups are the caller's already.
  init(callerOf userID: uid_t, _ groupID: gid_t) {
    name = Account(number: userID)?.name
    self.userID = userID
    self.groupID = groupID
    var groups = [gid_t](repeating: 0, count: Int(max(getgroups(0, nil), 0)))
    let count = unsafe getgroups(Int32(groups.count), &groups)
    self.groups = Array(groups.prefix(Int(max(count, 0))))
  }

  /// Digits alone, and not the number that means "no change" to the kernel.
  private static func number(_ text: Substring) -> UInt32? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = UInt32(text), number != .max
    else { return nil }
    return number
  }

  /// A line of the table of accounts.
  private struct Account {
    let name: String
    let userID: UInt32
    let groupID: UInt32

    init?(name: String) {
      guard !name.isEmpty, let entry = unsafe getpwnam(name)?.pointee else { return nil }
      unsafe self.init(entry)
    }

    init?(number: UInt32) {
      guard let entry = unsafe getpwuid(number)?.pointee else { return nil }
      unsafe self.init(entry)
    }

    private init(_ entry: passwd) {
      name = unsafe String(cString: entry.pw_name)
      userID = unsafe entry.pw_uid
      groupID = unsafe entry.pw_gid
    }
  }

  /// The kernel's limit on Linux; a table with more for one user is wrong.
  private static let groupLimit = 65_536

  private static func groups(of name: String, _ group: UInt32) -> [UInt32] {
    var capacity = 64
    while capacity <= groupLimit {
      var count = Int32(capacity)
      #if canImport(Darwin)
        var groups = [Int32](repeating: 0, count: capacity)
        let status = unsafe getgrouplist(name, Int32(bitPattern: group), &groups, &count)
      #else
        var groups = [gid_t](repeating: 0, count: capacity)
        let status = unsafe getgrouplist(name, group, &groups, &count)
      #endif
      if status >= 0 { return groups.prefix(Int(max(count, 0))).map { UInt32(truncatingIfNeeded: $0) } }
      capacity *= 4
    }
    return []
  }
}
