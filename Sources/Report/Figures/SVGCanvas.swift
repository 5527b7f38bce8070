/// A drawing in SVG, made to stand in a page: no font, script, style sheet or name from outside, and none inside that another
/// drawing could have too.
///
/// Everything is drawn in the colour of the text around it, so that it is right on light and on dark, and in print. Pages
/// give other colours to the classes.
struct SVGCanvas {
  enum Font { case words, code }
  enum Anchor: String { case start, middle, end }

  let width: Double
  private var body = ""

  init(width: Double) { self.width = width }

  /// The whole drawing, so high.
  func finish(height: Double, class name: String, title: String, description: String) -> String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Self.number(width))" role="img" \
      class="figure \(name)" fill="currentColor" stroke="none" font-family="sans-serif" font-size="12">
      <title>\(XMLText(title))</title>
      <desc>\(XMLText(description))</desc>
      \(body)</svg>

      """
  }

  /// With at most two decimals.
  static func number(_ value: Double) -> String {
    let hundredths = Int((min(max(value, -1e9), 1e9) * 100).rounded())
    let magnitude = hundredths.magnitude
    var text = (hundredths < 0 ? "-" : "") + "\(magnitude / 100)"
    let rest = magnitude % 100
    if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)" }
    return text
  }

  /// How wide `text` is at most, whatever font the page has.
  static func width(of text: String, _ font: Font, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar {
      case " "..."~": sum + size * (font == .code ? 0.62 : scalar == "M" || scalar == "W" ? 0.95 : 0.64)
      default: sum + size * max(Double(String(scalar).columns) * 0.62, scalar.value < 0x2000 ? 0.62 : 1.05)
      }
    }
  }

  /// As much of `text` as fits.
  static func cut(_ text: String, to width: Double, _ font: Font, size: Double) -> String {
    guard Self.width(of: text, font, size: size) > width else { return text }
    var cut = "", room = width - Self.width(of: "…", font, size: size)
    for character in text {
      room -= Self.width(of: String(character), font, size: size)
      guard room >= 0 else { break }
      cut.append(character)
    }
    return cut + "…"
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ font: Font = .words, size: Double = 12, anchor: Anchor = .start,
    isBold: Bool = false, opacity: Double = 1, class name: String? = nil
  ) {
    guard !text.isEmpty else { return }
    var attributes = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
    if font == .code { attributes += " font-family=\"ui-monospace, monospace\"" }
    if size != 12 { attributes += " font-size=\"\(Self.number(size))\"" }
    if isBold { attributes += " font-weight=\"bold\"" }
    if opacity < 1 { attributes += " fill-opacity=\"\(Self.number(opacity))\"" }
    element("text", attributes, name, XMLText(text).description)
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, width: Double = 1, dash: String? = nil, opacity: Double = 1,
    class name: String? = nil
  ) {
    let ends = zip(["x1", "y1", "x2", "y2"], [x1, y1, x2, y2]).map { "\($0)=\"\(Self.number($1))\"" }
    element("line", ends.joined(separator: " ") + Self.stroke(width, dash, opacity), name)
  }

  /// A line through points.
  mutating func path(
    _ points: [(x: Double, y: Double)], width: Double = 1, dash: String? = nil, opacity: Double = 1,
    class name: String? = nil
  ) {
    guard !points.isEmpty else { return }
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    element("polyline", "points=\"\(list)\" fill=\"none\"" + Self.stroke(width, dash, opacity), name)
  }

  /// A filled shape, or its outline alone.
  mutating func polygon(
    _ points: [(x: Double, y: Double)], isFilled: Bool = true, width: Double = 1, class name: String? = nil
  ) {
    let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    element(
      "polygon", "points=\"\(list)\"" + (isFilled ? "" : " fill=\"none\"" + Self.stroke(width, nil, 1)), name)
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, radius: Double = 0, fillOpacity: Double,
    strokeOpacity: Double = 0, class name: String? = nil
  ) {
    let place = zip(["x", "y", "width", "height"], [x, y, width, height]).map { "\($0)=\"\(Self.number($1))\"" }
    var attributes = place.joined(separator: " ")
    if radius > 0 { attributes += " rx=\"\(Self.number(radius))\"" }
    attributes += fillOpacity > 0 ? " fill-opacity=\"\(Self.number(fillOpacity))\"" : " fill=\"none\""
    if strokeOpacity > 0 { attributes += Self.stroke(1, nil, strokeOpacity) }
    element("rect", attributes, name)
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, isFilled: Bool = true, class name: String? = nil) {
    let place = "cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\""
    element("circle", place + (isFilled ? "" : " fill=\"none\"" + Self.stroke(1.2, nil, 1)), name)
  }

  private static func stroke(_ width: Double, _ dash: String?, _ opacity: Double) -> String {
    var text = " stroke=\"currentColor\""
    if width != 1 { text += " stroke-width=\"\(number(width))\"" }
    if let dash { text += " stroke-dasharray=\"\(dash)\"" }
    if opacity < 1 { text += " stroke-opacity=\"\(number(opacity))\"" }
    return text
  }

  private mutating func element(_ tag: String, _ attributes: String, _ name: String?, _ content: String? = nil) {
    let named = name.map { "class=\"\($0)\" " } ?? ""
    body += "<\(tag) \(named)\(attributes)" + (content.map { ">\($0)</\(tag)>\n" } ?? "/>\n")
  }
}
