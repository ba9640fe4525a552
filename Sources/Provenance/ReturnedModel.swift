// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What a backend said which model had answered.
package enum ReturnedModel: Hashable, Sendable {
  case unnamed
  case named(String)
  /// It gave a name that no record repeats: a long one, or one with signs that cannot be shown to everybody.
  case unpresentable

  /// For others to read; nil: there is none, or it cannot be shown.
  package var name: String? { if case .named(let name) = self { name } else { nil } }
}
