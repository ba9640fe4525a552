// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Ledger

/// Certificates that the transparency log knows, and how many records name one.
package enum LoggedCertificates {
  /// Ids and the digests of their files.
  package static func read(_ ledger: Ledger) throws -> [CertificateID: Set<ContentDigest>] {
    var found: [CertificateID: Set<ContentDigest>] = [:]
    for entry in try ledger.read({ try $0.governance(.certificate) }) {
      guard let id = CertificateID(entry.subject) else { continue }
      let json = try? JSONSerialization.jsonObject(with: Data(entry.entry)) as? [String: Any]
      let digest = (json?["cert"] as? [String: Any])?["sha256"] as? String
      found[id, default: []].formUnion([digest.flatMap { ContentDigest($0) }].compactMap(\.self))
    }
    return found
  }
}
