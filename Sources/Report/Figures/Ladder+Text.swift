import Conversations

extension Ladder {
  /// With characters of Unicode, in lines of at most `width` columns; 72 is the least.
  public func text(width: Int = 100) -> String {
    guard !isEmpty else { return "" }
    return LadderText(self, width: max(width, 72)).text
  }
}

/// A ladder drawn with characters: frame and time, what is beside the left lifeline, the arrows, what is beside the right
/// one.
private struct LadderText {
  private(set) var text = ""
  private let ladder: Ladder
  private let width: Int
  private let frameWidth: Int
  private let timeWidth: Int
  /// Room beside the lifelines.
  private let left: Int
  private let right: Int
  /// Room between the lifelines.
  private let area: Int

  private static let leastMargin = 12
  private static let mostMargin = 24
  private static let leastArea = 24
  /// Room for flags and numbers of an usual segment, and for the arrow around them.
  private static let usualArea = 44

  init(_ ladder: Ladder, width: Int) {
    self.ladder = ladder
    self.width = width
    let words = ladder.phrases.words
    frameWidth = max(
      ladder.rows.map { $0.frame.map { "\($0)".utf8.count } ?? 0 }.max() ?? 0, words.frameColumn().columns)
    timeWidth = max(ladder.rows.map { ladder.time($0).utf8.count }.max() ?? 0, words.timeColumn().columns)
    let taken = frameWidth + 2 + timeWidth + 2 + 4
    var (left, right) = (Self.margin(ladder, .originator), Self.margin(ladder, .responder))
    while width - taken - left - right < Self.usualArea, max(left, right) > Self.leastMargin {
      if left >= right { left -= 1 } else { right -= 1 }
    }
    (self.left, self.right) = (left, right)
    area = max(width - taken - left - right, Self.leastArea)
    write()
  }

  /// What stands beside the lifeline of `side` at most.
  private static func margin(_ ladder: Ladder, _ side: Side) -> Int {
    let texts = ladder.rows.flatMap { row -> [String] in
      var texts = [row.states[side]?.rawValue ?? ""]
      if case .call(side, let text) = row.content { texts.append(text) }
      return texts
    }
    return min(texts.map(\.columns).max() ?? 0, mostMargin)
  }

  private var margin: Int { frameWidth + 2 + timeWidth + 2 + left }

  private mutating func write(line: String) {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    text += line + "\n"
  }

  /// A line with both lifelines.
  private mutating func line(
    frame: String = "", time: String = "", left: String = "", _ middle: String, right: String = "",
    lifelines: Character = "│"
  ) {
    write(
      line: frame.leading(to: frameWidth) + "  " + time.leading(to: timeWidth) + "  "
        + left.cut(to: self.left).leading(to: self.left) + " \(lifelines)" + middle.padded(to: area) + "\(lifelines) "
        + right.cut(to: self.right))
  }

  private mutating func write() {
    head()
    for row in ladder.rows {
      if let phase = row.phase { heading(ladder.phrases.words.phase(phase)) }
      let (left, right) = (row.states[.originator]?.rawValue ?? "", row.states[.responder]?.rawValue ?? "")
      let frame = row.frame.map { "\($0)" } ?? ""
      switch row.content {
      case .arrow(let arrow): self.arrow(arrow, frame: frame, time: ladder.time(row), left: left, right: right)
      case .call(let side, let text):
        line(
          time: ladder.time(row), left: side == .originator ? text : "", "", right: side == .responder ? text : "")
      case .note(let text):
        for (place, piece) in text.wrapped(to: area - 4).enumerated() {
          line(frame: place == 0 ? frame : "", time: place == 0 ? ladder.time(row) : "", centred(piece))
        }
      case .omitted(let text):
        for piece in text.wrapped(to: area - 2) { line(centred(piece), lifelines: "┊") }
      }
    }
  }

  private mutating func head() {
    let words = ladder.phrases.words
    write(line: ladder.title)
    write(line: "")
    let columns = words.frameColumn().leading(to: frameWidth) + "  " + words.timeColumn().leading(to: timeWidth)
    // Sockets stand over their lifelines: the one ends there at the latest, the other begins there.
    let (first, second) = (ladder.sockets[0], ladder.sockets[1])
    let end = margin + area + 4 + right
    let start = max(min(margin + 2 - first.columns / 2, end - first.columns), 0)
    let secondStart = max(min(margin + area + 2 - second.columns / 2, end - second.columns), 0)
    func place(_ text: String, around column: Int) -> Int { max(column - text.columns / 2, 0) }
    var (party, socket) = ("", "")
    if start + first.columns + 2 <= secondStart {
      party = "".padded(to: place(ladder.parties[0], around: start + first.columns / 2)) + ladder.parties[0]
      party =
        party.padded(to: place(ladder.parties[1], around: secondStart + second.columns / 2)) + ladder.parties[1]
      socket = ("".padded(to: start) + first).padded(to: secondStart) + second
      write(line: party)
      write(line: socket)
    } else {
      for (place, socket) in ladder.sockets.enumerated() {
        let text = ladder.parties[place] + " " + socket
        let last = max(end - text.columns, 0)
        write(line: "".padded(to: place == 0 ? min(max(margin - 1, 0), last) : last) + text)
      }
    }
    write(line: columns.padded(to: margin) + " │" + "".padded(to: area) + "│")
  }

  private mutating func heading(_ text: String) {
    let end = margin + area + 4 + right
    let lead = "── \(text) "
    write(line: lead + String(repeating: "─", count: max(end - lead.columns, 2)))
  }

  private func centred(_ text: String) -> String {
    "".padded(to: max((area - text.columns) / 2, 0)) + text
  }

  private mutating func arrow(_ arrow: Ladder.Arrow, frame: String, time: String, left: String, right: String) {
    let course = arrow.course
    let dash: Character =
      course.contains(.reset)
      ? "━" : course.contains(.icmp) ? "┈" : course.contains(.again) ? "╌" : course.contains(.late) ? "┄" : "─"
    let head = course.contains(.lost) ? "✗" : arrow.from == .originator ? "▶" : "◀"
    let length = course.contains(.lost) ? area - area / 5 : area
    var (label, lines) = (" \(arrow.label) ", [String]())
    if label.columns + 5 > length {
      lines = arrow.label.wrapped(to: area - 2).map { " " + $0 }
      label = ""
    }
    let rest = max(length - label.columns - 2, 0)
    let shaft = String(repeating: dash, count: rest)
    let middle =
      arrow.from == .originator
      ? "\(dash)" + label + shaft + head : ("".padded(to: area - length) + head + shaft + label + "\(dash)")
    for (place, text) in lines.enumerated() { line(frame: place == 0 ? frame : "", time: place == 0 ? time : "", text) }
    let isFirst = lines.isEmpty
    line(frame: isFirst ? frame : "", time: isFirst ? time : "", left: left, middle, right: right)
    if let preview = arrow.preview { line("  ╰ " + preview.cut(to: area - 6)) }
    for note in arrow.notes {
      for (place, piece) in note.wrapped(to: area - 6).enumerated() { line((place == 0 ? "  ╰ " : "    ") + piece) }
    }
  }
}
