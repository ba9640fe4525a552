// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Logging
import Telemetry
import Wire

/// The log lines of calls, with field names of the Elastic Common Schema where it has them: ids, counts and times, never
/// text or addresses.
enum CallLog {
  /// A call that was refused before anything was written down. The caller is nil where it is not known.
  static func write(refusal error: GatewayError, requestID: RequestID, caller: Caller?, to logger: Logger) {
    logger.info(
      "refused",
      metadata: ["call": .stringConvertible(RefusalFields(error: error, requestID: requestID, caller: caller))])
  }

  /// A call that was settled.
  static func write(
    _ settlement: Settlement, intent: Intent, caller: Caller, clientRequestID: String?, detail: String?,
    to logger: Logger
  ) {
    logger.info(
      "call",
      metadata: [
        "call": .stringConvertible(
          CallFields(
            settlement: settlement, intent: intent, caller: caller, clientRequestID: clientRequestID, detail: detail))
      ])
  }
}

private struct RefusalFields: LogFields {
  let error: GatewayError
  let requestID: RequestID
  let caller: Caller?

  var description: String { "\(requestID) refused: \(error.code.label)" }

  func write(to json: inout JSONWriter) {
    json.member("event.action", "refused")
    json.member("http.request.id", requestID.description)
    json.member("http.response.status_code", error.code.status)
    json.member("error.code", error.code.label)
    if let detail = error.detail { json.member("error.message", detail) }
    if let caller {
      json.member("toolgate.project", caller.project.name.text)
      json.member("toolgate.token", caller.id.description)
    }
  }
}

private struct CallFields: LogFields {
  let settlement: Settlement
  let intent: Intent
  let caller: Caller
  let clientRequestID: String?
  let detail: String?

  var description: String { "\(intent.requestID) \(settlement.outcome.rawValue)" }

  func write(to json: inout JSONWriter) {
    json.member("event.action", "call")
    json.member("event.outcome", settlement.outcome == .complete ? "success" : "failure")
    // ECS counts nanoseconds.
    json.member("event.duration", settlement.totalMicros * 1_000)
    json.member("http.request.id", intent.requestID.description)
    json.member("http.response.status_code", settlement.status)
    json.member("http.request.body.bytes", settlement.bytesIn)
    json.member("http.response.body.bytes", settlement.bytesOut)
    json.member("toolgate.project", caller.project.name.text)
    json.member("toolgate.token", caller.id.description)
    json.member("toolgate.model", intent.model.text)
    json.member("toolgate.backend", intent.backend.text)
    json.member("toolgate.operation", intent.operation.rawValue)
    json.member("toolgate.outcome", settlement.outcome.rawValue)
    json.member("toolgate.usage_source", settlement.usageSource.rawValue)
    json.member("toolgate.tokens.input", settlement.tokens.input)
    json.member("toolgate.tokens.output", settlement.tokens.output)
    json.member("toolgate.cost", settlement.cost.description)
    if let code = settlement.errorCode { json.member("error.code", code) }
    if let detail { json.member("error.message", detail) }
    if let id = clientRequestID { json.member("toolgate.client_request_id", id) }
  }
}
