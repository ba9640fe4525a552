// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Why a call ended without a complete answer.
package struct TransferFailure: Error, Hashable, Sendable {
  package var kind: Kind
  /// libcurl's own code, for the log; 0 when the engine ended the call itself.
  package var curlCode: Int32
  /// False only when the backend cannot have seen the whole request. Where it is true, sending the call again may make
  /// it cost twice.
  package var mayHaveBeenSent: Bool

  package init(kind: Kind, curlCode: Int32 = 0, mayHaveBeenSent: Bool) {
    self.kind = kind
    self.curlCode = curlCode
    self.mayHaveBeenSent = mayHaveBeenSent
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Nobody answers at the address, or the proxy does not let the call through.
    case connect
    case connectTimeout = "connect_timeout"
    case dns
    /// The handshake failed or the certificate is not trusted.
    case tls
    case firstByteTimeout = "first_byte_timeout"
    case idleTimeout = "idle_timeout"
    case totalTimeout = "total_timeout"
    /// The connection broke off.
    case broken
    /// What came is not HTTP, or its head is too large.
    case protocolViolation = "protocol_violation"
    case cancelled
    /// The engine was stopped.
    case stopped
    /// The call could not be prepared: memory, descriptors, a file of the configuration.
    case unprepared
  }
}

extension TransferFailure {
  /// What a client may know of it.
  package var gatewayError: GatewayError {
    let detail = "\(kind.rawValue), libcurl \(curlCode)"
    switch kind {
    case .connectTimeout:
      return GatewayError(
        .upstreamTimeout, "The backend could not be reached in time. Try again later.", retryAfter: 5, detail: detail)
    case .firstByteTimeout:
      return GatewayError(.upstreamTimeout, "The backend did not begin to answer in time.", detail: detail)
    case .idleTimeout:
      return GatewayError(.upstreamTimeout, "The backend stopped in the middle of its answer.", detail: detail)
    case .totalTimeout:
      return GatewayError(.upstreamTimeout, "The backend did not finish its answer in time.", detail: detail)
    case .connect, .dns:
      return GatewayError(
        .backendUnavailable, "The backend is not reachable. Try again later.", retryAfter: 5, detail: detail)
    case .unprepared:
      return GatewayError(
        .backendUnavailable, "The gateway could not open the call. Try again later.", retryAfter: 5, detail: detail)
    case .tls:
      return GatewayError(.upstreamError, "No secure connection to the backend could be made.", detail: detail)
    case .broken:
      return GatewayError(.upstreamError, "The connection to the backend broke off.", detail: detail)
    case .protocolViolation:
      return GatewayError(.upstreamError, "The backend's answer is not valid HTTP.", detail: detail)
    case .cancelled:
      return GatewayError(.upstreamError, "The call was cancelled.", detail: detail)
    case .stopped:
      return GatewayError(.draining, "The gateway is shutting down. Try again later.", retryAfter: 5, detail: detail)
    }
  }
}
