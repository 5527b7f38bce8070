import ArgumentParser

/// How long to wait, as users write it: `2s`, `500ms`, `1.5`, `10m`.
struct Patience: ExpressibleByArgument {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    let units: [(suffix: String, unit: Duration)] = [
      ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("", .seconds(1)),
    ]
    guard let (suffix, unit) = units.first(where: { argument.hasSuffix($0.suffix) }),
      let number = Double(argument.dropLast(suffix.count)), number > 0, number * (unit / .seconds(1)) <= 86_400
    else { return nil }
    duration = unit * number
  }

  /// As it stands in the help.
  var defaultValueDescription: String { "\(Int(duration / .seconds(1)))s" }
}
