// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// One call on its way to a backend, which is the carrier's to know. Nothing of the caller's own headers is in it.
package struct OutgoingCall: Sendable {
  package let operation: Operation
  /// The backend's own name of the model.
  package let model: String
  /// True when the body asks for server-sent events.
  package let isStream: Bool
  /// A JSON text in the backend's dialect.
  package let body: [UInt8]
  /// Sent as `x-request-id`.
  package let requestID: RequestID

  package init(
    operation: Operation, model: String, isStream: Bool, body: [UInt8], requestID: RequestID
  ) {
    self.operation = operation
    self.model = model
    self.isStream = isStream
    self.body = body
    self.requestID = requestID
  }
}
