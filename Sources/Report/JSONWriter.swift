/// JSON text as bytes (RFC 8259): deterministic, keys in the order they are written.
struct JSONWriter {
  /// Whether the members of a container stand on lines of their own or all on one.
  enum Layout { case lines, inline }

  private struct Container {
    let layout: Layout
    var isEmpty = true
  }

  private var bytes: [UInt8] = []
  private var containers: [Container] = []
  private var followsKey = false

  var count: Int { bytes.count }

  /// Takes what was written so far.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  mutating func beginObject(_ layout: Layout = .lines) { begin("{", layout) }
  mutating func endObject() { end("}") }
  mutating func beginArray(_ layout: Layout = .lines) { begin("[", layout) }
  mutating func endArray() { end("]") }

  /// Keys are ours, and plain.
  mutating func key(_ name: StaticString) {
    beginMember()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    bytes.append(UInt8(ascii: " "))
    followsKey = true
  }

  mutating func value(_ value: String?) {
    guard let value else { return null() }
    beginMember()
    append(quoting: value)
  }

  /// Text that others chose, such as a path, as every format shows it.
  mutating func value(chosen text: String?) { value(text.map { EscapedText($0).text }) }

  mutating func value(_ value: Int?) {
    guard let value else { return null() }
    beginMember()
    bytes.append(decimal: value)
  }

  mutating func value(_ value: Bool?) { literal(value.map { $0 ? "true" : "false" }) }
  /// A number that is already text, such as `0.001250`.
  mutating func value(number: String?) { literal(number) }
  mutating func null() { literal(nil) }
  mutating func endLine() { append("\n") }

  private mutating func literal(_ text: String?) {
    beginMember()
    append(text ?? "null")
  }

  private mutating func begin(_ bracket: String, _ layout: Layout) {
    beginMember()
    append(bracket)
    // What is inside a line stays on it.
    containers.append(Container(layout: containers.last?.layout == .inline ? .inline : layout))
  }

  private mutating func end(_ bracket: String) {
    let container = containers.removeLast()
    if !container.isEmpty { separate(container.layout) }
    append(bracket)
  }

  private mutating func beginMember() {
    if followsKey {
      followsKey = false
      return
    }
    guard let container = containers.last else { return }
    if !container.isEmpty { bytes.append(UInt8(ascii: ",")) }
    containers[containers.count - 1].isEmpty = false
    separate(container.layout)
  }

  private mutating func separate(_ layout: Layout) {
    switch layout {
    case .inline: bytes.append(UInt8(ascii: " "))
    case .lines:
      bytes.append(UInt8(ascii: "\n"))
      for _ in 0..<containers.count * 2 { bytes.append(UInt8(ascii: " ")) }
    }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func append(quoting text: String) {
    // Most of it is keys and numbers: nothing to escape.
    let isPlain = text.utf8.allSatisfy {
      (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain {
      bytes.append(UInt8(ascii: "\""))
      append(text)
      bytes.append(UInt8(ascii: "\""))
      return
    }
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      // Who looks at JSON in a terminal sees what a program reads: the value stays the same.
      case _ where EscapedText.isRefused(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        }
      default: append(String(scalar))
      }
    }
    append("\"")
  }
}

extension JSONWriter {
  mutating func field(_ key: StaticString, _ value: String?) { self.key(key); self.value(value) }
  /// Text that others chose, such as a path, as every format shows it.
  mutating func field(_ key: StaticString, chosen text: String?) { self.key(key); value(chosen: text) }
  mutating func field(_ key: StaticString, _ value: Int?) { self.key(key); self.value(value) }
  mutating func field(_ key: StaticString, _ value: Bool?) { self.key(key); self.value(value) }
  mutating func field(_ key: StaticString, number: String?) { self.key(key); value(number: number) }
  mutating func null(_ key: StaticString) { self.key(key); null() }

  mutating func field(_ key: StaticString, _ values: [Int]) {
    self.key(key)
    beginArray(.inline)
    for each in values { value(each) }
    endArray()
  }

  /// An object under `key`.
  mutating func object(_ key: StaticString, _ layout: Layout = .lines, _ body: (inout JSONWriter) -> Void) {
    self.key(key)
    object(layout, body)
  }

  mutating func object(_ layout: Layout = .lines, _ body: (inout JSONWriter) -> Void) {
    beginObject(layout)
    body(&self)
    endObject()
  }

  /// An array under `key`, with what `body` writes for each of `items`.
  mutating func array<Item>(
    _ key: StaticString, _ items: some Sequence<Item>, _ body: (inout JSONWriter, Item) -> Void
  ) {
    self.key(key)
    beginArray()
    for item in items { body(&self, item) }
    endArray()
  }
}
