// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import ToolgateTesting

extension TemporaryLedger {
  /// Leaves no room for another settlement in the sums of a model on the day of the sample calls.
  func fillRollUp(of model: String) throws {
    try ledger.administer {
      try $0.database.execute(
        sql: """
          INSERT INTO usage_day VALUES ('2026-11-23', \(project.id.row), '\(model)', 'backend-a', 'USD',
            \(token.id.row), 1, 0, 0, 0, \(Int64.max - 10), 0, 0, 0, 0, 0, 0, 0, 0, 0)
          """)
    }
  }
}
