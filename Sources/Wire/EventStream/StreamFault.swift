// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Why a stream from a backend cannot be relayed further. Never quotes the stream.
package enum StreamFault: Error, Hashable, Sendable {
  /// An event's data is not strict JSON.
  case notJSON(JSONFault)
  /// An event's data is JSON, but not an object.
  case notAChunk
  /// One event is longer than the limit in bytes.
  case eventTooLarge(limit: Int)
  /// The body ended although no choice was said to be finished.
  case endedEarly
  /// The backend reported an error in mid-stream. Its words are not kept: they may quote the prompt.
  case upstreamError

  package var gatewayError: GatewayError {
    switch self {
    case .notJSON(let fault):
      GatewayError(
        .upstreamError, "The backend sent an event that is not JSON.",
        detail: "event is not strict JSON: \(fault.message)")
    case .notAChunk:
      GatewayError(
        .upstreamError, "The backend sent an event of an unknown form.", detail: "event is not a JSON object")
    case .eventTooLarge(let limit):
      GatewayError(
        .upstreamError, "The backend sent an event that is too large.", detail: "event above \(limit) bytes")
    case .endedEarly:
      GatewayError(
        .upstreamError, "The backend's answer broke off before its end.", detail: "no finish_reason before the end")
    case .upstreamError:
      GatewayError(
        .upstreamError, "The backend reported an error while it answered.", detail: "error event in the stream")
    }
  }
}
