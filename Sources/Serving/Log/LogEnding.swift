// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Provenance

/// The way out when a log must not be signed any more: ledger or log came from the past, or the key was stolen.
///
/// Nothing is deleted. What the old log signed stays provable with its old public keys; the new one has a name of its
/// own and tells the ledger's leaves from the first on.
package enum LogEnding {
  package struct Result: Sendable {
    package let ended: KeyName
    package let keys: LogKeys
    /// Where the old files are now.
    package let kept: [String]
  }

  /// The caller must hold the ledger's claim.
  ///
  /// - Parameter origin: the new log's name; it must not be the old one's.
  package static func beginAnew(
    _ home: Home, _ settings: ProvenanceSettings, origin: KeyName
  ) throws(InstallationProblem) -> Result {
    let old = try LogKeys.read(home.keys)
    guard old.origin != origin else {
      throw InstallationProblem(.failed, "\(origin) is the name of the log that ends: the new one needs another")
    }
    // The keys go first. Without them no start signs anything, should this be the last thing that happens.
    let suffix = ".ended-\(old.signers[0].verifier.id)"
    var kept: [String] = []
    for path in LogKeys.files(in: home.keys) + [settings.log] + settings.anchors
    where FileManager.default.fileExists(atPath: path) {
      guard rename(path, path + suffix) == 0 else {
        throw InstallationProblem(
          .unavailable, "cannot move \(path) to \(path + suffix): \(String(cString: strerror(errno)))")
      }
      kept.append(path + suffix)
    }
    return Result(ended: old.origin, keys: try LogKeys.create(in: home.keys, origin: origin), kept: kept)
  }
}
