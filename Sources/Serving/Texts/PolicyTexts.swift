// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Policy
import StrictYAML

/// The texts that licences, terms of providers and certificates rest on: which there are, how they were found when
/// somebody last looked, and which one somebody has read. Nothing is fetched here.
package struct PolicyTexts {
  package let policies: String
  package let today: CivilDay

  package init(policies: String, today: CivilDay) {
    (self.policies, self.today) = (policies, today)
  }

  package enum State: String, Sendable {
    /// Nobody has stored it, so that nobody can tell a change.
    case notStored = "not stored"
    case notChecked = "not checked"
    case unchanged, changed
  }

  /// One state of a text, and everything that rests on it.
  package struct Listed {
    package let text: WatchedText
    package fileprivate(set) var holders: [HeldText.Holder]
    package let checkedOn: CivilDay?
    package let state: State
  }

  /// Sorted by address.
  package func list() throws(InstallationProblem) -> [Listed] {
    let policies = try PolicyDirectory.read(policies)
    let found = FoundTexts(policies.watched)
    var listed: [Listed] = []
    for held in policies.heldTexts {
      if let place = listed.lastIndex(where: { $0.text.url == held.text.url && $0.text.digest == held.text.digest }) {
        if !listed[place].holders.contains(held.holder) { listed[place].holders.append(held.holder) }
        continue
      }
      let check = policies.watched.first { $0.url == held.text.url }
      let state: State =
        if held.text.digest == nil {
          .notStored
        } else if check == nil {
          .notChecked
        } else {
          found.differ(from: held.text) ? .changed : .unchanged
        }
      listed.append(Listed(text: held.text, holders: [held.holder], checkedOn: check?.checkedOn, state: state))
    }
    return listed
  }

  // MARK: What was found

  /// `watched.yaml` with these texts as they were found today; what it says of others stays.
  func watchedFile(
    _ found: [FoundText], after before: Policies
  ) throws(InstallationProblem) -> (name: String, bytes: [UInt8]) {
    let kept = before.watched.filter { known in !found.contains { $0.url == known.url } }
    var lines = try watchedHead()
    for text in (kept + found).sorted(by: { $0.url < $1.url }) {
      lines += ListFile.lines(
        [
          ("url", .quoted(text.url)), ("sha256", .quoted(text.digest.digits)),
          ("checked_on", .plain(text.checkedOn.description)),
        ],
        indent: 2)
    }
    return (PolicyFiles.TopFile.watched.rawValue, ListFile.bytes(lines))
  }

  /// The comments above the file's own, which are for people; the list is written anew.
  private func watchedHead() throws(InstallationProblem) -> [String] {
    let about = "Texts as they were found when somebody last looked, written by `toolgate policy text`."
    var head = ListFile.head(about, schema: PolicyFiles.TopFile.watched.schema)
    let path = "\(policies)/\(PolicyFiles.TopFile.watched.rawValue)"
    if FileManager.default.fileExists(atPath: path) {
      let comments = String(decoding: try AtomicFile.read(path), as: UTF8.self)
        .fileLines.prefix { $0.hasPrefix("#") }.map(String.init)
      head = comments + [head[head.count - 1]]
    }
    return head + ["texts:"]
  }
}

extension HeldText.Holder {
  /// `license MIT`.
  package var words: String {
    switch self {
    case .certificate(let id): "certificate \(id)"
    case .license(let id): "license \(id)"
    case .provider(let id): "provider \(id)"
    }
  }
}
