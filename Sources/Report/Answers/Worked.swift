/// A computation with its numbers in place, before a language writes them.
struct Worked: Hashable, Sendable, ExpressibleByStringInterpolation {
  enum Piece: Hashable, Sendable {
    case text(String)
    case duration(Int64)
    /// In seconds to the nanosecond.
    case seconds(Int64)
  }

  var pieces: [Piece]

  struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []
    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { pieces.append(.text(literal)) }
    mutating func appendInterpolation(_ number: some BinaryInteger) { pieces.append(.text("\(number)")) }
    mutating func appendInterpolation(time nanoseconds: Int64) { pieces.append(.duration(nanoseconds)) }
    mutating func appendInterpolation(seconds nanoseconds: Int64) { pieces.append(.seconds(nanoseconds)) }
  }

  init(stringLiteral value: String) { pieces = [.text(value)] }
  init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

  func text(_ numbers: NumberText) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .duration(let nanoseconds): numbers.duration(nanoseconds)
      case .seconds(let nanoseconds): numbers.seconds(nanoseconds, digits: 9) + " s"
      }
    }.joined()
  }
}
