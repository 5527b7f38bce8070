import Conversations

extension Ladder {
  /// As SVG that can stand in an HTML page.
  public func svg() -> String {
    guard !isEmpty else { return "" }
    return LadderDrawing(self).svg
  }
}

/// A ladder drawn as SVG: the same columns as in text.
private struct LadderDrawing {
  private(set) var svg = ""
  private let ladder: Ladder
  private var canvas: SVGCanvas
  private var y = 0.0
  /// Where frame numbers and times end, and where the lifelines are.
  private let frameEnd: Double
  private let timeEnd: Double
  private let leftLine: Double
  private let rightLine: Double
  private let width: Double
  /// Pieces of the lifelines that stand for what is left out.
  private var breaks: [(top: Double, bottom: Double)] = []

  private static let edge: Double = 12.0
  private static let size: Double = 12.0
  private static let small: Double = 11.0
  private static let leastArea: Double = 420.0
  private static let mostArea: Double = 640.0
  private static let mostMargin: Double = 220.0

  init(_ ladder: Ladder) {
    self.ladder = ladder
    let words = ladder.phrases.words
    func code(_ text: String, _ size: Double = LadderDrawing.size) -> Double {
      SVGCanvas.width(of: text, .code, size: size)
    }
    func heading(_ text: String) -> Double { SVGCanvas.width(of: text, .words, size: Self.small) }
    let frames = ladder.rows.compactMap(\.frame).map { code("\($0)") }
    frameEnd = Self.edge + max(frames.max() ?? 0, heading(words.frameColumn()))
    timeEnd = frameEnd + 14 + max(ladder.rows.map { code(ladder.time($0)) }.max() ?? 0, heading(words.timeColumn()))
    func margin(_ side: Side) -> Double {
      let widths = ladder.rows.map { row in
        var width = row.states[side].map { code($0.rawValue, Self.small) + 14 } ?? 0
        if case .call(side, let text) = row.content { width = max(width, code(text, Self.small) + 12) }
        return width
      }
      return min(widths.max() ?? 0, Self.mostMargin) + 12
    }
    leftLine = timeEnd + 14 + margin(.originator)
    let labels = ladder.rows.map { row -> Double in
      switch row.content {
      case .arrow(let arrow):
        max(code(arrow.label), (arrow.notes + [arrow.preview ?? ""]).map { code($0, Self.small) }.max() ?? 0) + 40
      case .note(let text), .omitted(let text): SVGCanvas.width(of: text, .words, size: Self.small) + 40
      case .call: 0
      }
    }
    // Two long addresses stand beside each other above the lifelines.
    let heads = ladder.sockets.map { code($0) + 20 }
    let area = min(max(labels.max() ?? 0, Self.leastArea), Self.mostArea)
    rightLine = leftLine + max(area, (heads[0] + heads[1]) / 2 + 24)
    width = max(rightLine + margin(.responder), rightLine + heads[1] / 2) + Self.edge
    canvas = SVGCanvas(width: width)
    draw()
    svg = canvas.finish(height: y + Self.edge, class: "ladder", title: ladder.title, description: ladder.description)
  }

  private func x(_ side: Side) -> Double { side == .originator ? leftLine : rightLine }

  private mutating func draw() {
    let words = ladder.phrases.words
    y = 26
    canvas.text(ladder.title, Self.edge, y, size: 14, isBold: true)
    y += 24
    for (place, side) in [Side.originator, .responder].enumerated() {
      let socket = ladder.sockets[place], width = SVGCanvas.width(of: socket, .code, size: Self.size) + 16
      // The left one may be wider than the room beside it.
      let start = max(x(side) - width / 2, Self.edge)
      canvas.text(ladder.parties[place], start + width / 2, y, size: Self.small, anchor: .middle, opacity: 0.75)
      canvas.rectangle(start, y + 7, width, 24, radius: 4, fillOpacity: 0.06, strokeOpacity: 0.8, class: "socket")
      canvas.text(socket, start + width / 2, y + 23, .code, anchor: .middle)
    }
    let top = y + 31
    y += 50
    canvas.text(words.frameColumn(), frameEnd, y, size: Self.small, anchor: .end, opacity: 0.75)
    canvas.text(words.timeColumn(), timeEnd, y, size: Self.small, anchor: .end, opacity: 0.75)
    y += 8
    for row in ladder.rows { draw(row) }
    y += 8
    lifelines(from: top, to: y)
  }

  private mutating func lifelines(from top: Double, to bottom: Double) {
    for x in [leftLine, rightLine] {
      var start = top
      for gap in breaks {
        canvas.line(x, start, x, gap.top, opacity: 0.6, class: "lifeline")
        canvas.line(x, gap.top, x, gap.bottom, dash: "2 4", opacity: 0.6, class: "lifeline")
        start = gap.bottom
      }
      canvas.line(x, start, x, bottom, opacity: 0.6, class: "lifeline")
    }
  }

  private mutating func draw(_ row: Ladder.Row) {
    if let phase = row.phase {
      y += 13
      canvas.rectangle(Self.edge, y, width - 2 * Self.edge, 20, radius: 3, fillOpacity: 0.08, class: "phase")
      canvas.text(ladder.phrases.words.phase(phase), Self.edge + 8, y + 14, isBold: true)
      y += 19
    }
    switch row.content {
    case .arrow(let arrow):
      y += 30
      numbers(row)
      states(row)
      draw(arrow)
    case .call(let side, let text):
      y += 20
      canvas.text(ladder.time(row), timeEnd, y + 4, .code, anchor: .end, opacity: 0.75)
      let isLeft = side == .originator
      let cut = SVGCanvas.cut(text, to: Self.mostMargin - 12, .code, size: Self.small)
      canvas.circle(x(side), y, 3, class: "call")
      canvas.text(
        cut, x(side) + (isLeft ? -9 : 9), y + 4, .code, size: Self.small, anchor: isLeft ? .end : .start, class: "call")
      y += 2
    case .note(let text):
      y += 6
      numbers(row, at: y + 15)
      band(text, size: Self.small, dash: "4 3")
    case .omitted(let text):
      y += 10
      let top = y
      for line in lines(text) {
        y += 16
        canvas.text(line, (leftLine + rightLine) / 2, y, size: Self.size, anchor: .middle, opacity: 0.85)
      }
      y += 12
      breaks.append((top, y))
    }
  }

  private mutating func numbers(_ row: Ladder.Row, at place: Double? = nil) {
    if let frame = row.frame { canvas.text("\(frame)", frameEnd, place ?? y + 4, .code, anchor: .end) }
    canvas.text(ladder.time(row), timeEnd, place ?? y + 4, .code, anchor: .end)
  }

  private mutating func states(_ row: Ladder.Row) {
    for (side, state) in row.states.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let width = SVGCanvas.width(of: state.rawValue, .code, size: Self.small) + 8
      let start = side == .originator ? x(side) - 8 - width : x(side) + 8
      canvas.rectangle(start, y - 8, width, 16, radius: 8, fillOpacity: 0, strokeOpacity: 0.55, class: "state")
      canvas.text(state.rawValue, start + width / 2, y + 4, .code, size: Self.small, anchor: .middle, class: "state")
    }
  }

  /// A line for each part of `text` that fits between the lifelines.
  private func lines(_ text: String) -> [String] {
    text.wrapped(to: Int((rightLine - leftLine - 40) / (0.64 * Self.size)))
  }

  /// A box over both lifelines with words in it.
  private mutating func band(_ text: String, size: Double, dash: String) {
    let lines = lines(text), height = Double(lines.count) * 15 + 7
    let (start, end) = (leftLine + 14, rightLine - 14)
    canvas.rectangle(start, y, end - start, height, radius: 3, fillOpacity: 0.05, class: "note")
    canvas.path(
      [(start, y), (end, y), (end, y + height), (start, y + height), (start, y)], dash: dash, opacity: 0.7,
      class: "note")
    for (place, line) in lines.enumerated() {
      canvas.text(line, (start + end) / 2, y + 15 + Double(place) * 15, size: size, anchor: .middle)
    }
    y += height + 4
  }

  private mutating func draw(_ arrow: Ladder.Arrow) {
    let course = arrow.course
    let isRight = arrow.from == .originator, step = isRight ? 1.0 : -1.0
    let from = x(arrow.from)
    let whole = rightLine - leftLine
    let to = course.contains(.lost) ? from + step * whole * 0.78 : x(arrow.from.other)
    let style: (dash: String?, width: Double, name: String) =
      course.contains(.reset)
      ? (nil, 2.4, "reset")
      : course.contains(.icmp)
        ? ("1.5 3", 1.4, "icmp")
        : course.contains(.again)
          ? ("7 4", 1.4, "again") : course.contains(.late) ? ("9 3 2 3", 1.4, "late") : (nil, 1.2, "segment")
    let name = course.contains(.lost) ? style.name + " lost" : style.name
    canvas.line(
      from, y, course.contains(.lost) ? to - step * 6 : to - step * 8, y, width: style.width, dash: style.dash,
      class: name)
    if course.contains(.lost) {
      for slope in [-5.0, 5.0] { canvas.line(to - 5, y - slope, to + 5, y + slope, width: 2, class: name) }
    } else {
      canvas.polygon([(to, y), (to - step * 9, y - 4), (to - step * 9, y + 4)], class: name)
    }
    let centre = (leftLine + rightLine) / 2
    let label = SVGCanvas.cut(arrow.label, to: whole - 24, .code, size: Self.size)
    canvas.text(label, centre, y - 6, .code, anchor: .middle, isBold: course.contains(.reset), class: name)
    var place = y + 14
    if let preview = arrow.preview {
      let cut = SVGCanvas.cut(preview, to: whole - 24, .code, size: Self.small)
      canvas.text(cut, centre, place, .code, size: Self.small, anchor: .middle, opacity: 0.85, class: "payload")
      place += 14
    }
    for line in arrow.notes.flatMap({ $0.wrapped(to: Int((whole - 24) / (0.64 * Self.small))) }) {
      let cut = SVGCanvas.cut(line, to: whole - 24, .words, size: Self.small)
      canvas.text(cut, centre, place, size: Self.small, anchor: .middle, opacity: 0.85, class: "note")
      place += 14
    }
    if place > y + 14 { y = place - 12 }
  }
}
