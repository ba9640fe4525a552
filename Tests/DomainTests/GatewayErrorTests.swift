// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct GatewayErrorTests {
  /// The contract's table, and below it what it leaves to HTTP itself (RFC 9110, section 15; 499 is nginx's).
  static let statuses: [String: Int] = [
    "invalid_json": 400, "invalid_request": 400, "unsupported_parameter": 400,
    "missing_api_key": 401, "invalid_api_key": 401, "expired_api_key": 401, "revoked_api_key": 401,
    "policy_denied": 403, "project_disabled": 403, "scope_denied": 403, "origin_denied": 403, "missing_user_agent": 403,
    "unpriced_model": 402,
    "model_not_found": 404, "not_found": 404,
    "request_timeout": 408, "request_too_large": 413, "headers_too_large": 431,
    "rate_limit_exceeded": 429, "concurrency_exceeded": 429, "insufficient_quota": 429,
    "upstream_error": 502, "upstream_rejected": 502,
    "backend_unavailable": 503, "stopped": 503, "draining": 503,
    "upstream_timeout": 504,

    "context_length_exceeded": 400, "method_not_allowed": 405, "client_closed_request": 499, "internal_error": 500,
    "ledger_unavailable": 503,
    // A receipt that the log has not signed yet: 409 makes client libraries ask again.
    "receipt_pending": 409,
  ]

  @Test(arguments: GatewayError.Code.allCases)
  func eachCodeHasTheStatusOfTheContract(code: GatewayError.Code) {
    #expect(Self.statuses[code.label] == code.status)
  }

  @Test func noCodeOfTheContractIsMissing() {
    #expect(Set(GatewayError.Code.allCases.map(\.label)) == Set(Self.statuses.keys))
  }
}
