// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Collects what is wrong with one file while it is read, so that all of it is said at once.
///
/// A reference, because every `YAMLMap` of a file writes into the same report. It belongs to the one call that reads.
package final class YAMLReport {
  /// The name that problems carry.
  package let file: String
  private var collectedErrors: Set<YAMLProblem> = []
  private var collectedWarnings: Set<YAMLProblem> = []

  package init(file: String) {
    self.file = file
  }

  /// In the order of the file.
  package var errors: [YAMLProblem] { collectedErrors.sorted() }
  package var warnings: [YAMLProblem] { collectedWarnings.sorted() }
  package var hasErrors: Bool { !collectedErrors.isEmpty }
  package var errorCount: Int { collectedErrors.count }

  package func error(_ message: String, at place: YAMLPlace) {
    collectedErrors.insert(YAMLProblem(file: file, place: place, message: message))
  }

  package func warn(_ message: String, at place: YAMLPlace) {
    collectedWarnings.insert(YAMLProblem(file: file, place: place, message: message))
  }
}
