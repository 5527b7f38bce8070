import Conversations

/// How a line shows who sent it: by an arrow, and on a terminal by Wireshark's colours too, red for the originator and
/// blue for the responder (ECMA-48, section 8.3.117).
struct SideColours: Sendable {
  let isOn: Bool

  static func arrow(_ side: Side) -> String { side == .originator ? "→" : "←" }

  func begin(_ side: Side, to output: inout [UInt8]) {
    // The plain blue can hardly be read on black.
    if isOn { output.append(text: side == .originator ? "\u{1b}[31m" : "\u{1b}[94m") }
  }

  func end(to output: inout [UInt8]) {
    if isOn { output.append(text: "\u{1b}[0m") }
  }
}
