// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What is written down before a byte goes upstream: who calls which model at which price, and how much is held.
///
/// Invariant I1: the row of an intent is durable before its call is opened.
package struct Intent: Sendable {
  package var requestID: RequestID
  package var at: Instant
  package var project: ProjectID
  package var token: TokenRow
  package var operation: Operation
  package var isStream: Bool
  package var model: ModelID
  package var backend: BackendID
  package var price: PriceID
  /// The most that the call may cost at this price.
  package var hold: Money
  /// The bound on input tokens and the cap on output tokens that `hold` was made of.
  package var inputBound: Int64
  package var outputCap: Int64
  package var purpose: Purpose?

  package init(
    requestID: RequestID, at: Instant, project: ProjectID, token: TokenRow, operation: Operation, isStream: Bool,
    model: ModelID, backend: BackendID, price: PriceID, hold: Money, inputBound: Int64, outputCap: Int64,
    purpose: Purpose?
  ) {
    self.requestID = requestID
    self.at = at
    self.project = project
    self.token = token
    self.operation = operation
    self.isStream = isStream
    self.model = model
    self.backend = backend
    self.price = price
    self.hold = hold
    self.inputBound = inputBound
    self.outputCap = outputCap
    self.purpose = purpose
  }
}

/// The ledger's row number of a project.
package struct ProjectID: Hashable, Sendable {
  package let row: Int64
  package init(row: Int64) { self.row = row }
}

/// The ledger's row number of a token. The token's public id is `TokenID`.
package struct TokenRow: Hashable, Sendable {
  package let row: Int64
  package init(row: Int64) { self.row = row }
}
