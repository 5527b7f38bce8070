import ArgumentParser

/// How long to wait, as users write it: `2s`, `500ms`, `1.5`, `10m`.
struct Patience {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  /// For options: ArgumentParser itself could only say that it is invalid.
  static func parse(_ argument: String) throws -> Patience {
    guard let patience = Patience(argument) else {
      throw ValidationError("a time is written 500ms, 2s, 1.5s or 10m; 1ms at least, a day at most")
    }
    return patience
  }

  init?(_ argument: String) {
    let units: [(suffix: String, unit: Duration)] = [
      ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("", .seconds(1)),
    ]
    guard let (suffix, unit) = units.first(where: { argument.hasSuffix($0.suffix) }),
      let number = Double(argument.dropLast(suffix.count)), number > 0, number * (unit / .seconds(1)) <= 86_400,
      unit * number >= .milliseconds(1)
    else { return nil }
    duration = unit * number
  }
}
