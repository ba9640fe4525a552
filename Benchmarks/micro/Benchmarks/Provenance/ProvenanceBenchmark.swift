// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import Provenance

/// What a record costs on its way into the log: its leaf, its place in the tree, its commitments.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuUser, .wallClock, .mallocCountTotal, .throughput], scalingFactor: .kilo, maxDuration: .seconds(5))
  let record = [UInt8](repeating: UInt8(ascii: "x"), count: 1_300)
  let salt = CommitmentSalt([UInt8](repeating: 7, count: 32))!

  Benchmark("hash a record of 1.3 kB into a leaf") { benchmark in
    for _ in benchmark.scaledIterations { blackHole(MerkleHash.leaf(record)) }
  }
  for size in [0, 10_000_000] {
    Benchmark("append a leaf to a tree of \(size)") { benchmark in
      var frontier = Frontier()
      let leaf = MerkleHash.leaf(record)
      for _ in 0..<size { frontier.append(leaf) }
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { frontier.append(leaf) }
      benchmark.stopMeasurement()
      blackHole(frontier.root)
    }
  }
  for length in [600, 2_000, 200_000] {
    let text = [UInt8](repeating: UInt8(ascii: "t"), count: length)
    Benchmark("commit to a text of \(length) bytes", configuration: .init(scalingFactor: .one)) { benchmark in
      for _ in benchmark.scaledIterations { blackHole(Commitment.of(text: text, salt: salt)) }
    }
  }
}
