import Conversations

extension Ladder {
  /// As a sequence diagram for Mermaid, version 10 or later: what stands between the fences of a Markdown code block.
  public func mermaid() -> String {
    guard !isEmpty else { return "" }
    var lines = [
      "sequenceDiagram", "accTitle: \(MermaidText(title))", "accDescr: \(MermaidText(description))",
      "participant A as \(MermaidText(parties[0]))<br/>\(MermaidText(sockets[0]))",
      "participant B as \(MermaidText(parties[1]))<br/>\(MermaidText(sockets[1]))",
    ]
    var isInPhase = false
    for row in rows {
      if let phase = row.phase {
        if isInPhase { lines.append("end") }
        lines += ["rect rgba(128, 128, 128, 0.1)", "Note over A,B: \(MermaidText(phrases.words.phase(phase)))"]
        isInPhase = true
      }
      lines += mermaid(row)
    }
    if isInPhase { lines.append("end") }
    // Everything but the first line is inside it.
    return lines.enumerated().map { ($0 == 0 ? "" : "  ") + $1 + "\n" }.joined()
  }

  private func mermaid(_ row: Row) -> [String] {
    var lines: [String] = []
    switch row.content {
    case .arrow(let arrow):
      let isFaint = !arrow.course.isDisjoint(with: [.again, .icmp, .late])
      let shaft = (isFaint ? "--" : "-") + (arrow.course.contains(.lost) ? "x" : ">>")
      let ends = arrow.from == .originator ? ["A", "B"] : ["B", "A"]
      let text = [numbers(row) + arrow.label] + [arrow.preview].compactMap(\.self) + arrow.notes
      lines.append(ends[0] + shaft + ends[1] + ": " + text.map { "\(MermaidText($0))" }.joined(separator: "<br/>"))
    case .call(let side, let text):
      lines.append("Note \(Self.place(side)): \(MermaidText(time(row) + "  " + text))")
    case .note(let text), .omitted(let text): lines.append("Note over A,B: \(MermaidText(numbers(row) + text))")
    }
    for side in [Side.originator, .responder] {
      if let state = row.states[side] { lines.append("Note \(Self.place(side)): \(state.rawValue)") }
    }
    return lines
  }

  private static func place(_ side: Side) -> String { side == .originator ? "left of A" : "right of B" }

  private func numbers(_ row: Row) -> String { row.frame.map { "#\($0)  \(time(row))  " } ?? "" }
}

/// Text as it stands in a line of a Mermaid diagram: what means something there, and in HTML, is a number.
struct MermaidText: CustomStringConvertible {
  let description: String

  init(_ text: String) {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9", "A"..."Z", "a"..."z", " ", ".", ",", "=", "_", "(", ")", "+", "/", "?", "…", "–", "—", "→", "×":
        escaped.unicodeScalars.append(scalar)
      case "-", "!"..."~": escaped += "#\(scalar.value);"
      case "\u{a1}"... where !EscapedText.isRefused(scalar): escaped.unicodeScalars.append(scalar)
      default: break
      }
    }
    description = escaped
  }
}
