// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import ModelImport

/// The file of a draft that an import has made. One that is there is not written over: somebody may have worked on it.
package enum DraftFile {
  /// Writes it among the drafts of a home, under the name that its certificate will have.
  ///
  /// - Returns: the path.
  package static func write(_ draft: ModelDraft, in home: Home, on day: CivilDay) throws(InstallationProblem) -> String
  {
    let path = "\(home.drafts)/\(try CertificateName.file(of: draft.certificateID))"
    try AtomicFile.makeDirectory(home.drafts)
    try write(draft, at: path, on: day)
    return path
  }

  package static func write(_ draft: ModelDraft, at path: String, on day: CivilDay) throws(InstallationProblem) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw InstallationProblem(
        .failed, "\(path) is there already, and somebody may have worked on it: name another --output, or remove it")
    }
    try AtomicFile.write(Array(draft.yaml(assessedOn: day).utf8), to: path)
  }
}
