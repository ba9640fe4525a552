// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import GRDB

extension Intent {
  /// Reads a whole row of `intent` back.
  init(_ row: Row) throws {
    let purpose: String? = row["purpose"]
    guard let id = RequestID(blob: row["request_id"]), let operation = Operation(rawValue: row["operation"]),
      let model = ModelID(row["model"] as String), let backend = BackendID(row["backend"] as String),
      let price = PriceID(row["price_id"] as String), let currency = Currency(row["currency"] as String),
      purpose == nil || purpose.flatMap(Purpose.init) != nil
    else { throw LedgerProblem.damaged("intent \(row["seq"] as Int64) holds a value that is not known") }
    self.init(
      requestID: id, at: Instant(microseconds: row["at"]), project: ProjectID(row: row["project_id"]),
      token: TokenRow(row: row["token_id"]), operation: operation, isStream: row["stream"], model: model,
      backend: backend, price: price, hold: Money(pico: row["hold_pico"], currency), inputBound: row["input_bound"],
      outputCap: row["output_cap"], purpose: purpose.flatMap(Purpose.init))
  }
}
