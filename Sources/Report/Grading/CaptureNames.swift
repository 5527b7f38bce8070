import Analyzer

/// What captures are called: their files' names, with as many of the folders before them as tell each from the others.
struct CaptureNames {
  private let names: [String]

  init(_ paths: [String]) {
    let parts = paths.map { $0.split(separator: "/").map(String.init) }
    names = paths.indices.map { place in
      let own = parts[place]
      let others = parts.indices.filter { parts[$0] != own }.map { parts[$0] }
      var count = 1
      while count < own.count, others.contains(where: { $0.suffix(count) == own.suffix(count) }) { count += 1 }
      return own.isEmpty ? EscapedText(paths[place]).text : EscapedText(own.suffix(count).joined(separator: "/")).text
    }
  }

  subscript(capture: Int) -> String { names[capture] }
  var all: [String] { names }
}
