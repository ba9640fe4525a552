// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An SPDX license expression: `Apache-2.0`, `GPL-2.0-only WITH Classpath-exception-2.0 OR MIT`.
///
/// Grammar: SPDX 3.0.1, annex "SPDX license expressions"
/// (<https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/>).
/// Operators are upper case, AND binds tighter than OR, ids compare without case and are kept as the list spells them.
package indirect enum LicenseExpression: Hashable, Sendable {
  /// One licence; `orLater` is the `+` behind it.
  case license(id: String, orLater: Bool, exception: String?)
  case and(LicenseExpression, LicenseExpression)
  case or(LicenseExpression, LicenseExpression)

  /// True if the licence that is left after the best choice at each OR fulfils the condition in every part.
  package func allows(_ condition: (_ id: String) -> Bool) -> Bool {
    switch self {
    case .license(let id, _, _): condition(id)
    case .and(let a, let b): a.allows(condition) && b.allows(condition)
    case .or(let a, let b): a.allows(condition) || b.allows(condition)
    }
  }
}

extension LicenseExpression: CustomStringConvertible {
  /// Normalised: listed spelling, single spaces, parentheses only where they change the meaning. Safe in a header.
  package var description: String {
    switch self {
    case .license(let id, let orLater, let exception):
      id + (orLater ? "+" : "") + (exception.map { " WITH \($0)" } ?? "")
    case .and(let a, let b): "\(a.insideAnd) AND \(b.insideAnd)"
    case .or(let a, let b): "\(a) OR \(b)"
    }
  }

  private var insideAnd: String {
    if case .or = self { "(\(self))" } else { description }
  }
}
