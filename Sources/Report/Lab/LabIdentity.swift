/// Who hands a lab report in, and what it is about: what the packets do not tell.
public struct LabIdentity: Hashable, Sendable {
  public var name: String?
  public var id: String?
  public var className: String?
  public var group: String?
  public var lecturer: String?
  /// As it was given: `2025-02-27` is written as the language writes dates, anything else as it stands.
  public var date: String?

  public init() {}
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
