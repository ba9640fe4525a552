// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Ledger
package import Provenance

extension Home {
  /// The keys of the log. A home from before there was a log gets one; a log without its key is refused.
  package func logKeys(_ settings: Settings) throws(InstallationProblem) -> LogKeys {
    if LogKeys.exist(in: keys) { return try LogKeys.read(keys) }
    guard !FileManager.default.fileExists(atPath: "\(settings.provenance.log)/checkpoint") else {
      throw InstallationProblem(
        .unavailable,
        "\(keys)/log.key is missing, and the log in \(settings.provenance.log) was signed with it: "
          + "restore the key from its backup")
    }
    return try LogKeys.create(in: keys, origin: Self.randomOrigin())
  }

  /// A name that no other log has. Whoever publishes a log for others gives it the address where it is read.
  package static func randomOrigin() -> KeyName {
    var random = SystemRandomNumberGenerator()
    let word = (0..<10).map { _ in String("abcdefghijkmnpqrstuvwxyz23456789".randomElement(using: &random)!) }.joined()
    return KeyName("toolgate.invalid/\(word)")!
  }

  /// The log of this home; nil when none is published.
  ///
  /// - Throws: `InstallationProblem`, also when ledger and log do not belong together.
  package func logKeeper(_ settings: Settings, ledger: Ledger) throws -> LogKeeper? {
    guard settings.provenance.isPublished else { return nil }
    do {
      return try LogKeeper(settings.provenance, keys: try logKeys(settings), ledger: ledger)
    } catch let problem as LogProblem {
      throw InstallationProblem(problem)
    }
  }
}

extension InstallationProblem {
  package init(_ problem: LogProblem) {
    let kind: Kind =
      switch problem {
      case .inUse, .cannotUse, .noSigner, .anchorIsMissing: .unavailable
      default: .failed
      }
    self.init(kind, problem.description)
  }
}
