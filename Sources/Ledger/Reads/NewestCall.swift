// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

extension Ledger {
  /// When the call was made that was written last; nil in a ledger without calls.
  package func newestCall() throws -> Instant? {
    try pool.read { try Int64.fetchOne($0, sql: "SELECT at FROM intent ORDER BY seq DESC LIMIT 1") }
      .map { Instant(microseconds: $0) }
  }
}
