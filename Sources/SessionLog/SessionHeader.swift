/// The first line of a session log: whose it is.
public struct SessionHeader: Hashable, Sendable, Codable {
  public enum Role: String, Hashable, Sendable, Codable { case server, client }
  public enum Transport: String, Hashable, Sendable, Codable { case tcp, udp }

  /// The version of the format, which this page describes.
  public static var currentSchema: Int { 1 }

  public let schema: Int
  /// The program and its version.
  public let program: String
  public let role: Role
  public let `protocol`: Transport
  /// The process's number.
  public let process: Int32

  public init(program: String, role: Role, protocol: Transport, process: Int32) {
    schema = Self.currentSchema
    self.program = program
    self.role = role
    self.protocol = `protocol`
    self.process = process
  }
}
