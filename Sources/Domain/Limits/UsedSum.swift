// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What one scope has used on one day in one currency: a sum over the ledger's roll-up, from which budgets go on after a
/// restart.
package struct UsedSum: Hashable, Sendable {
  package let scope: LimitScope
  /// The UTC day of the intents.
  package let day: CivilDay
  package let currency: Currency
  package let pico: Int128
  /// Of all buckets.
  package let tokens: Int64

  package init(scope: LimitScope, day: CivilDay, currency: Currency, pico: Int128, tokens: Int64) {
    self.scope = scope
    self.day = day
    self.currency = currency
    self.pico = pico
    self.tokens = tokens
  }
}
