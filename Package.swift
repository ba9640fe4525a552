// swift-tools-version: 6.2
// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func source(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "toolgate",
  products: [
    .executable(name: "toolgate", targets: ["toolgate"]),
    .executable(name: "fake-upstream", targets: ["fake-upstream"]),
    .executable(name: "log-benchmark", targets: ["log-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Values and threads: everything stands on these.
    source("Domain"),
    .target(name: "CLinux"),
    source("Threads", ["CLinux"]),

    // Keys with names, and texts that they sign.
    source("Notes", ["Domain", crypto]),

    // What is read: bytes of a dialect, YAML, configuration, policies.
    source("Wire", ["Domain"]),
    source("StrictYAML", ["Domain", yams]),
    source("GatewayConfiguration", ["Domain", "StrictYAML"]),
    source("Policy", ["Domain", "Notes", "StrictYAML", crypto]),
    source("Exports", ["Domain", "Policy", "Wire", crypto]),
    source("ModelImport", ["Domain", "StrictYAML", "Wire", crypto]),

    // What decides and remembers.
    source("Identity", ["Domain", crypto]),
    source("Admission", ["Domain", deque]),
    source("Ledger", ["Domain", "Threads", "Wire", crypto, grdb, sqlite]),
    source("Provenance", ["Domain", "Notes", "Wire", crypto]),
    source("Reports", ["Domain", "Ledger", grdb]),
    .target(
      name: "Pages", dependencies: ["Domain", "Exports", "Policy", "Provenance", "Wire", crypto],
      exclude: ["Resources/i18n/qqq.json"],
      resources: ["i18n/en.json", "style.css", "check.js", "icon.svg"].map { .embedInCode("Resources/\($0)") },
      swiftSettings: settings),

    // What answers: remote backends through libcurl, and the model that is built in.
    .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "CCurl", dependencies: ["CLibcurl"]),
    source("Extractive"),
    source("Upstream", ["CCurl", "CLinux", "Domain", "Extractive", "Threads", "Wire", nio]),

    // What listens.
    source("Telemetry", ["Domain", "Threads", "Wire", logging]),
    source(
      "DataPlane",
      [
        "Admission", "CLinux", "Domain", "Identity", "Policy", "Provenance", "Telemetry", "Threads", "Upstream", "Wire",
        nio, nioPosix, nioHTTP, nioTLS, logging,
      ]),
    source(
      "Console",
      [
        "Domain", "Identity", "Ledger", "Telemetry", "Wire", hummingbird, hummingbirdCore, hummingbirdTLS, lifecycle,
        nio, nioTLS, logging,
      ]),

    // The wiring, and the command line on top of it.
    source(
      "Serving",
      [
        "Admission", "Console", "DataPlane", "Domain", "GatewayConfiguration", "Identity", "Ledger", "ModelImport",
        "Notes", "Pages", "Policy", "Provenance", "Reports", "StrictYAML", "Telemetry", "Upstream", "Wire", lifecycle,
        logging, nioTLS, signals,
      ]),
    .executableTarget(
      name: "toolgate",
      dependencies: [
        "CLinux", "DataPlane", "Domain", "Exports", "GatewayConfiguration", "Identity", "Ledger", "ModelImport",
        "Notes", "Policy", "Provenance", "Reports", "Serving", "StrictYAML", "Telemetry", "Upstream", "Wire", arguments,
        lifecycle, logging, nio, signals,
      ],
      swiftSettings: settings),

    // For tests and benchmarks; nothing of it ships.
    .target(
      name: "ToolgateTesting", dependencies: ["Domain", "Ledger", "Threads", nio, nioPosix, nioHTTP],
      swiftSettings: settings),
    .executableTarget(name: "fake-upstream", dependencies: ["ToolgateTesting", arguments], swiftSettings: settings),
    .executableTarget(
      name: "log-benchmark", dependencies: ["Domain", "Ledger", "Notes", "Provenance", "ToolgateTesting", arguments],
      path: "Benchmarks/log", swiftSettings: settings),

    tests("AdmissionTests", ["Admission", "Domain", "Threads", "ToolgateTesting"]),
    tests("DataPlaneTests", ["DataPlane", "Domain", "ToolgateTesting"]),
    tests("DomainTests", ["Domain", "ToolgateTesting"]),
    tests(
      "EndToEndTests",
      ["DataPlane", "Domain", "Identity", "Ledger", "Serving", "ToolgateTesting", grdb, logging]),
    tests("ExportsTests", ["Domain", "Exports", "ModelImport", "Policy", "StrictYAML"]),
    tests("ExtractiveTests", ["Extractive"]),
    tests("GatewayConfigurationTests", ["Domain", "GatewayConfiguration", "StrictYAML"]),
    tests("IdentityTests", ["Domain", "Identity", "ToolgateTesting"]),
    tests("LedgerTests", ["Domain", "Ledger", "Threads", "ToolgateTesting", grdb]),
    tests("ModelImportTests", ["Domain", "ModelImport", "StrictYAML", crypto], resources: [.copy("Fixtures")]),
    tests("PagesTests", ["Domain", "Pages", "Policy", "Provenance"]),
    tests(
      "PolicyTests", ["Domain", "Notes", "Policy", "StrictYAML", "ToolgateTesting"], resources: [.copy("Fixtures")]),
    tests("ProvenanceTests", ["Domain", "Notes", "Provenance", "ToolgateTesting", "Wire"]),
    tests("ReportsTests", ["Domain", "Ledger", "Reports", "ToolgateTesting", grdb]),
    tests(
      "ServingTests",
      ["Domain", "Ledger", "ModelImport", "Notes", "Policy", "Provenance", "Serving", "ToolgateTesting"]),
    tests("StrictYAMLTests", ["Domain", "StrictYAML"]),
    tests("TelemetryTests", ["Domain", "Telemetry", "Threads", "ToolgateTesting", "Wire", logging]),
    tests("ThreadsTests", ["Threads", "ToolgateTesting"]),
    tests("ToolgateTestingTests", ["Domain", "Ledger", "ToolgateTesting"]),
    tests(
      "UpstreamTests",
      ["CCurl", "Domain", "Extractive", "Threads", "ToolgateTesting", "Upstream", "Wire", nio, nioPosix, nioHTTP]),
    tests("WireTests", ["Domain", "Wire"]),
  ],
  swiftLanguageModes: [.v6]
)
