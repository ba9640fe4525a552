// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A task of Wikimedia's Phabricator, where everybody can read what was decided: `T` and 1 to 11 digits.
///
/// People paste its address as well: `https://phabricator.wikimedia.org/T123456` is the task `T123456`.
package struct PhabricatorTask: Name {
  package let text: String

  package init?(_ text: String) {
    let id = text.hasPrefix(Self.site) ? text.dropFirst(Self.site.count) : text[...]
    guard id.hasPrefix("T"), id.utf8.count <= Self.mostBytes, Int(digits: id.dropFirst()) != nil else { return nil }
    self.text = String(id)
  }

  /// What to write, to be put behind "must be" or "write".
  package static let form = "a Phabricator task, such as T123456"

  private static let site = "https://phabricator.wikimedia.org/"
  private static let mostBytes = 12
}
