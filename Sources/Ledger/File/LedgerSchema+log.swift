// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension LedgerSchema {
  /// The order of the transparency log: each provenance record and each act of governance has one leaf, numbered from 0
  /// without a gap in the order of their transactions. The log's files are made from this order, so it never changes;
  /// only the salts of a record may be deleted, which makes its commitments unlinkable to any text.
  ///
  /// Records from before this step get their leaves in the order of their calls, without salts: they commit to no text.
  static let log = """
    CREATE TABLE governance(
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      at INTEGER NOT NULL,
      entry BLOB NOT NULL CHECK (length(entry) BETWEEN 2 AND 65535)
    ) STRICT;
    CREATE INDEX governance_by_subject ON governance(subject);
    CREATE TABLE leaf(
      number INTEGER PRIMARY KEY CHECK (number >= 0),
      seq INTEGER REFERENCES settlement(seq),
      governance_id INTEGER REFERENCES governance(id),
      CHECK ((seq IS NULL) <> (governance_id IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX leaf_of_governance ON leaf(governance_id) WHERE governance_id IS NOT NULL;
    ALTER TABLE provenance ADD COLUMN leaf INTEGER REFERENCES leaf(number);
    ALTER TABLE provenance ADD COLUMN salts BLOB CHECK (salts IS NULL OR length(salts) = 64);
    INSERT INTO leaf(number, seq) SELECT row_number() OVER (ORDER BY seq) - 1, seq FROM provenance;
    UPDATE provenance SET leaf = (SELECT number FROM leaf WHERE leaf.seq = provenance.seq);
    """
    + logTriggers.map { name, sql in
      "\nCREATE TRIGGER \(name) \(sql) BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;"
    }
    .joined()

  /// What keeps the log from being changed by anybody but the person who owns the file.
  static let logTriggers: [(name: String, sql: String)] = [
    ("leaf_update", "BEFORE UPDATE ON leaf"), ("leaf_delete", "BEFORE DELETE ON leaf"),
    ("governance_update", "BEFORE UPDATE ON governance"), ("governance_delete", "BEFORE DELETE ON governance"),
    ("provenance_update", "BEFORE UPDATE OF seq, record, leaf ON provenance"),
    ("provenance_delete", "BEFORE DELETE ON provenance"),
  ]
}
