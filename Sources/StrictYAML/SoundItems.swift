// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Those items of a list that were read without a fault.
package struct SoundItems<Item> {
  package internal(set) var items: [Item] = []
  /// Of the other items; they stand in the report.
  package internal(set) var faults = 0
}

extension SoundItems: Sendable where Item: Sendable {}
