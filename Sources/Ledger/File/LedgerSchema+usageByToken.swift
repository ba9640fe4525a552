// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

extension LedgerSchema {
  /// Tells the tokens of a project apart in the roll-up, since budgets of tokens need their sums.
  ///
  /// The rows are made again from intents and settlements, which know the token. If they do not make what the roll-up
  /// had, the step fails as a whole and the file stays as it was: a sum of money is never replaced by another one.
  ///
  /// SQLite adds up in 64 bits and fails beyond them. A cost is therefore added up in three parts, each small enough for
  /// 10¹² rows: whole units, millionths of a unit, and pico-units below a millionth.
  static let usageByToken = """
    CREATE TABLE usage_day_token(
      day TEXT NOT NULL,
      project_id INTEGER NOT NULL REFERENCES project(id),
      model TEXT NOT NULL,
      backend TEXT NOT NULL,
      currency TEXT NOT NULL,
      token_id INTEGER NOT NULL REFERENCES token(id),
      calls INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      estimated INTEGER NOT NULL,
      recovered INTEGER NOT NULL,
      \(buckets { "\($0) INTEGER NOT NULL CHECK (\($0) >= 0)" }),
      cost_unit INTEGER NOT NULL CHECK (cost_unit >= 0),
      cost_pico INTEGER NOT NULL CHECK (cost_pico BETWEEN 0 AND 999999999999),
      PRIMARY KEY (day, project_id, model, backend, currency, token_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO usage_day_token
      SELECT day, project_id, model, backend, currency, token_id, calls, failed, estimated, recovered,
        \(buckets { $0 }),
        units + millionths / 1000000 + (millionths % 1000000 * 1000000 + picos) / 1000000000000,
        (millionths % 1000000 * 1000000 + picos) % 1000000000000
      FROM (
        SELECT strftime('%Y-%m-%d', intent.at / 1000000 - (intent.at % 1000000 < 0), 'unixepoch') AS day, project_id,
          model, backend, settlement.currency AS currency, token_id, count(*) AS calls,
          sum(outcome = 'failed') AS failed, sum(usage_source = 'estimated') AS estimated,
          sum(outcome = 'recovered') AS recovered, \(buckets { "sum(\($0)) AS \($0)" }),
          sum(cost_pico / 1000000000000) AS units, sum(cost_pico % 1000000000000 / 1000000) AS millionths,
          sum(cost_pico % 1000000) AS picos
        FROM settlement JOIN intent USING (seq)
        GROUP BY 1, 2, 3, 4, 5, 6
      );
    CREATE TABLE usage_difference(
      rows INTEGER NOT NULL CONSTRAINT "the usage by day is not the sum of its settlements" CHECK (rows = 0)
    ) STRICT;
    INSERT INTO usage_difference SELECT count(*) FROM (SELECT * FROM usage_day EXCEPT \(usageOverTokens));
    INSERT INTO usage_difference SELECT count(*) FROM (\(usageOverTokens) EXCEPT SELECT * FROM usage_day);
    DROP TABLE usage_difference;
    DROP TABLE usage_day;
    ALTER TABLE usage_day_token RENAME TO usage_day;
    """

  private static let usageOverTokens = """
    SELECT day, project_id, model, backend, currency, sum(calls), sum(failed), sum(estimated), sum(recovered),
      \(buckets { "sum(\($0))" }), sum(cost_unit) + sum(cost_pico) / 1000000000000, sum(cost_pico) % 1000000000000
    FROM usage_day_token GROUP BY 1, 2, 3, 4, 5
    """
}
