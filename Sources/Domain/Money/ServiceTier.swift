// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How fast a provider promises to answer; each has its own price.
package enum ServiceTier: String, CaseIterable, Sendable {
  /// What is asked for by saying nothing.
  case standard
  /// Cheaper and slower, and refused when the provider is busy.
  case flex
  /// Dearer and faster.
  case priority
  /// Answered within a day, from a file of requests. It is in the book, but no call of this gateway can ask for it.
  case batch
}
