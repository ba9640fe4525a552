// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import StrictYAML

/// What takes models and services out of use, `revocations.yaml` and `watched.yaml`, read apart from the rest of the
/// policy directory: it must not wait until somebody has mended another file, or another item.
package struct Withdrawals: Sendable {
  package static let files = [PolicyFiles.TopFile.revocations, .watched]

  /// Those without a fault; none without the file, and none when it has a fault beside its items.
  package let revocations: [PlacedRevocation]
  /// The same.
  package let watched: [FoundText]
  /// Of these two files.
  package let problems: [YAMLProblem]

  /// - Parameters:
  ///   - path: of the policy directory.
  ///   - candidates: bytes by the name of the file; each stands for the file of that name, whether there is one or not.
  package init(in path: String, candidates: [String: [UInt8]] = [:]) {
    var problems: [YAMLProblem] = []
    let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    func read<Item>(_ file: PolicyFiles.TopFile, _ body: (YAMLMap) -> SoundItems<Item>) -> [Item] {
      let name = file.rawValue
      func refuse(_ message: String) {
        problems.append(YAMLProblem(file: name, place: .start, message: message))
      }
      guard let names else {
        refuse("the directory \(path) cannot be read; check its permissions")
        return []
      }
      guard candidates[name] != nil || names.contains(name) else { return [] }
      let bytes: [UInt8]
      do throws(BoundedFile.Refusal) {
        if let candidate = candidates[name] {
          bytes = candidate
        } else {
          bytes = try BoundedFile.read(path: "\(path)/\(name)")
        }
      } catch {
        refuse(error.message)
        return []
      }
      let report = YAMLReport(file: name)
      let sound = YAMLFile.read(bytes: bytes, report: report, body)
      problems += report.errors
      guard let sound, sound.faults == report.errorCount else { return [] }
      return sound.items
    }
    revocations = read(.revocations) { Revocation.read($0) }
    watched = read(.watched) { FoundText.read($0) }
    self.problems = problems
  }
}

extension Withdrawals {
  /// A file that is gone takes back all that stood in it, and nobody may have meant that: an empty list does.
  ///
  /// - Parameters:
  ///   - path: of the policy directory.
  ///   - revocations: how many are known to be in force.
  ///   - watched: the same of the texts that were fetched.
  /// - Returns: one line for each such file.
  package static func lost(from path: String, revocations: Int, watched: Int = 0) -> [String] {
    func line(_ file: PolicyFiles.TopFile, _ list: String, _ count: Int, _ effect: String) -> String? {
      guard count > 0, !FileManager.default.fileExists(atPath: "\(path)/\(file.rawValue)") else { return nil }
      return "\(file.rawValue) is gone from \(path), and \(count) of its items \(effect); put it back, or write one "
        + "that says `schema: \(file.schema)` and `\(list): []`"
    }
    return [
      line(.revocations, "revocations", revocations, "revoke certificates"),
      line(.watched, "texts", watched, "tell of texts that were fetched"),
    ].compactMap(\.self)
  }
}

extension Policies {
  /// These policies with more revoked and suspended and all else as it is, their revision too: nothing that was refused
  /// is allowed by it.
  ///
  /// - Returns: nil when nothing of it is new.
  package func taking(revocations found: [PlacedRevocation], watched texts: [FoundText]) -> Policies? {
    let changed = FoundTexts(texts)
    let known = revocations
    let news = found.filter { !known.contains($0.revocation) }
    let catalogue = catalogue.revoked(by: found.map(\.revocation)).suspended(by: changed, book: licenses)
    let providers = providers.mapValues { $0.suspension == nil ? $0.suspended(by: changed) : $0 }
    guard
      !news.isEmpty || catalogue.models.map(\.standing) != self.catalogue.models.map(\.standing)
        || providers.mapValues(\.suspension) != self.providers.mapValues(\.suspension)
    else { return nil }
    return Policies(
      catalogue: catalogue, licenses: licenses, prices: prices, providers: providers, certifiers: certifiers,
      revocations: placedRevocations + news,
      watched: texts + watched.filter { old in !texts.contains { $0.url == old.url } },
      switches: switches, rulebook: rulebook, places: places, warnings: warnings, revision: revision)
  }
}
