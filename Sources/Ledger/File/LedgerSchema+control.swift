// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension LedgerSchema {
  /// What administrators set, and the log of what they did.
  ///
  /// A subject is a backend's or model's id, a project's name or a token's public id; none of them ever changes. A null
  /// limit is not set. `meta.directory` counts these changes too, so that a running gateway reads one number to know that
  /// somebody changed something.
  ///
  /// Rows of `audit` are added at the end and never change: triggers refuse everything else, and `audit_head` says where
  /// the end is, so that a log that was cut off is known for one. A REPLACE would delete without asking the trigger of
  /// deletes, hence the one of inserts. Who writes to the file behind SQLite's back is found by the chain of hashes, see
  /// `AuditChain`.
  static let control =
    """
    CREATE TABLE scope_limit(
      scope TEXT NOT NULL CHECK (scope IN ('global', 'backend', 'model', 'project', 'token')),
      subject TEXT NOT NULL,
      requests_per_minute INTEGER CHECK (requests_per_minute BETWEEN 1 AND 10000000000),
      tokens_per_minute INTEGER CHECK (tokens_per_minute BETWEEN 1 AND 10000000000),
      concurrency INTEGER CHECK (concurrency BETWEEN 0 AND 1000000),
      budget_day_pico INTEGER CHECK (budget_day_pico >= 0),
      budget_day_currency TEXT CHECK (budget_day_currency GLOB '[A-Z][A-Z][A-Z]'),
      budget_month_pico INTEGER CHECK (budget_month_pico >= 0),
      budget_month_currency TEXT CHECK (budget_month_currency GLOB '[A-Z][A-Z][A-Z]'),
      tokens_day INTEGER CHECK (tokens_day BETWEEN 0 AND 1000000000000000),
      tokens_month INTEGER CHECK (tokens_month BETWEEN 0 AND 1000000000000000),
      weight INTEGER CHECK (weight BETWEEN 1 AND 100),
      backends TEXT CHECK (json_type(backends) = 'array'),
      task TEXT,
      set_at INTEGER NOT NULL,
      PRIMARY KEY (scope, subject),
      CHECK ((scope = 'global') = (subject = '')),
      CHECK ((budget_day_pico IS NULL) = (budget_day_currency IS NULL)),
      CHECK ((budget_month_pico IS NULL) = (budget_month_currency IS NULL)),
      CHECK (scope = 'project' OR (weight IS NULL AND backends IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE project_applied(
      project_id INTEGER PRIMARY KEY REFERENCES project(id),
      version TEXT NOT NULL,
      limits TEXT NOT NULL CHECK (json_type(limits) = 'object'),
      applied_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE emergency_stop(
      scope TEXT NOT NULL CHECK (scope IN ('global', 'backend', 'model', 'project')),
      subject TEXT NOT NULL,
      reason TEXT NOT NULL,
      task TEXT NOT NULL,
      since INTEGER NOT NULL,
      ends_calls INTEGER NOT NULL CHECK (ends_calls IN (0, 1)),
      PRIMARY KEY (scope, subject),
      CHECK ((scope = 'global') = (subject = ''))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE quota_request(
      id INTEGER PRIMARY KEY,
      project_id INTEGER NOT NULL REFERENCES project(id),
      wanted TEXT NOT NULL CHECK (json_type(wanted) = 'object'),
      reason TEXT NOT NULL,
      task TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused')),
      opened_at INTEGER NOT NULL,
      decided_at INTEGER,
      decision TEXT,
      CHECK ((state = 'open') = (decided_at IS NULL)),
      CHECK ((state = 'open') = (decision IS NULL))
    ) STRICT;
    CREATE TABLE audit(
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL CHECK (actor = 'cli' OR (actor GLOB 'token:*' AND length(actor) = 16)),
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      before TEXT,
      after TEXT,
      reason TEXT,
      task TEXT,
      prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE TABLE audit_head(
      only INTEGER PRIMARY KEY CHECK (only = 1),
      count INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    INSERT INTO audit_head VALUES (1, 0, zeroblob(32));
    CREATE TRIGGER audit_insert BEFORE INSERT ON audit
    WHEN (NEW.seq, NEW.prev_hash) IS NOT (SELECT count + 1, hash FROM audit_head) BEGIN
      SELECT RAISE(ABORT, 'an audit row follows the last one');
    END;
    CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows never change'); END;
    CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows never go'); END;
    CREATE TRIGGER audit_follow AFTER INSERT ON audit BEGIN
      UPDATE audit_head SET count = NEW.seq, hash = NEW.hash;
    END;
    """
    + ["scope_limit", "emergency_stop"].flatMap { table in
      ["INSERT", "UPDATE", "DELETE"].map { event in
        """

        CREATE TRIGGER \(table)_\(event.lowercased()) AFTER \(event) ON \(table) BEGIN
          UPDATE meta SET value = value + 1 WHERE key = 'directory';
        END;
        """
      }
    }.joined()

  static let auditTriggers = ["audit_insert", "audit_update", "audit_delete", "audit_follow"]
}
