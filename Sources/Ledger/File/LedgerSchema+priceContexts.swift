// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension LedgerSchema {
  /// Rates that hold for the whole of a call whose input has more than `above` tokens. The prices of older files have
  /// none, and never get one: a version does not change.
  static let priceContexts = """
    CREATE TABLE price_context(
      price_id TEXT NOT NULL REFERENCES price(id),
      above INTEGER NOT NULL CHECK (above BETWEEN 1 AND 1000000000000),
      \(buckets { "\($0) INTEGER NOT NULL CHECK (\($0) >= 0)" }),
      PRIMARY KEY (price_id, above)
    ) STRICT, WITHOUT ROWID;
    """
}
