// swift-tools-version: 6.1
// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// The parts of the hot path by themselves. A package of its own, so that nothing of it is in the product's dependencies;
// its sources are links to the product's, since these are open to their own package only.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "toolgate-micro",
  dependencies: [
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(name: "Domain", swiftSettings: settings),
    .target(
      name: "Admission", dependencies: ["Domain", .product(name: "DequeModule", package: "swift-collections")],
      swiftSettings: settings),
    .target(name: "Wire", dependencies: ["Domain"], swiftSettings: settings),
    .target(
      name: "Notes", dependencies: ["Domain", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(
      name: "Provenance", dependencies: ["Domain", "Notes", "Wire", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(
      name: "StrictYAML", dependencies: ["Domain", .product(name: "Yams", package: "Yams")], swiftSettings: settings),
    .target(
      name: "Policy", dependencies: ["Domain", "Notes", "StrictYAML", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .executableTarget(
      name: "AdmissionBenchmark",
      dependencies: ["Admission", "Domain", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Admission", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "ProvenanceBenchmark", dependencies: ["Provenance", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Provenance", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "PolicyBenchmark",
      dependencies: ["Domain", "Policy", "StrictYAML", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Policy", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
