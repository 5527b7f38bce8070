public import Foundation

/// Where the captures and expected reports of the tests are.
public enum Fixtures {
  /// The capture `name` (with its extension) under `packets`.
  public static func packets(_ name: String) -> URL {
    Bundle.module.bundleURL.appendingPathComponent("packets").appendingPathComponent(name)
  }

  /// The expected report `name` under `reports`.
  public static func report(_ name: String) -> URL {
    Bundle.module.bundleURL.appendingPathComponent("reports").appendingPathComponent(name)
  }

  /// The specification of a grade `name` under `specifications`.
  public static func specification(_ name: String) -> URL {
    Bundle.module.bundleURL.appendingPathComponent("specifications").appendingPathComponent(name)
  }
}
