// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// The SQL of the calls. The order of the parameters is that of `CallStatements`.
enum CallSQL {
  static let insertIntent = """
    INSERT INTO intent(request_id, at, project_id, token_id, operation, stream, model, backend, price_id, hold_pico,
      currency, input_bound, output_cap, purpose)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  static let findIntent =
    "SELECT seq, at, project_id, model, backend, currency, token_id FROM intent WHERE request_id = ?"

  static let insertSettlement = """
    INSERT INTO settlement(seq, at, outcome, status, error_code, usage_source, raw_usage, cost_pico, currency,
      needs_review, first_byte_us, total_us, bytes_in, bytes_out, \(LedgerSchema.buckets { $0 }))
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(LedgerSchema.buckets { _ in "?" }))
    """

  static let insertRecord = "INSERT INTO provenance(seq, record, salts, leaf) VALUES (?, ?, ?, ?)"

  static let insertLeaf = "INSERT INTO leaf(number, seq) VALUES (?, ?)"

  static let nextLeaf = "SELECT ifnull(max(number) + 1, 0) FROM leaf"

  /// A bucket that no longer fits an integer becomes a REAL in SQLite, which a STRICT column refuses: the settlement
  /// fails as a whole, the sum is never wrong. A cost carries from `cost_pico` to `cost_unit` and does not overflow.
  static let addUsage = """
    INSERT INTO usage_day(day, project_id, model, backend, currency, token_id, calls, failed, estimated, recovered,
      cost_unit, cost_pico, \(LedgerSchema.buckets { $0 }))
    VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, \(LedgerSchema.buckets { _ in "?" }))
    ON CONFLICT DO UPDATE SET
      calls = calls + 1, failed = failed + excluded.failed, estimated = estimated + excluded.estimated,
      recovered = recovered + excluded.recovered,
      cost_unit = cost_unit + excluded.cost_unit + (cost_pico + excluded.cost_pico) / \(Money.picoPerUnit),
      cost_pico = (cost_pico + excluded.cost_pico) % \(Money.picoPerUnit),
      \(LedgerSchema.buckets { "\($0) = \($0) + excluded.\($0)" })
    """

  /// The last use never goes back, and a token that is not there is passed over.
  static let noteUse = """
    INSERT INTO token_use(token_id, last_used_at) SELECT id, ?2 FROM token WHERE id = ?1
    ON CONFLICT DO UPDATE SET last_used_at = max(last_used_at, excluded.last_used_at)
    """

  static let probe = "UPDATE meta SET value = value + 1 WHERE key = 'probe'"
}
