public import Conversations

/// What a report says of one conversation: who talked with whom.
public struct Declaration: Hashable, Sendable {
  /// What the report calls it; nil where it has no name.
  public let label: String?
  /// Nil where none is declared: any.
  public let `protocol`: TransportProtocol?
  /// Nil where it is not declared.
  public let server: DeclaredEnd?
  public let client: DeclaredEnd?

  /// Bytes of a file of declarations that is read.
  public static var sizeLimit: Int { 1_048_576 }
}

extension Declaration {
  /// Reads a list of declarations from JSON.
  public static func list(json bytes: [UInt8]) throws(SpecificationError) -> [Declaration] {
    guard bytes.count <= sizeLimit else {
      throw SpecificationError("", "a list of endpoints has at most \(sizeLimit) bytes")
    }
    let value = try JSONValue(bytes)
    guard case .array(let items) = value else {
      throw SpecificationError("", "a list in [] is needed, found \(value.found)")
    }
    guard (1...200).contains(items.count) else {
      throw SpecificationError("", "a list of 1 to 200 endpoints is needed, found \(items.count)")
    }
    var declarations: [Declaration] = []
    for (place, item) in items.enumerated() {
      declarations.append(try Declaration(SpecificationObject(item, at: "[\(place)]")))
    }
    return declarations
  }

  private init(_ object: SpecificationObject) throws(SpecificationError) {
    try object.allow(["label", "protocol", "server", "client"])
    label = try object.text("label")
    `protocol` = try object.choice("protocol", TransportProtocol.self)
    server = try Self.end("server", object)
    client = try Self.end("client", object)
    guard server != nil || client != nil else { throw SpecificationError(object.place, "server or client is needed") }
  }

  private static func end(_ key: String, _ object: SpecificationObject) throws(SpecificationError) -> DeclaredEnd? {
    switch object[key] {
    case nil: return nil
    case .string?: return try object.text(key).map { DeclaredEnd($0) }
    case .object?: break
    default: throw object.mismatch(key, "a text such as \"192.168.10.8:12345\", or an object with address and port,")
    }
    let end = try SpecificationObject(object[key] ?? .null, at: object.place(of: key))
    try end.allow(["address", "port"])
    let address = try end.text("address") ?? ""
    guard end.has("address") || end.has("port") else {
      throw SpecificationError(end.place, "address or port is needed")
    }
    let port: String?
    switch end["port"] {
    case nil: port = nil
    case .number(let digits)?: port = digits
    case .string(let text)?: port = text
    default: throw end.mismatch("port", "a number")
    }
    return DeclaredEnd(text: address + (port.map { ":\($0)" } ?? ""), address: address, port: port)
  }
}
