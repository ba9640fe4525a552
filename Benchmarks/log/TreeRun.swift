// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Notes
import Provenance

/// A log by itself: what an append, a proof and an opening cost, from the first leaf to the last.
struct TreeRun {
  let directory: String
  let leaves: Int

  private static let batch = TransparencyLog.mostLeavesPerCheckpoint
  private static let signer = NoteSigner(
    name: KeyName("benchmark.invalid/log")!, seed: Secret((0..<32).map { UInt8($0) }))!

  static func open(_ directory: String) throws -> TransparencyLog {
    try TransparencyLog.open(directory, origin: signer.name, signers: [signer])
  }

  func run() throws {
    say("A log of \(leaves) leaves, \(Self.batch) to a checkpoint; median / 99th percentile / longest")
    var log: TransparencyLog? = try Self.open(directory)
    let tenth = max(Self.batch, leaves / 10 / Self.batch * Self.batch)
    for start in stride(from: 0, to: leaves, by: tenth) {
      var figures = Figures()
      let before = processorSeconds()
      let end = min(leaves, start + tenth)
      for first in stride(from: start, to: end, by: Self.batch) {
        let new = (first..<first + Self.batch).map { MerkleHash.leaf(Array("entry \($0)".utf8)) }
        try figures.measure { _ = try log!.append(new) }
      }
      let spent = (processorSeconds() - before) / Double(end - start) * 1e6
      say("append, \(start) to \(end): \(figures.line); \(String(format: "%.2f", spent)) µs CPU a leaf")
    }
    try prove(log!)
    log = nil
    var opening = Figures()
    for _ in 0..<5 {
      try opening.measure { log = try Self.open(directory) }
      log = nil
    }
    say("open: \(opening.line)")
  }

  private func prove(_ log: TransparencyLog) throws {
    var random = SystemRandomNumberGenerator()
    let record = Array(#"{"v":1}"#.utf8)
    var (receipts, consistency) = (Figures(), Figures())
    for _ in 0..<10_000 {
      let index = Int.random(in: 0..<leaves, using: &random)
      try receipts.measure {
        _ = try Receipt(record: record, inputSalt: nil, outputSalt: nil, at: index, in: log)?.bytes
      }
    }
    for _ in 0..<1_000 {
      let size = Int.random(in: 1...leaves, using: &random)
      try consistency.measure { _ = try log.consistencyProof(from: size, to: leaves) }
    }
    say("receipt: \(receipts.line)")
    say("proof of consistency: \(consistency.line)")
  }
}
