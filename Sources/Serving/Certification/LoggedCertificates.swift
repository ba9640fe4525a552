// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Ledger

/// Certificates that the transparency log knows, and how many records name one.
package enum LoggedCertificates {
  /// Ids and the digests of their files, `sha256:` and 64 digits.
  package static func read(_ ledger: Ledger) throws -> [CertificateID: Set<String>] {
    var found: [CertificateID: Set<String>] = [:]
    for entry in try ledger.read({ try $0.governance(.certificate) }) {
      guard let id = CertificateID(entry.subject) else { continue }
      let json = try? JSONSerialization.jsonObject(with: Data(entry.entry)) as? [String: Any]
      let digest = (json?["cert"] as? [String: Any])?["sha256"] as? String
      found[id, default: []].formUnion([digest].compactMap(\.self))
    }
    return found
  }
}
