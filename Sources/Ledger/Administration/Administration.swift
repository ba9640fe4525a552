// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// What administrators change, inside one transaction that `Ledger.administer` or `LedgerWriter.perform` has opened.
///
/// A thrown error rolls the whole transaction back.
package struct Administration {
  /// For changes that have no method here.
  package let database: Database
}
