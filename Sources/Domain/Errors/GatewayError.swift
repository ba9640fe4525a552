// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Why a call was refused or failed, in words that may leave the process.
///
/// The message never holds text of a prompt or an answer, an address, a name of a person or a secret. `detail` is for the
/// log alone and keeps the same rule. A dialect of `Wire` renders it; nothing else does.
package struct GatewayError: Error, Hashable, Sendable {
  package var code: Code
  package var message: String
  /// The member of the request that is at fault.
  package var param: String?
  /// Whole seconds after which the call may be tried again.
  package var retryAfter: Int?
  /// Overrides what client libraries conclude from the status alone.
  package var shouldRetry: Bool?
  package var detail: String?

  package init(
    _ code: Code, _ message: String, param: String? = nil, retryAfter: Int? = nil, shouldRetry: Bool? = nil,
    detail: String? = nil
  ) {
    self.code = code
    self.message = message
    self.param = param
    self.retryAfter = retryAfter
    self.shouldRetry = shouldRetry
    self.detail = detail
  }

  /// The closed set of causes; the label is the `code` of the error object and a label of metrics.
  package enum Code: String, CaseIterable, Sendable {
    case invalidJSON = "invalid_json"
    case invalidRequest = "invalid_request"
    case unsupportedParameter = "unsupported_parameter"
    case contextLengthExceeded = "context_length_exceeded"
    case missingAPIKey = "missing_api_key"
    case invalidAPIKey = "invalid_api_key"
    case expiredAPIKey = "expired_api_key"
    case revokedAPIKey = "revoked_api_key"
    case unpricedModel = "unpriced_model"
    case policyDenied = "policy_denied"
    case projectDisabled = "project_disabled"
    case scopeDenied = "scope_denied"
    case originDenied = "origin_denied"
    case missingUserAgent = "missing_user_agent"
    case modelNotFound = "model_not_found"
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    /// The log has not signed the call's leaf yet; it does within a second.
    case receiptPending = "receipt_pending"
    case requestTimeout = "request_timeout"
    case requestTooLarge = "request_too_large"
    case headersTooLarge = "headers_too_large"
    case rateLimitExceeded = "rate_limit_exceeded"
    case concurrencyExceeded = "concurrency_exceeded"
    case insufficientQuota = "insufficient_quota"
    /// The client left before the end; only rows and metrics show it.
    case clientClosedRequest = "client_closed_request"
    case internalError = "internal_error"
    case upstreamError = "upstream_error"
    case upstreamRejected = "upstream_rejected"
    case upstreamTimeout = "upstream_timeout"
    case backendUnavailable = "backend_unavailable"
    case ledgerUnavailable = "ledger_unavailable"
    case stopped = "stopped"
    case draining = "draining"

    package var label: String { rawValue }

    /// The status of the HTTP answer (RFC 9110, section 15).
    package var status: Int {
      switch self {
      case .invalidJSON, .invalidRequest, .unsupportedParameter, .contextLengthExceeded: 400
      case .missingAPIKey, .invalidAPIKey, .expiredAPIKey, .revokedAPIKey: 401
      case .unpricedModel: 402
      case .policyDenied, .projectDisabled, .scopeDenied, .originDenied, .missingUserAgent: 403
      case .modelNotFound, .notFound: 404
      case .methodNotAllowed: 405
      case .requestTimeout: 408
      case .receiptPending: 409
      case .requestTooLarge: 413
      case .rateLimitExceeded, .concurrencyExceeded, .insufficientQuota: 429
      case .headersTooLarge: 431
      case .clientClosedRequest: 499
      case .internalError: 500
      case .upstreamError, .upstreamRejected: 502
      case .backendUnavailable, .ledgerUnavailable, .stopped, .draining: 503
      case .upstreamTimeout: 504
      }
    }
  }
}
