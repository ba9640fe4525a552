// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The tables as schema 4 had them, as a program of that time wrote them. Never changed: it is what files out there look
/// like.
enum Schema4 {
  static let sql = """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('2026-11 projects and tokens'), ('2026-11 prices'),
      ('2026-11 intents, settlements and provenance'), ('2026-11 usage by day');
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
    CREATE TRIGGER project_insert AFTER INSERT ON project BEGIN
      UPDATE meta SET value = value + 1 WHERE key = 'directory';
    END;
    CREATE TRIGGER project_update AFTER UPDATE ON project BEGIN
      UPDATE meta SET value = value + 1 WHERE key = 'directory';
    END;
    CREATE TRIGGER project_delete AFTER DELETE ON project BEGIN
      UPDATE meta SET value = value + 1 WHERE key = 'directory';
    END;
    CREATE TRIGGER token_insert AFTER INSERT ON token BEGIN
      UPDATE meta SET value = value + 1 WHERE key = 'directory';
    END;
    CREATE TRIGGER token_update AFTER UPDATE ON token BEGIN
      UPDATE meta SET value = value + 1 WHERE key = 'directory';
    END;
    CREATE TRIGGER token_delete AFTER DELETE ON token BEGIN
      UPDATE meta SET value = value + 1 WHERE key = 'directory';
    END;
    CREATE TABLE price(
      id TEXT PRIMARY KEY,
      currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
      \(buckets { "\($0) INTEGER NOT NULL CHECK (\($0) >= 0)" })
    ) STRICT, WITHOUT ROWID;
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
    PRAGMA application_id = 1413966897;
    PRAGMA user_version = 4;
    """

  static let bucketNames = [
    "input_uncached", "input_cache_read", "input_cache_write", "input_audio", "input_image", "output_text",
    "output_reasoning", "output_audio",
  ]

  static func buckets(_ sql: (String) -> String) -> String { bucketNames.map(sql).joined(separator: ", ") }
}
