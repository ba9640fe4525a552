// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Identity
import NIOCore
import Policy
import Wire

/// The fifth stage: the call is priced, and everything that it may use is held.
struct Admitted: ~Copyable {
  let permitted: Permitted
  let price: Price
  let intent: Intent
  let guess: InputEstimator.Guess
  /// How the caller's rates stand, this call included.
  let rates: RateReport
  private var hold: Hold?

  /// Hands the hold over to the one who carries the call out; the first time only.
  mutating func takeHold() -> Hold? { hold.take() }

  /// - Parameter body: the request as it came, to guess its tokens from.
  static func admit(
    _ permitted: Permitted, body: ByteBuffer, by admission: Admission, stops: StopBoard, estimator: InputEstimator
  ) throws(GatewayError) -> Admitted {
    let arrival = permitted.identified.arrival
    let caller = permitted.identified.caller
    let route = permitted.route
    let facts = permitted.facts
    let price = permitted.permit.price
    if let stop = stops.stop(project: caller.project.id, model: route.model, backend: route.served.backend) {
      throw stop.error
    }
    let inputBound = TokenBound.input(
      bodyBytes: permitted.bodyBytes, images: facts.imageParts + facts.otherMediaParts, context: route.served.context)
    let perChoice: Int64 = arrival.operation == .chat ? facts.outputCap ?? route.served.maxOutput : 0
    let (outputCap, tooMany) = perChoice.multipliedReportingOverflow(by: Int64(facts.choices))
    let (tokenBound, tooLarge) = inputBound.addingReportingOverflow(outputCap)
    guard !tooMany, !tooLarge, let amount = price.ceiling(input: inputBound, output: outputCap) else {
      throw GatewayError(
        .invalidRequest, "The answer that this call allows is too large to be priced; lower max_tokens or n.")
    }
    let guess = estimator.guess(body.readableBytesUInt8Span, model: route.model, bound: inputBound)
    let hold = try admission.admit(
      Admission.Ask(
        project: caller.project.id, token: caller.token, model: route.model, backend: route.served.backend,
        amount: amount, tokenBound: tokenBound, tokenEstimate: guess.tokens + outputCap),
      at: arrival.at)
    let rates = hold.rates
    let intent = Intent(
      requestID: arrival.requestID, at: hold.at, project: caller.project.id, token: caller.token,
      operation: arrival.operation, isStream: facts.isStream, model: route.model, backend: route.served.backend,
      price: price.id, hold: amount, inputBound: inputBound, outputCap: outputCap, purpose: arrival.purpose)
    return Admitted(permitted: permitted, price: price, intent: intent, guess: guess, rates: rates, hold: hold)
  }
}

extension EmergencyStop {
  /// Waiting does not help against it, so client libraries are told not to try again by themselves.
  var error: GatewayError {
    let what =
      switch scope {
      case .global: "Toolgate"
      case .backend(let id): "The backend \(id)"
      case .model(let id): "The model \(id)"
      case .project: "This project"
      case .token: "This token"
      }
    return GatewayError(.stopped, "\(what) is stopped by the administrators: \(reason) (\(task))", shouldRetry: false)
  }
}
