// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// When each token was last used, and which of that has been written.
struct TokenUses {
  private struct Use {
    var seen: Instant
    var written: Instant?
    var isDue: Bool {
      guard let written else { return true }
      return seen - written >= .seconds(60)
    }
  }

  private var uses: [TokenRow: Use] = [:]
  /// Those that are due, so that a batch does not look through all of them.
  private var waiting: Set<TokenRow> = []

  /// - Returns: true when this use makes a write due.
  mutating func note(_ token: TokenRow, at instant: Instant) -> Bool {
    var use = uses[token] ?? Use(seen: instant)
    use.seen = max(use.seen, instant)
    uses[token] = use
    return use.isDue && waiting.insert(token).inserted
  }

  /// - Parameter all: at the end also those that are younger than a minute.
  func due(all: Bool) -> [(token: TokenRow, at: Instant)] {
    if all { return uses.filter { $0.value.seen != $0.value.written }.map { ($0.key, $0.value.seen) } }
    return waiting.compactMap { token in uses[token].map { (token, $0.seen) } }
  }

  mutating func markWritten(_ written: [(token: TokenRow, at: Instant)]) {
    for use in written {
      uses[use.token]?.written = use.at
      waiting.remove(use.token)
    }
  }
}
