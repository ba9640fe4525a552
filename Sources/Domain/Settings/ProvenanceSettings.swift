// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What is published of the provenance records, and where.
package struct ProvenanceSettings: Hashable, Sendable {
  /// Records commit to their texts, and the transparency log is published. Records are written in any case.
  package var isPublished = true
  /// A directory: the files of the log.
  package var log = "log"
  /// Further copies of the newest checkpoint, best on another disk: they tell when the whole home is an old backup.
  package var anchors: [String] = []
  /// Where readers reach the console, such as `https://llm.example.org`, without a slash at its end; nil: links are
  /// paths.
  package var publicURL: String?

  package init() {}
}
