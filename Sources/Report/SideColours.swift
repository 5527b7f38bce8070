import Conversations

/// How a line shows who sent it: by an arrow, and on a terminal by colour too.
struct SideColours: Sendable {
  let isOn: Bool

  static func arrow(_ side: Side) -> String { side == .originator ? "→" : "←" }

  func begin(_ side: Side, to output: inout [UInt8]) {
    if isOn { output.append(Meaning(side).escape) }
  }

  func end(to output: inout [UInt8]) {
    if isOn { output.append(Meaning.end) }
  }
}
