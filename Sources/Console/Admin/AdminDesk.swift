// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Identity
package import Ledger

/// What the admin routes ask of the process around them.
package protocol AdminDesk: Sendable {
  /// The staff behind a token's text; throws what the caller is told.
  func identify(_ token: String) throws(GatewayError) -> Staff
  /// A question to the ledger, at one moment.
  func read<T: Sendable>(_ question: @escaping @Sendable (Administration) throws -> T) async throws -> T
  /// One transaction on the thread that writes the ledger.
  func change<T: Sendable>(_ change: @escaping @Sendable (Administration) throws -> T) async throws -> T
  /// Usage of a period as JSON.
  func usage(_ period: Period, by grouping: String?) async throws -> String
  /// What a project may use, uses and holds at this moment: JSON in the shape of Toolforge's quotas.
  func quota(of project: ProjectID) -> [UInt8]
  /// What a project may use where nothing was set for it.
  var projectDefault: Limits { get }
  /// Served at present.
  func knows(_ backend: BackendID) -> Bool
  func knows(_ model: ModelID) -> Bool
  /// Of the prices in force: a budget in another currency would let nothing through that costs.
  var currencies: Set<Currency> { get }
  func now() -> Instant
}
