// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger

/// Reads what administrators have set: the limits of every scope, on top of the configuration's defaults, and the stops.
struct OrdersReader: Sendable {
  let ledger: Ledger

  func limits(_ settings: LimitSettings) throws -> LimitBook {
    LimitBook(scopes: try ledger.limits().scopes, projectDefault: settings.projectDefault)
  }

  func stops() throws -> StopBoard { StopBoard(try ledger.stops().stops) }

  /// What was used in the month of an instant, from which budgets go on.
  func used(at now: Instant) throws -> [UsedSum] {
    try ledger.usedSums(from: Period(monthOf: now).first)
  }
}
