// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB

/// The tables, as steps that only go forwards. `PRAGMA user_version` counts the steps that a file has taken.
///
/// All tables are STRICT. Money is INTEGER pico-units, time INTEGER microseconds since 1970 in UTC.
enum LedgerSchema {
  private static let steps: [(fact: String, sql: String)] = [
    ("2026-11 projects and tokens", identity),
    ("2026-11 prices", prices),
    ("2026-11 intents, settlements and provenance", calls),
    ("2026-11 usage by day", usage),
    ("2026-11 usage by token", usageByToken),
    ("2026-11 limits, stops, quota requests and their audit", control),
    ("2026-11 prices of long input", priceContexts),
    ("2026-11 leaves of the transparency log", log),
  ]

  static var version: Int { steps.count }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, step) in steps.enumerated() {
      migrator.registerMigration(step.fact) { db in
        try db.execute(sql: step.sql)
        if index == 0 { try db.execute(sql: "PRAGMA application_id = \(LedgerFile.applicationID)") }
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    return migrator
  }

  /// Names of projects are unique over both kinds, so that a name alone says which project is meant.
  ///
  /// `meta.directory` counts the changes of projects and tokens: whoever keeps them in memory reads one number to know
  /// whether to read them again. `token_use` is apart, so that the use of a token is not such a change.
  private static let identity = """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO meta VALUES ('directory', 0), ('recovered_through', 0), ('probe', 0);
    CREATE TABLE project(
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('toolforge', 'cloudvps')),
      name TEXT NOT NULL UNIQUE,
      task TEXT,
      created_at INTEGER NOT NULL,
      disabled_at INTEGER
    ) STRICT;
    CREATE TABLE token(
      id INTEGER PRIMARY KEY,
      public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 10),
      project_id INTEGER REFERENCES project(id),
      role TEXT CHECK (role IN ('admin', 'finance', 'auditor')),
      label TEXT NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      scopes TEXT NOT NULL,
      origins TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      replaced_by INTEGER REFERENCES token(id),
      CHECK ((project_id IS NULL) <> (role IS NULL))
    ) STRICT;
    CREATE INDEX token_by_project ON token(project_id);
    CREATE TABLE token_use(
      token_id INTEGER PRIMARY KEY REFERENCES token(id),
      last_used_at INTEGER NOT NULL
    ) STRICT;
    """
    + ["project", "token"].flatMap { table in
      ["INSERT", "UPDATE", "DELETE"].map { event in
        """

        CREATE TRIGGER \(table)_\(event.lowercased()) AFTER \(event) ON \(table) BEGIN
          UPDATE meta SET value = value + 1 WHERE key = 'directory';
        END;
        """
      }
    }.joined()

  private static let prices = """
    CREATE TABLE price(
      id TEXT PRIMARY KEY,
      currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
      \(buckets { "\($0) INTEGER NOT NULL CHECK (\($0) >= 0)" })
    ) STRICT, WITHOUT ROWID;
    """

  /// Token figures end at 10¹² so that no lie of a backend can bring a sum near the end of an `Int64`: a row beyond it
  /// is refused and its intent is settled by rule.
  private static let calls = """
    CREATE TABLE intent(
      seq INTEGER PRIMARY KEY,
      request_id BLOB NOT NULL UNIQUE CHECK (length(request_id) = 16),
      at INTEGER NOT NULL,
      project_id INTEGER NOT NULL REFERENCES project(id),
      token_id INTEGER NOT NULL REFERENCES token(id),
      operation TEXT NOT NULL,
      stream INTEGER NOT NULL CHECK (stream IN (0, 1)),
      model TEXT NOT NULL,
      backend TEXT NOT NULL,
      price_id TEXT NOT NULL REFERENCES price(id),
      hold_pico INTEGER NOT NULL CHECK (hold_pico >= 0),
      currency TEXT NOT NULL,
      input_bound INTEGER NOT NULL CHECK (input_bound BETWEEN 0 AND 1000000000000),
      output_cap INTEGER NOT NULL CHECK (output_cap BETWEEN 0 AND 1000000000000),
      purpose TEXT
    ) STRICT;
    CREATE TABLE settlement(
      seq INTEGER PRIMARY KEY REFERENCES intent(seq),
      at INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      status INTEGER NOT NULL,
      error_code TEXT,
      \(buckets { "\($0) INTEGER NOT NULL CHECK (\($0) BETWEEN 0 AND 1000000000000)" }),
      usage_source TEXT NOT NULL,
      raw_usage BLOB,
      cost_pico INTEGER NOT NULL CHECK (cost_pico >= 0),
      currency TEXT NOT NULL,
      needs_review INTEGER NOT NULL CHECK (needs_review IN (0, 1)),
      first_byte_us INTEGER,
      total_us INTEGER NOT NULL,
      bytes_in INTEGER NOT NULL,
      bytes_out INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE provenance(
      seq INTEGER PRIMARY KEY REFERENCES settlement(seq),
      record BLOB NOT NULL
    ) STRICT;
    """

  /// The day is the UTC day of the intent. A cost is `cost_unit` whole units of the currency and `cost_pico` below one
  /// unit, so that its sum holds nine trillion times what an `Int64` of pico-units would.
  private static let usage = """
    CREATE TABLE usage_day(
      day TEXT NOT NULL,
      project_id INTEGER NOT NULL REFERENCES project(id),
      model TEXT NOT NULL,
      backend TEXT NOT NULL,
      currency TEXT NOT NULL,
      calls INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      estimated INTEGER NOT NULL,
      recovered INTEGER NOT NULL,
      \(buckets { "\($0) INTEGER NOT NULL CHECK (\($0) >= 0)" }),
      cost_unit INTEGER NOT NULL CHECK (cost_unit >= 0),
      cost_pico INTEGER NOT NULL CHECK (cost_pico BETWEEN 0 AND 999999999999),
      PRIMARY KEY (day, project_id, model, backend, currency)
    ) STRICT, WITHOUT ROWID;
    """

  /// One piece of SQL for each bucket of tokens, in the order of `TokenCounts.Bucket`, joined by commas.
  static func buckets(_ sql: (_ column: String) -> String) -> String {
    TokenCounts.Bucket.allCases.map { sql($0.name) }.joined(separator: ", ")
  }
}
