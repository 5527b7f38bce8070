// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "echo-analyze-benchmarks",
  platforms: [.macOS("26.0")],
  dependencies: [
    .package(name: "echo-analyze", path: "../.."),
    .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []),
  ],
  targets: [
    // Captures to measure with: the same bytes for the same seed.
    .target(name: "CaptureGeneration", swiftSettings: settings),
    .executableTarget(name: "generate-capture", dependencies: ["CaptureGeneration"], swiftSettings: settings),
    .executableTarget(
      name: "EchoAnalyze",
      dependencies: [
        "CaptureGeneration",
        .product(name: "Wire", package: "echo-analyze"), .product(name: "Capture", package: "echo-analyze"),
        .product(name: "Conversations", package: "echo-analyze"), .product(name: "Analyzer", package: "echo-analyze"),
        .product(name: "Report", package: "echo-analyze"), .product(name: "Echo", package: "echo-analyze"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/EchoAnalyze", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
