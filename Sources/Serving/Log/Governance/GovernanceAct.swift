// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Notes
import Policy
import Wire

/// Something that people decided, as the log tells it.
struct GovernanceAct {
  /// What the log has one last word on.
  struct Key: Hashable {
    let kind: GovernanceKind
    let subject: String
  }

  let kind: GovernanceKind
  let subject: String
  /// Canonical JSON.
  let entry: (_ at: Instant) -> [UInt8]

  var key: Key { Key(kind: kind, subject: subject) }

  /// Whether the log's last word on the subject is this one, apart from its time.
  func isTold(by last: GovernanceEntry?) -> Bool { last.map { entry($0.at) == $0.entry } ?? false }

  /// Everything that holds now, each subject once: two items of a list that are about the same are one act.
  static func all(_ policies: Policies, serving: [ServedModel], keys: [NoteVerifier]) -> [GovernanceAct] {
    let acts =
      keys.map(key) + [revision(policies)] + policies.catalogue.models.map(certificate)
      + policies.revocations.map(revocation) + policies.rulebook.exceptions.map(exception)
      + policies.providers.values.sorted { $0.id < $1.id }.map(provider) + policies.rulebook.optIns.map(optIn)
      + Certifier.joined(policies.certifiers).map(certifier) + serving.map(served)
    var seen: Set<Key> = []
    return acts.filter { seen.insert($0.key).inserted }
  }

  /// What the policies hold no more. The leaf that is taken back says what it was.
  static func removal(of entry: GovernanceEntry) -> GovernanceAct {
    GovernanceAct(kind: .removal, subject: entry.removalSubject) { at in
      json(.removal, at) { json in
        json.member("leaf", entry.leaf)
        json.member("of", entry.kind.rawValue)
        json.member("subject", entry.subject)
      }
    }
  }

  private static func key(_ key: NoteVerifier) -> GovernanceAct {
    GovernanceAct(kind: .key, subject: key.description) { at in
      json(.key, at) { $0.member("key", key.description) }
    }
  }

  static func revision(_ policies: Policies) -> GovernanceAct {
    // The name alone would be told once for each revision, also when an older one comes back.
    GovernanceAct(kind: .policies, subject: "policies") { at in
      json(.policies, at) { $0.member("rev", policies.revision.text) }
    }
  }

  /// Of the entries about what people decided. Not the records' version: another number here would tell every act anew.
  private static let version = 2

  /// - Parameter members: those that sort before `t`.
  static func json(
    _ kind: GovernanceKind, _ at: Instant, task: String? = nil, _ members: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var json = JSONWriter(canonical: true)
    json.object { json in
      members(&json)
      json.member("t", at.seconds)
      if let task { json.member("task", task) }
      json.member("type", kind.rawValue)
      json.member("v", version)
    }
    return json.bytes
  }
}
