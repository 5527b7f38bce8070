import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Report

/// What an SVG holds: its texts and shapes, and which of them leave the view box.
final class SVGShapes: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var outside: [String] = []
  private(set) var names: Set<String> = []
  private(set) var attributes: Set<String> = []
  /// Elements by their class.
  private(set) var classes: [String: Int] = [:]
  private(set) var isWellFormed = false
  private(set) var width = 0.0
  private(set) var height = 0.0
  private var current: [String: String] = [:]
  private var text = ""

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    names.insert(element)
    self.attributes.formUnion(attributes.keys)
    for name in (attributes["class"] ?? "").split(separator: " ") { classes[String(name), default: 0] += 1 }
    text = ""
    current = attributes
    func number(_ key: String) -> Double { Double(attributes[key] ?? "") ?? .nan }
    switch element {
    case "svg":
      let box = (attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
      if box.count == 4 { (width, height) = (box[2], box[3]) }
    case "line": check(element, [(number("x1"), number("y1")), (number("x2"), number("y2"))])
    case "rect":
      check(
        element, [(number("x"), number("y")), (number("x") + number("width"), number("y") + number("height"))])
    case "circle":
      let (x, y, radius) = (number("cx"), number("cy"), number("r"))
      check(element, [(x - radius, y - radius), (x + radius, y + radius)])
    case "polyline", "polygon":
      check(
        element,
        (attributes["points"] ?? "").split(separator: " ").map { point in
          let parts = point.split(separator: ",").map { Double($0) ?? .nan }
          return (parts[0], parts[1])
        })
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    guard element == "text" else { return }
    texts.append(text)
    let size = Double(current["font-size"] ?? "12") ?? 12
    // A wide character is as wide as it is high; others are narrower in any usual font.
    let wide = text.columns - text.unicodeScalars.count
    let width = size * (0.6 * Double(text.unicodeScalars.count) + 0.4 * Double(max(wide, 0)))
    let x = Double(current["x"] ?? "") ?? .nan, y = Double(current["y"] ?? "") ?? .nan
    let start = current["text-anchor"] == "end" ? x - width : current["text-anchor"] == "middle" ? x - width / 2 : x
    check(text, [(start, y - size * 0.8), (start + width, y + size * 0.25)])
  }

  private func check(_ what: String, _ corners: [(Double, Double)]) {
    // Nothing is inside where a number is none.
    let isInside = corners.allSatisfy { $0.0 >= 0 && $0.0 <= width && $0.1 >= 0 && $0.1 <= height }
    if !isInside { outside.append("\(what) \(corners)") }
  }
}
