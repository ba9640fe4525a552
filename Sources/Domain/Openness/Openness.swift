// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How open a model is by the Open Source AI Definition 1.0, as its certificate says
/// (<https://opensource.org/ai/open-source-ai-definition>). From worst to best; an unknown is never promoted.
package enum Openness: String, CaseIterable, Comparable, Sendable {
  case fails, unknown
  case likelyMeets = "likely_meets"
  case meets

  package static func < (a: Openness, b: Openness) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// What is known of a model's training data, apart from the verdict.
package enum DataTier: String, CaseIterable, Comparable, Sendable {
  /// Undisclosed.
  case d0 = "D0"
  /// Described in part.
  case d1 = "D1"
  /// Released or fully listed, rights mixed.
  case d2 = "D2"
  /// All openly licensed or in the public domain.
  case d3 = "D3"

  /// From what is known least to what is known and open.
  package static func < (a: DataTier, b: DataTier) -> Bool { a.rawValue < b.rawValue }
}

/// Who runs a backend: ourselves or somebody under a contract.
package enum Trust: String, CaseIterable, Sendable {
  case local, contracted
}
