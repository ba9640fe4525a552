// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The entries of the leaves that were written last, so that whoever publishes them need not read them back.
///
/// A help and no more: the ledger has each of them. One run of leaves without a gap is kept; when leaves come that do not
/// follow it (another process wrote some in between), or when it grows too long, it begins anew. Nothing is kept before
/// somebody has asked for the first time.
final class FreshLeaves: Sendable {
  private struct Run {
    var first: Int64 = 0
    var entries: [[UInt8]] = []
    var bytes = 0
    var isWanted = false

    var end: Int64 { first + Int64(entries.count) }

    mutating func drop(_ count: Int) {
      for entry in entries.prefix(count) { bytes -= entry.count }
      entries.removeFirst(count)
      first += Int64(count)
    }
  }

  /// What the run may hold: half a second's leaves of a busy gateway.
  static let mostBytes = 8 << 20

  private let run = Mutex(Run())

  /// - Parameters:
  ///   - entries: of leaves that are durable, in their order.
  ///   - first: the number of the first of them.
  func add(_ entries: [[UInt8]], from first: Int64) {
    run.withLock { run in
      guard run.isWanted else { return }
      if run.end != first || run.bytes > Self.mostBytes { run = Run(first: first, isWanted: true) }
      for entry in entries { run.bytes += entry.count }
      run.entries += entries
    }
  }

  /// Gives the entries of some leaves from one on, and keeps nothing of what is before or among them.
  ///
  /// - Returns: fewer than asked for where there are no more, none where the run does not hold the first.
  func take(from first: Int64, count: Int) -> [[UInt8]] {
    run.withLock { run in
      run.isWanted = true
      guard first >= run.first else { return [] }
      run.drop(Int(min(first - run.first, Int64(run.entries.count))))
      guard first == run.first else { return [] }
      let taken = Array(run.entries.prefix(count))
      run.drop(taken.count)
      return taken
    }
  }
}
