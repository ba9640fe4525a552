// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How far a project may use a model without asking, from the most open to the most closed.
package enum LicenseTier: String, CaseIterable, Comparable, Sendable {
  /// Open terms, verdict `meets`, all training data open.
  case t1 = "T1"
  /// Open terms, verdict `meets` or `likely_meets`.
  case t2 = "T2"
  /// Open terms, but no more than open weights.
  case t3 = "T3"
  /// Restricted or unjudged terms.
  case t4 = "T4"
  /// Closed weights at a provider.
  case t5 = "T5"

  package static func < (a: LicenseTier, b: LicenseTier) -> Bool { a.rawValue < b.rawValue }
}
