import Wire

/// An object of a file that somebody wrote by hand: each value is read as what it has to be, and an error names its place.
struct SpecificationObject {
  /// Such as `requirements[2]`; empty for the outermost.
  let place: String
  private let members: [String: JSONValue]

  init(_ value: JSONValue, at place: String) throws(SpecificationError) {
    guard case .object(let members) = value else {
      throw SpecificationError(place, "an object in {} is needed, found \(value.found)")
    }
    self.place = place
    self.members = members
  }

  /// Refuses keys that mean nothing: they are mistyped, and what they were to say would be passed over.
  func allow(_ keys: [String]) throws(SpecificationError) {
    guard let unknown = members.keys.filter({ !keys.contains($0) }).min() else { return }
    let near = keys.first { $0.lowercased() == unknown.lowercased() || Spelling.isNear($0, unknown) }
    throw SpecificationError(
      place(of: JSONValue.short(unknown)),
      "there is no such key here"
        + (near.map { "; did you mean \($0)?" } ?? "; there are \(keys.joined(separator: ", "))"))
  }

  func place(of key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  func has(_ key: String) -> Bool { members[key] != nil }

  subscript(_ key: String) -> JSONValue? { members[key] }

  func error(_ key: String, _ reason: String) -> SpecificationError { SpecificationError(place(of: key), reason) }

  /// What a key has to hold, and what it holds.
  func mismatch(_ key: String, _ needed: String) -> SpecificationError {
    error(
      key, members[key].map { "\(needed) is needed, found \($0.found)" } ?? "\(needed) is needed, and it is missing")
  }

  func text(_ key: String, limit: Int = 1_000) throws(SpecificationError) -> String? {
    guard let value = members[key] else { return nil }
    guard case .string(let text) = value else { throw mismatch(key, "a text in \"quotes\"") }
    guard text.utf8.count <= limit else { throw error(key, "a text of at most \(limit) bytes is needed") }
    return text
  }

  func wholeNumber(_ key: String, in range: ClosedRange<Int>) throws(SpecificationError) -> Int? {
    guard let value = members[key] else { return nil }
    guard case .number(let digits) = value, let number = Int(digits) else { throw mismatch(key, "a whole number") }
    guard range.contains(number) else {
      throw error(key, "a whole number from \(range.lowerBound) to \(range.upperBound) is needed, found \(number)")
    }
    return number
  }

  func flag(_ key: String) throws(SpecificationError) -> Bool? {
    guard let value = members[key] else { return nil }
    guard case .bool(let flag) = value else { throw mismatch(key, "true or false") }
    return flag
  }

  /// One of several words.
  func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ type: Value.Type) throws(SpecificationError)
    -> Value?
  where Value.RawValue == String {
    guard let value = members[key] else { return nil }
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    guard case .string(let text) = value else { throw mismatch(key, "one of \(words)") }
    guard let choice = Value(rawValue: text.lowercased()) else {
      let near = Value.allCases.min {
        Spelling.distance($0.rawValue, text) ?? .max < Spelling.distance($1.rawValue, text) ?? .max
      }
      let hint = near.flatMap { Spelling.isNear($0.rawValue, text) ? "; did you mean \($0.rawValue)?" : nil }
      throw error(key, "one of \(words) is needed, found \(value.found)" + (hint ?? ""))
    }
    return choice
  }

  func list(_ key: String, in range: ClosedRange<Int>) throws(SpecificationError) -> [JSONValue]? {
    guard let value = members[key] else { return nil }
    guard case .array(let items) = value else { throw mismatch(key, "a list in []") }
    guard range.contains(items.count) else {
      throw error(key, "a list of \(range.lowerBound) to \(range.upperBound) is needed, found \(items.count)")
    }
    return items
  }
}
