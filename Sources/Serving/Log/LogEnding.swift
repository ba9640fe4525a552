// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Notes

/// The way out when a log must not be signed any more: ledger or log came from the past, or the key was stolen.
///
/// Nothing is deleted. What the old log signed stays provable with its old public keys; the new one has a name of its
/// own and tells the ledger's leaves from the first on.
package enum LogEnding {
  package struct Result: Sendable {
    /// Nil when there was no log yet.
    package let ended: KeyName?
    package let keys: LogKeys
    /// Where the old files are now.
    package let kept: [String]
    /// Anchors that could not be moved: their disk is not mounted, or they are lost. Each with the name that it must get.
    package let unmoved: [(anchor: String, name: String)]
  }

  /// Ends the log and makes the next one's key, or goes on with an ending that died. The caller must hold the ledger's
  /// claim.
  ///
  /// - Parameter origin: the new log's name, not that of a log that ended here. Nil: one is made up; before the first start
  ///   there is nothing to end, and then a name must be given.
  package static func beginAnew(
    _ home: Home, _ settings: Settings, origin: KeyName?
  ) throws(InstallationProblem) -> Result {
    if let origin, try LogKeys.endedOrigins(in: home.keys).contains("\(origin)") {
      throw InstallationProblem(
        .failed, "\(origin) is the name of a log that ended before: the new one needs another")
    }
    guard let old = try home.logKeysIfAny(settings, isEnding: true) else {
      guard let origin else { throw home.noLogKey }
      return Result(ended: nil, keys: try LogKeys.create(in: home.keys, origin: origin), kept: [], unmoved: [])
    }
    guard old.origin != origin else {
      throw InstallationProblem(
        .failed, "\(old.origin) is the name of the log that ends: the new one needs another")
    }
    // From here until the new key has the old one's place, no start signs anything.
    _ = try LogKeys.forNextLog(in: home.keys, origin: origin)
    let suffix = ".ended-\(old.signers[0].verifier.id)"
    var kept: [String] = []
    for path in [LogKeys.old(home.keys), LogKeys.list(home.keys), settings.provenance.log]
      + settings.provenance.anchors
    {
      if FileManager.default.fileExists(atPath: path) { try LogKeys.move(path, to: path + suffix) }
      if FileManager.default.fileExists(atPath: path + suffix) { kept.append(path + suffix) }
    }
    let unmoved = settings.provenance.anchors.filter { !kept.contains($0 + suffix) }.map { ($0, $0 + suffix) }
    let key = LogKeys.current(home.keys)
    if !FileManager.default.fileExists(atPath: key + suffix) { try LogKeys.move(key, to: key + suffix, by: link) }
    return Result(
      ended: old.origin, keys: try LogKeys.beginNextLog(in: home.keys), kept: [key + suffix] + kept,
      unmoved: unmoved)
  }
}
