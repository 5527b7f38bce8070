extension Plot {
  /// As SVG that can stand in an HTML page: 720 by 360.
  public func svg() -> String { PlotDrawing(self).svg }

  /// What is to be said below it: values that were left out, and what lies above.
  var remarks: [String] {
    let range = self.range.y
    return series.compactMap { series in
      guard series.total > series.values.count else { return nil }
      return words.words.thinned(series.name, shown: series.values.count, of: series.total)
    }
      + series.compactMap { series in
        guard series.isBound, let largest = series.values.map(\.y).max(), largest > range.upperBound else { return nil }
        return words.words.above(series.name, upTo: amount(largest, y.unit), isWhole: isAbove(series))
      }
  }

  /// A bound of which nothing is drawn.
  func isAbove(_ series: Series) -> Bool {
    let highest = range.y.upperBound
    return series.isBound && series.values.allSatisfy { $0.y > highest }
  }

  func amount(_ value: Int64, _ unit: Unit) -> String {
    switch unit {
    case .nanoseconds: words.numbers.duration(value)
    case .bytes where kind == .timeSequence: "\(value)"
    case .bytes: "\(value) \(words.words.byteUnit(value))"
    case .bytesPerSecond: "\(value) \(words.words.byteUnit(value))/s"
    case .count: "\(value)"
    }
  }

  /// A bound that lies further above everything else would leave that no room.
  private static var boundFactor: Int64 { 4 }

  /// What the axes must hold.
  var range: (x: ClosedRange<Int64>, y: ClosedRange<Int64>) {
    let main = series.filter { !$0.isBound }.flatMap(\.values)
    let xs = series.flatMap(\.values).map(\.x), ys = main.flatMap { [$0.y, $0.top ?? $0.y] }
    let least = ys.min() ?? 0, most = ys.max() ?? 0
    let limit = max(most, 0).multipliedReportingOverflow(by: Self.boundFactor)
    let bounds = series.filter(\.isBound).flatMap(\.values).map(\.y).filter {
      $0 <= (limit.overflow ? .max : limit.partialValue)
    }
    let top = max(most, bounds.max() ?? most)
    // Durations over time begin at 0, where their axis does; what is spread over a small range far from 0 does not.
    let xLeast = xs.min() ?? 0, xMost = xs.max() ?? 0
    let isFar = kind == .rttDistribution && xLeast > xMost / 2 && xLeast < xMost
    return (min(isFar ? xLeast : 0, xLeast)...max(xMost, 0), min(least, 0)...max(top, 0))
  }
}

/// A plot drawn as SVG.
private struct PlotDrawing {
  private(set) var svg = ""
  private let plot: Plot
  private var canvas: SVGCanvas
  private let xScale: PlotScale
  private let yScale: PlotScale
  private var left = 0.0
  private var top = 0.0
  private var bottom = 0.0

  private static let width: Double = 720
  private static let height: Double = 360
  private static let edge: Double = 14
  private static let small: Double = 11
  private static let right: Double = 696
  private static let dashes: [String?] = [nil, "6 3", "2 3", "9 3 2 3"]

  init(_ plot: Plot) {
    self.plot = plot
    canvas = SVGCanvas(width: Self.width)
    let phrases = plot.words.words
    let range = plot.range
    xScale = PlotScale(range.x, plot.x.unit, steps: 8, phrases)
    yScale = PlotScale(range.y, plot.y.unit, steps: 5, phrases, hasHeadroom: true)
    draw()
    let count = plot.series.reduce(0) { $0 + $1.total }
    let ends = [range.x.lowerBound, range.x.upperBound].map { plot.amount($0, plot.x.unit) }
    svg = canvas.finish(
      height: Self.height, class: "plot \(plot.kind.rawValue)", title: plot.title,
      description: phrases.plot(
        plot.series.map(\.name), values: count, from: ends[0], to: ends[1],
        largest: plot.amount(range.y.upperBound, plot.y.unit)))
  }

  private mutating func draw() {
    canvas.text(plot.title, Self.edge, 22, size: 14, isBold: true)
    var y = 42.0
    legend(&y)
    let remarks = plot.remarks
    bottom = Self.height - 44 - Double(remarks.count) * 14
    canvas.text(name(plot.y, yScale), Self.edge, y + 6, size: Self.small, opacity: 0.85)
    top = y + 18
    axes()
    for series in plot.series { draw(series, series.look) }
    canvas.text(
      name(plot.x, xScale), (left + Self.right) / 2, bottom + 34, size: Self.small, anchor: .middle, opacity: 0.85)
    for (place, remark) in remarks.enumerated() {
      let cut = SVGCanvas.cut(remark, to: Self.width - 2 * Self.edge, .words, size: 10)
      canvas.text(cut, Self.edge, bottom + 50 + Double(place) * 14, size: 10, opacity: 0.8)
    }
  }

  private func name(_ axis: Plot.Axis, _ scale: PlotScale) -> String {
    scale.symbol.isEmpty ? axis.name : "\(axis.name) (\(scale.symbol))"
  }

  private func x(_ value: Int64) -> Double { left + xScale.place(value) * (Self.right - left) }
  private func y(_ value: Int64) -> Double { bottom - yScale.place(value) * (bottom - top) }

  private mutating func axes() {
    let labels = yScale.ticks.map { SVGCanvas.width(of: yScale.label($0), .code, size: Self.small) }
    left = Self.edge + (labels.max() ?? 0) + 8
    for tick in yScale.ticks {
      canvas.line(left, y(tick), Self.right, y(tick), opacity: 0.15, class: "grid")
      canvas.text(yScale.label(tick), left - 6, y(tick) + 4, .code, size: Self.small, anchor: .end)
    }
    for tick in xScale.ticks {
      canvas.line(x(tick), top, x(tick), bottom, opacity: 0.15, class: "grid")
      canvas.line(x(tick), bottom, x(tick), bottom + 4, class: "axis")
      let label = xScale.label(tick), half = SVGCanvas.width(of: label, .code, size: Self.small) / 2
      canvas.text(
        label, min(x(tick), Self.width - Self.edge / 2 - half), bottom + 17, .code, size: Self.small, anchor: .middle)
    }
    canvas.path([(left, top), (left, bottom), (Self.right, bottom)], class: "axis")
  }

  private mutating func legend(_ y: inout Double) {
    var x = Self.edge
    for series in plot.series where !plot.isAbove(series) {
      let width = 34 + SVGCanvas.width(of: series.name, .words, size: Self.small) + 14
      if x > Self.edge, x + width > Self.width - Self.edge {
        x = Self.edge
        y += 17
      }
      sample(of: series, series.look, x, y - 4)
      canvas.text(series.name, x + 34, y, size: Self.small, class: name(series.look))
      x += width
    }
    y += 16
  }

  private func name(_ place: Int) -> String { "series-\(place + 1)" }

  /// What the legend shows of a series.
  private mutating func sample(of series: Plot.Series, _ place: Int, _ x: Double, _ y: Double) {
    switch series.style {
    case .points: point(x + 14, y, place)
    case .marks: mark(x + 14, y, place)
    case .line, .steps:
      canvas.path(
        [(x, y), (x + 28, y)], width: thickness(of: series), dash: Self.dashes[place % Self.dashes.count],
        class: name(place))
    case .segments: segment(x + 14, y - 5, y + 5, place, isSample: true)
    }
  }

  private func thickness(of series: Plot.Series) -> Double { series.isBound ? 1 : 1.5 }

  private mutating func draw(_ series: Plot.Series, _ place: Int) {
    switch series.style {
    case .points: for value in series.values where yScale.holds(value.y) { point(x(value.x), y(value.y), place) }
    case .marks: for value in series.values where yScale.holds(value.y) { mark(x(value.x), y(value.y), place) }
    case .segments:
      for value in series.values {
        let (low, high) = (max(value.y, yScale.lower), min(value.top ?? value.y, yScale.upper))
        if low <= high { segment(x(value.x), y(high), y(low), place) }
      }
    case .line, .steps:
      for run in runs(of: series) { draw(run, of: series, place) }
      // Few values are hard to see in a line alone.
      guard !series.isBound, series.values.count <= 20, plot.kind == .rtt || plot.kind == .rttDistribution else {
        return
      }
      for value in series.values where yScale.holds(value.y) {
        canvas.circle(x(value.x), y(value.y), 2.2, class: name(place))
      }
    }
  }

  /// Values in a row that are inside the plot.
  private func runs(of series: Plot.Series) -> [[Plot.Value]] {
    series.values.split { !yScale.holds($0.y) }.map(Array.init)
  }

  private mutating func draw(_ run: [Plot.Value], of series: Plot.Series, _ place: Int) {
    var points: [(x: Double, y: Double)] = []
    // What is counted begins at none.
    if plot.kind == .rttDistribution, let first = run.first { points.append((x(first.x), y(0))) }
    for value in run {
      let next = (x: x(value.x), y: y(value.y))
      if series.style == .steps, let last = points.last, last.y != next.y { points.append((next.x, last.y)) }
      points.append(next)
    }
    guard let last = points.last else { return }
    if series.style == .steps, plot.kind != .throughput {
      // The last value holds.
      points.append((Self.right, last.y))
    } else if points.count == 1 {
      points = [(max(last.x - 8, left), last.y), (min(last.x + 8, Self.right), last.y)]
    }
    canvas.path(
      points, width: thickness(of: series), dash: Self.dashes[place % Self.dashes.count],
      opacity: series.isBound ? 0.7 : 1,
      class: name(place))
  }

  private mutating func point(_ x: Double, _ y: Double, _ place: Int) {
    let name = name(place)
    let corners: [(Double, Double)]
    switch place % 4 {
    case 0: return canvas.circle(x, y, 3, class: name)
    case 1: corners = [(-4, -4), (4, -4), (4, 4), (-4, 4)]
    case 2: corners = [(0, -5), (5, 4), (-5, 4)]
    default: corners = [(0, -5), (5, 0), (0, 5), (-5, 0)]
    }
    canvas.polygon(corners.map { (x: x + $0.0, y: y + $0.1) }, isFilled: place % 4 == 3, width: 1.4, class: name)
  }

  private mutating func mark(_ x: Double, _ y: Double, _ place: Int) {
    for slope in [-4.0, 4.0] { canvas.line(x - 4, y - slope, x + 4, y + slope, width: 1.6, class: name(place)) }
  }

  /// Upright from `high` to `low`, and never too short to be seen: the first series with bars at its ends, another with R
  /// above it, a third wide and light.
  private mutating func segment(
    _ x: Double, _ high: Double, _ low: Double, _ place: Int, isSample: Bool = false
  ) {
    let name = name(place)
    let low = max(low, high + 1.5)
    switch place {
    case 0:
      canvas.line(x, high, x, low, width: 1.6, class: name)
      for end in [high, low] { canvas.line(x - 3, end, x + 3, end, class: name) }
    case 1:
      canvas.line(x, high, x, low, width: 3.4, class: name)
      guard !isSample else { return }
      canvas.text("R", x, max(high - 4, 10), size: Self.small, anchor: .middle, isBold: true, class: name)
    default: canvas.line(x, high, x, low, width: 5, dash: "1.5 1.5", opacity: 0.7, class: name)
    }
  }
}
