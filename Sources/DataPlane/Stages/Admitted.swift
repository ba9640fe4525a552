// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Identity
import Policy
import Wire

/// The fourth stage: the call is priced and everything that it may use is held.
struct Admitted: ~Copyable {
  let permitted: Permitted
  let price: Price
  let intent: Intent
  private var hold: Hold?

  /// Hands the hold over to the one who carries the call out; the first time only.
  mutating func takeHold() -> Hold? { hold.take() }

  static func admit(_ permitted: Permitted, by admission: Admission) throws(GatewayError) -> Admitted {
    let arrival = permitted.identified.arrival
    let route = permitted.route
    let facts = permitted.facts
    let price = permitted.permit.price
    let inputBound = TokenBound.input(
      bodyBytes: permitted.bodyBytes, images: facts.imageParts + facts.otherMediaParts, context: route.served.context)
    let perChoice: Int64 = arrival.operation == .chat ? facts.outputCap ?? route.served.maxOutput : 0
    let (outputCap, tooMany) = perChoice.multipliedReportingOverflow(by: Int64(facts.choices))
    guard !tooMany, let amount = price.ceiling(input: inputBound, output: outputCap) else {
      throw GatewayError(
        .invalidRequest, "The answer that this call allows is too large to be priced; lower max_tokens or n.")
    }
    let caller = permitted.identified.caller
    let hold = try admission.admit(
      Admission.Ask(
        project: caller.project.id, backend: route.served.backend, backendConcurrency: route.backendConcurrency,
        amount: amount
      ))
    let intent = Intent(
      requestID: arrival.requestID, at: arrival.at, project: caller.project.id, token: caller.token,
      operation: arrival.operation, isStream: facts.isStream, model: route.model, backend: route.served.backend,
      price: price.id, hold: amount, inputBound: inputBound, outputCap: outputCap, purpose: arrival.purpose)
    return Admitted(permitted: permitted, price: price, intent: intent, hold: hold)
  }
}
