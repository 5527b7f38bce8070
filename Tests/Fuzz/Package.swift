// swift-tools-version: 6.2
import PackageDescription

// Targets of libFuzzer, one for each way in which bytes that strangers wrote come in. `run` builds them with the sanitizers
// that they need, in all our modules; without those there is nothing that calls them.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

func library(_ name: String) -> Target.Dependency { .product(name: name, package: "echo-analyze") }

let package = Package(
  name: "echo-analyze-fuzz",
  platforms: [.macOS("26.0")],
  dependencies: [.package(name: "echo-analyze", path: "../..")],
  targets: [
    // What the targets share: inputs as files, and what must hold of every output.
    .target(name: "FuzzSupport", swiftSettings: settings),
    // A packet of any link type.
    .executableTarget(
      name: "fuzz-wire",
      dependencies: ["FuzzSupport", library("Analyzer"), library("Conversations"), library("Report"), library("Wire")],
      swiftSettings: settings),
    // The bytes of a capture file, packed or not.
    .executableTarget(
      name: "fuzz-capture-file", dependencies: ["FuzzSupport", library("Capture"), library("Wire")],
      swiftSettings: settings),
    // A capture file, and every report that is made of it.
    .executableTarget(
      name: "fuzz-read-path",
      dependencies: [
        "FuzzSupport", library("Analyzer"), library("Capture"), library("Conversations"), library("Report"),
        library("Wire"),
      ],
      swiftSettings: settings),
    // A session log, and a capture that it is joined with.
    .executableTarget(
      name: "fuzz-session-log",
      dependencies: [
        "FuzzSupport", library("Analyzer"), library("Capture"), library("Conversations"), library("Report"),
        library("SessionLog"),
        library("Wire"),
      ],
      swiftSettings: settings),
    // A specification to grade by, or a list of endpoints to check.
    .executableTarget(
      name: "fuzz-grade-spec",
      dependencies: [
        "FuzzSupport", library("Analyzer"), library("Capture"), library("Conversations"), library("Report"),
        library("Wire"),
      ],
      swiftSettings: settings),
  ]
)
