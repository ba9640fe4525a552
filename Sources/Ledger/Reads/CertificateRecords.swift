// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

extension Ledger {
  /// As many records are gone through to count those of a certificate; a second's work.
  package static let mostCountedRecords: Int64 = 500_000

  /// How many records name a certificate; nil where there are too many to go through.
  ///
  /// - Parameter digest: only this file of it; nil: whichever.
  package func recordCount(of certificate: CertificateID, digest: ContentDigest?) throws -> Int64? {
    // Canonical JSON: the keys of `cert` in their order, and nothing between them.
    let end = digest.map { ",\"sha256\":\"\($0)\"" } ?? ",\"sha256\":"
    let id = String(decoding: try JSONEncoder().encode(certificate.text), as: UTF8.self)
      .split(separator: "\\/", omittingEmptySubsequences: false).joined(separator: "/")
    let needle = Data("\"id\":\(id)\(end)".utf8)
    return try pool.read { db in
      let records = try Int64.fetchOne(db, sql: "SELECT count(*) FROM provenance") ?? 0
      guard records <= Self.mostCountedRecords else { return nil }
      return try Int64.fetchOne(
        db, sql: "SELECT count(*) FROM provenance WHERE instr(record, ?) > 0", arguments: [needle])
    }
  }
}
