// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Logging

/// The log line of one settled call, with field names of the Elastic Common Schema where it has them.
enum CallLog {
  static func write(
    _ settlement: Settlement, intent: Intent, project: ProjectName, tokenID: TokenID, clientRequestID: String?,
    to logger: Logger
  ) {
    logger.info(
      "call",
      metadata: {
        var fields: Logger.Metadata = [
          "event.action": "call",
          "event.outcome": settlement.outcome == .complete ? "success" : "failure",
          // ECS counts nanoseconds.
          "event.duration": .stringConvertible(settlement.totalMicros * 1_000),
          "http.request.id": .string(intent.requestID.description),
          "http.response.status_code": .stringConvertible(settlement.status),
          "http.request.body.bytes": .stringConvertible(settlement.bytesIn),
          "http.response.body.bytes": .stringConvertible(settlement.bytesOut),
          "toolgate.project": .string(project.text),
          "toolgate.token": .string(tokenID.description),
          "toolgate.model": .string(intent.model.text),
          "toolgate.backend": .string(intent.backend.text),
          "toolgate.operation": .string(intent.operation.rawValue),
          "toolgate.outcome": .string(settlement.outcome.rawValue),
          "toolgate.usage_source": .string(settlement.usageSource.rawValue),
          "toolgate.tokens.input": .stringConvertible(settlement.tokens.input),
          "toolgate.tokens.output": .stringConvertible(settlement.tokens.output),
          "toolgate.cost": .string(settlement.cost.description),
        ]
        if let code = settlement.errorCode { fields["error.code"] = .string(code) }
        if let id = clientRequestID { fields["toolgate.client_request_id"] = .string(id) }
        return fields
      }())
  }
}
