// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
// Wire alone declares non-escapable types of its own.
let lifetimes = strict + [.enableExperimentalFeature("Lifetimes")]
// Tests read `bytes.span.bytes` plainly: no strict memory safety there.
let tests: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "echo-analyze",
  platforms: [.macOS("26.0")],
  products: [
    .executable(name: "echo-analyze", targets: ["echo-analyze"]),
    .library(name: "Wire", targets: ["Wire"]),
    .library(name: "Capture", targets: ["Capture"]),
    .library(name: "Conversations", targets: ["Conversations"]),
    .library(name: "Analyzer", targets: ["Analyzer"]),
    .library(name: "Report", targets: ["Report"]),
    .library(name: "SessionLog", targets: ["SessionLog"]),
    .library(name: "Echo", targets: ["Echo"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"]), .brew(["libpcap"])]),
    .target(name: "Wire", swiftSettings: lifetimes),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(
      name: "Capture",
      dependencies: [
        "CPcap", "CZlib", "CZstd", "Wire", .target(name: "CLinux", condition: .when(platforms: [.linux])),
      ],
      swiftSettings: strict),
    .target(
      name: "Conversations",
      dependencies: [
        "Wire", .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "HeapModule", package: "swift-collections"),
      ],
      swiftSettings: strict),
    .target(name: "Analyzer", dependencies: ["Capture", "Conversations", "SessionLog", "Wire"], swiftSettings: strict),
    .target(name: "SessionLog", dependencies: ["Wire"], swiftSettings: strict),
    .systemLibrary(name: "CLinux"),
    .target(
      name: "Echo",
      dependencies: [
        "SessionLog", "Wire", .target(name: "CLinux", condition: .when(platforms: [.linux])),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Report",
      dependencies: [
        "Analyzer", "Capture", "Conversations", "SessionLog", "Wire",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      // In the program itself, which is then one file wherever it is copied.
      resources: [
        .embedInCode("Templates/page.mustache"), .embedInCode("Templates/blocks.mustache"),
        .embedInCode("Templates/page.css"), .embedInCode("Templates/page.js"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "echo-analyze",
      dependencies: [
        "Analyzer", "Capture", "Conversations", "Echo", "Report", "SessionLog", "Wire",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(
      name: "Fixtures", path: "Fixtures", resources: [.copy("packets"), .copy("reports"), .copy("specifications")],
      swiftSettings: strict),
    // What the tests of conversations and of the engine say packets with.
    .target(name: "PacketBuilding", dependencies: ["Wire"], path: "Tests/PacketBuilding", swiftSettings: tests),
    .testTarget(name: "WireTests", dependencies: ["Wire"], swiftSettings: tests),
    .testTarget(name: "CaptureTests", dependencies: ["Capture", "Wire", "Fixtures"], swiftSettings: tests),
    .testTarget(
      name: "ConversationsTests", dependencies: ["Conversations", "Wire", "PacketBuilding"], swiftSettings: tests),
    .testTarget(name: "SessionLogTests", dependencies: ["SessionLog", "Wire"], swiftSettings: tests),
    .testTarget(
      name: "AnalyzerTests",
      dependencies: ["Analyzer", "Capture", "Conversations", "SessionLog", "Wire", "Fixtures", "PacketBuilding"],
      swiftSettings: tests),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Report", "Analyzer", "Conversations", "SessionLog", "Wire", "Fixtures", "PacketBuilding"],
      swiftSettings: tests),
    .testTarget(name: "EchoTests", dependencies: ["Echo", "SessionLog", "Wire"], swiftSettings: tests),
    .testTarget(
      name: "EchoAnalyzeTests",
      dependencies: [
        "echo-analyze", "Fixtures",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: tests),
  ]
)

// `Tests/sanitize` builds a second time for a sanitizer: the modules that touch bytes from outside, without the rest, which
// takes most of the time.
if Context.environment["ECHO_ANALYZE_MODULES"] == "core" {
  let core: Set = [
    "CLinux", "CPcap", "CZlib", "CZstd", "Wire", "Capture", "Conversations", "SessionLog", "Analyzer", "Fixtures",
    "PacketBuilding",
    "WireTests", "CaptureTests", "ConversationsTests", "SessionLogTests", "AnalyzerTests",
  ]
  package.targets.removeAll { !core.contains($0.name) }
  package.products.removeAll { !core.contains($0.name) }
}
