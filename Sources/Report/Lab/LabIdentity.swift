/// Who hands a lab report in, and what it is about: what the packets do not tell.
public struct LabIdentity: Hashable, Sendable {
  public var course: String?
  public var name: String?
  public var id: String?
  public var className: String?
  public var group: String?
  public var lecturer: String?
  /// As it was given: `2025-02-27` is written as the language writes dates, anything else as it stands.
  public var date: String?

  public init() {}

  /// It has the form of `2025-02-27`, and there is no such day.
  public static func isImpossible(date: String) -> Bool {
    guard let (year, month, day) = parts(of: date) else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return !(1...12).contains(month) || !(1...days[month - 1]).contains(day)
  }

  /// Year, month and day of `2025-02-27`; nil of anything else.
  static func parts(of date: String) -> (year: Int, month: Int, day: Int)? {
    let parts = date.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    return (year, month, day)
  }
}

/// A capture file by its contents.
public struct CaptureDigest: Hashable, Sendable {
  public let path: String
  /// Nil of what cannot be read twice, such as standard input.
  public let sha256: String?

  public init(path: String, sha256: String?) {
    self.path = path
    self.sha256 = sha256
  }
}
