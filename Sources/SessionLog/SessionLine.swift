import Wire

/// A line of a session log as text: one JSON object (RFC 8259), keys in a fixed order, what is unknown left out.
public struct SessionLine {
  /// With its line end.
  public private(set) var text = "{"
  private var isEmpty = true

  public init(_ header: SessionHeader) {
    add("schema", header.schema)
    add("program", header.program)
    add("role", header.role.rawValue)
    add("protocol", header.protocol.rawValue)
    add("process", Int(header.process))
    text += "}\n"
  }

  public init(_ event: SessionEvent) {
    add("event", event.event.rawValue)
    add("socket", event.socket)
    add("calledAt", Int(event.calledAt))
    add("returnedAt", event.returnedAt.map { Int($0) })
    add("local", event.local)
    add("remote", event.remote)
    add("offset", event.offset)
    add("bytes", event.bytes)
    add("listener", event.listener)
    add("backlog", event.backlog)
    if let isReset = event.isReset { add("reset", raw: isReset ? "true" : "false") }
    add("errno", event.errno.map { Int($0) })
    add("error", event.error)
    add("fault", event.fault)
    if let info = event.tcpInfo {
      open("tcpInfo")
      add("rttMicroseconds", info.rttMicroseconds)
      add("rttVariationMicroseconds", info.rttVariationMicroseconds)
      add("retransmissions", info.retransmissions)
      add("congestionWindow", info.congestionWindow)
      add("sendMSS", info.sendMSS)
      text += "}"
    }
    text += "}\n"
  }

  private mutating func add(_ key: String, raw value: String) {
    if !isEmpty { text += "," }
    isEmpty = false
    text += "\"\(key)\":\(value)"
  }

  private mutating func add(_ key: String, _ value: Int?) {
    if let value { add(key, raw: "\(value)") }
  }

  private mutating func add(_ key: String, _ value: String?) {
    guard let value else { return }
    // Names, and the system's words for an error, which come from a locale.
    var quoted = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..."\u{1f}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    add(key, raw: quoted + "\"")
  }

  private mutating func add(_ key: String, _ value: Endpoint?) {
    guard let value else { return }
    open(key)
    add("address", raw: "\"\(value.address)\"")
    add("port", Int(value.port))
    text += "}"
  }

  /// Begins an object under `key`; whoever opens it closes it.
  private mutating func open(_ key: String) {
    add(key, raw: "{")
    isEmpty = true
  }
}
