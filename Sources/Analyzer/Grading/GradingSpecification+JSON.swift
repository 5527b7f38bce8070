import Conversations
import Wire

extension GradingSpecification {
  /// Reads a specification from JSON.
  public init(json bytes: [UInt8]) throws(SpecificationError) {
    guard bytes.count <= Self.sizeLimit else {
      throw SpecificationError("", "a specification has at most \(Self.sizeLimit) bytes")
    }
    let object = try SpecificationObject(JSONValue(bytes), at: "")
    try object.allow(["schema", "title", "passAt", "requirements"])
    guard let schema = object["schema"] else { throw object.mismatch("schema", "1") }
    guard schema == .number("\(Self.schema)") else {
      throw SpecificationError("", "schema \(Self.schema) is needed, found \(schema.found)")
    }
    title = try object.text("title")
    guard let items = try object.list("requirements", in: 1...100) else {
      throw object.mismatch("requirements", "a list in []")
    }
    var requirements: [Requirement] = []
    for (place, item) in items.enumerated() {
      let object = try SpecificationObject(item, at: "requirements[\(place)]")
      let taken = Set(requirements.map(\.id))
      let requirement = try Requirement(object, taken: taken)
      guard !taken.contains(requirement.id) else {
        throw object.error("id", "\"\(JSONValue.short(requirement.id))\" is another requirement's already")
      }
      requirements.append(requirement)
    }
    self.requirements = requirements
    let maximum = requirements.map(\.points).sum
    guard maximum > .zero else {
      throw object.error("requirements", "there are no points to get: at least one needs points above 0")
    }
    if let value = object["passAt"] {
      guard case .number(let digits) = value, let points = Points(digits, upTo: maximum) else {
        throw object.error(
          "passAt",
          "points from 0 to \(maximum.text) are needed, which all requirements give together, found \(value.found)")
      }
      passAt = points
    } else {
      passAt = maximum
    }
  }
}

extension Requirement {
  /// What a specification calls each kind.
  enum Word: String, CaseIterable {
    case handshake, echo, close, replies, endpoints
    case noLoss = "no-loss"
    case captured
    case linkType = "link-type"
    case messages, bytes, uncut
    case noRetransmissions = "no-retransmissions"
    case tcpAndUDP = "tcp-and-udp"

    /// The keys that it takes beside those of all.
    var keys: [String] {
      switch self {
      case .handshake, .noRetransmissions: ["port"]
      case .echo: ["protocol", "atLeast", "payload", "partial", "port"]
      case .close: ["by", "port"]
      case .replies: ["atLeast", "partial", "port"]
      case .endpoints: ["protocol", "server", "serverPort", "client", "clientPort"]
      case .noLoss, .uncut, .tcpAndUDP: []
      case .captured: ["after", "before"]
      case .linkType: ["is"]
      case .messages, .bytes: ["protocol", "atLeast", "partial", "port"]
      }
    }
  }

  private enum Closer: String, CaseIterable {
    case client, server, originator, responder, either
  }

  fileprivate init(_ object: SpecificationObject, taken: Set<String>) throws(SpecificationError) {
    guard let word = try object.choice("require", Word.self) else {
      throw object.mismatch("require", "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try object.allow(["require", "points", "id", "title"] + word.keys)
    guard case .number(let digits)? = object["points"], let points = Points(digits) else {
      throw object.mismatch("points", "a number from 0 to 10000 with at most two decimals")
    }
    self.points = points
    title = try object.text("title")
    id = try object.text("id", limit: 100) ?? Self.free(word.rawValue, taken)
    isPartial = try object.flag("partial") ?? false
    port = try object.wholeNumber("port", in: 0...65_535).map { UInt16($0) }
    kind = try Self.kind(word, object)
  }

  private static func free(_ word: String, _ taken: Set<String>) -> String {
    var (name, number) = (word, 1)
    while taken.contains(name) {
      number += 1
      name = "\(word)-\(number)"
    }
    return name
  }

  private static func kind(_ word: Word, _ object: SpecificationObject) throws(SpecificationError) -> Kind {
    let transport = try object.choice("protocol", TransportProtocol.self)
    switch word {
    case .handshake: return .handshake
    case .echo: return .echo(transport, atLeast: try count(object), payload: try payload(object))
    case .close: return .close(by: try closer(object))
    case .replies: return .replies(atLeast: try count(object))
    case .endpoints: return .endpoints(try endpoints(transport, object))
    case .noLoss: return .noLoss
    case .captured: return try captured(object)
    case .linkType: return .linkType(try linkTypes(object))
    case .messages: return .messages(transport, atLeast: try count(object))
    case .bytes: return .bytes(transport, atLeast: try count(object))
    case .uncut: return .uncut
    case .noRetransmissions: return .noRetransmissions
    case .tcpAndUDP: return .bothProtocols
    }
  }

  private static func count(_ object: SpecificationObject) throws(SpecificationError) -> Int {
    try object.wholeNumber("atLeast", in: 1...1_000_000_000) ?? 1
  }

  private static func payload(_ object: SpecificationObject) throws(SpecificationError) -> [UInt8]? {
    guard let text = try object.text("payload", limit: 4_096) else { return nil }
    guard !text.isEmpty else { throw object.error("payload", "the text is empty; leave payload out to allow any") }
    return Array(text.utf8)
  }

  private static func closer(_ object: SpecificationObject) throws(SpecificationError) -> Side? {
    switch try object.choice("by", Closer.self) {
    case .client?, .originator?: .originator
    case .server?, .responder?: .responder
    case .either?, nil: nil
    }
  }

  private static func endpoints(
    _ transport: TransportProtocol?, _ object: SpecificationObject
  ) throws(SpecificationError) -> DemandedEndpoints {
    var demanded = DemandedEndpoints()
    demanded.protocol = transport
    demanded.server = try address("server", object)
    demanded.serverPort = try port("serverPort", object)
    demanded.client = try address("client", object)
    demanded.clientPort = try port("clientPort", object)
    guard demanded.server != nil || demanded.serverPort != nil || demanded.client != nil || demanded.clientPort != nil
    else { throw SpecificationError(object.place, "at least one of server, serverPort, client, clientPort is needed") }
    return demanded
  }

  private static func address(
    _ key: String, _ object: SpecificationObject
  ) throws(SpecificationError) -> DemandedAddresses? {
    guard let text = try object.text(key) else { return nil }
    guard let range = DemandedAddresses(text) else {
      let hint = text.contains(":") && text.contains(".") ? "; its port goes to \(key)Port" : ""
      throw object.error(
        key,
        "an address such as 192.168.10.8, or a network such as 192.168.10.0/24, is needed, found "
          + JSONValue.string(text).found + hint)
    }
    return range
  }

  private static func port(_ key: String, _ object: SpecificationObject) throws(SpecificationError) -> DemandedPorts? {
    switch object[key] {
    case nil: return nil
    case .number(let digits)?:
      if let range = DemandedPorts(digits) { return range }
    case .string(let text)?:
      if let range = DemandedPorts(text) { return range }
    default: break
    }
    throw object.mismatch(key, "a port from 0 to 65535, or a range such as \"49152-65535\",")
  }

  private static func captured(_ object: SpecificationObject) throws(SpecificationError) -> Kind {
    func moment(_ key: String) throws(SpecificationError) -> Timestamp? {
      guard let text = try object.text(key) else { return nil }
      guard let time = Timestamp(written: text) else {
        throw object.error(
          key,
          "a day such as 2026-11-23, or a moment with its offset such as 2026-11-23T07:00:00+07:00, is needed, found "
            + JSONValue.string(text).found)
      }
      return time
    }
    let (after, before) = (try moment("after"), try moment("before"))
    guard after != nil || before != nil else { throw SpecificationError(object.place, "after or before is needed") }
    if let after, let before, after >= before { throw object.error("before", "it lies before after: no time is left") }
    return .captured(after: after, before: before)
  }

  private static func linkTypes(_ object: SpecificationObject) throws(SpecificationError) -> [LinkType] {
    let values: [JSONValue] =
      if case .array? = object["is"] { try object.list("is", in: 1...20) ?? [] } else {
        object["is"].map { [$0] } ?? []
      }
    var types: [LinkType] = []
    for value in values {
      guard let type = linkType(value) else {
        throw object.error(
          "is", "a link type by name, such as Ethernet, or by its number at tcpdump.org is needed, found \(value.found)"
        )
      }
      types.append(type)
    }
    guard !types.isEmpty else { throw object.mismatch("is", "a link type such as \"Ethernet\"") }
    return types
  }

  private static func linkType(_ value: JSONValue) -> LinkType? {
    switch value {
    case .number(let digits): Int32(digits).flatMap { (0...65_535).contains($0) ? LinkType(rawValue: $0) : nil }
    case .string(let text):
      (0...300).map { LinkType(rawValue: $0) }.first { $0.name.lowercased() == text.lowercased() }
    default: nil
    }
  }
}
