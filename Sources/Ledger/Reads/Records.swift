// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

extension Ledger {
  /// The provenance record of a settled call, as it was written.
  ///
  /// - Parameter project: only a record of this project is shown; nil for staff, who may see each.
  package func record(of id: RequestID, project: ProjectID?) throws -> [UInt8]? {
    try pool.read { db in
      try Data.fetchOne(
        db,
        sql: """
          SELECT record FROM intent JOIN provenance USING (seq)
          WHERE request_id = ?1 AND (?2 IS NULL OR project_id = ?2)
          """,
        arguments: [id.blob, project?.row]
      ).map(Array.init)
    }
  }
}

extension RequestID {
  /// Sixteen bytes, the most significant first.
  var blob: Data { withUnsafeBytes(of: bits.bigEndian) { Data($0) } }

  init?(blob: Data) {
    guard blob.count == 16 else { return nil }
    self.init(bits: blob.reduce(0) { $0 << 8 | UInt128($1) })
  }
}
