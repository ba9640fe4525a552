// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The model that is built in, as if a configuration had named it.
package enum EmbeddedModel {
  package static let id = ModelID.embedded
  package static let backendID = BackendID("builtin")!
  package static let certificate = CertificateID(ModelID.embedded.text)!

  /// Its text is bounded by the body's size, so this context only has to be larger than any body.
  package static let settings = ModelSettings(
    id: id, upstream: id.text, certificate: certificate, operations: [.chat], context: 10_485_760, maxOutput: 4_096)

  package static let backend = BackendSettings(
    id: backendID, kind: "builtin", url: "builtin:", trust: .local, models: [settings])
}
