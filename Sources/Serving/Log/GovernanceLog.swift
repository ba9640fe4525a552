// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger
package import Notes
package import Policy
import Provenance
import Wire

/// Brings what people decided into the transparency log: each certificate, revocation and exception that the policies
/// hold, the policies' own revision, and the keys that sign. What stands there already is not written again.
package enum GovernanceLog {
  /// - Returns: how many leaves are new.
  @discardableResult
  package static func follow(
    _ policies: Policies, keys: [NoteVerifier], in ledger: Ledger, at now: Instant
  ) throws -> Int {
    let acts = acts(policies, keys: keys)
    // Most starts and reloads change nothing, and then nothing is locked.
    let known = try ledger.read { try Self.known($0) }
    guard acts.contains(where: { !$0.isTold(by: known) }) else { return 0 }
    return try ledger.administer { desk in
      let known = try Self.known(desk)
      let news = acts.filter { !$0.isTold(by: known) }
      for act in news { try desk.log(act.kind, of: act.subject, at: now, entry: act.entry(now)) }
      return news.count
    }
  }

  /// The newest entry of each subject.
  private static func known(_ desk: Administration) throws -> [Subject: GovernanceEntry] {
    var newest: [Subject: GovernanceEntry] = [:]
    for kind in GovernanceKind.allCases {
      for entry in try desk.governance(kind) {
        let subject = Subject(kind: kind, name: entry.subject)
        if newest[subject] == nil { newest[subject] = entry }
      }
    }
    return newest
  }

  private struct Subject: Hashable {
    let kind: GovernanceKind
    let name: String
  }

  private struct Act {
    let kind: GovernanceKind
    let subject: String
    /// Canonical JSON.
    let entry: (_ at: Instant) -> [UInt8]

    /// The log's last word on the subject is this one, apart from its time.
    func isTold(by known: [Subject: GovernanceEntry]) -> Bool {
      known[Subject(kind: kind, name: subject)].map { entry($0.at) == $0.entry } ?? false
    }
  }

  private static func acts(_ policies: Policies, keys: [NoteVerifier]) -> [Act] {
    keys.map(key) + [revision(policies)] + policies.catalogue.models.map(certificate)
      + policies.revocations.map(revocation) + policies.rulebook.exceptions.map(exception)
  }

  private static func key(_ key: NoteVerifier) -> Act {
    Act(kind: .key, subject: key.description) { at in
      Self.json(.key, at) { $0.member("key", key.description) }
    }
  }

  private static func revision(_ policies: Policies) -> Act {
    // The name alone would be told once for each revision, also when an older one comes back.
    Act(kind: .policies, subject: "policies") { at in
      Self.json(.policies, at) { $0.member("rev", policies.revision) }
    }
  }

  private static func certificate(_ model: AssessedModel) -> Act {
    let certificate = model.certificate
    let signatures: Int? = if case .inForce(let count) = model.standing { count } else { nil }
    return Act(kind: .certificate, subject: certificate.id.text) { at in
      Self.json(.certificate, at) { json in
        json.key("cert")
        json.object { json in
          json.member("expires", certificate.expires.description)
          json.member("id", certificate.id.text)
          json.member("sha256", certificate.digest)
          json.key("signatures")
          if let signatures { json.value(signatures) } else { json.null() }
          json.member("tier", orNull: model.assessment.tier?.rawValue)
          json.member("verdict", model.assessment.verdict.rawValue)
        }
      }
    }
  }

  private static func revocation(_ revocation: Revocation) -> Act {
    Act(kind: .revocation, subject: "\(revocation.certificate)@\(revocation.sha256 ?? "*")") { at in
      Self.json(.revocation, at, task: revocation.task) { json in
        json.key("cert")
        json.object { json in
          json.member("id", revocation.certificate.text)
          json.member("sha256", orNull: revocation.sha256.map { "sha256:\($0)" })
        }
        json.member("on", revocation.on.description)
        json.member("reason", revocation.reason)
      }
    }
  }

  private static func exception(_ exception: PolicyException) -> Act {
    Act(kind: .exception, subject: exception.id) { at in
      Self.json(.exception, at) { json in
        json.key("exception")
        json.object { json in
          json.member("approved_on", exception.approvedOn.description)
          json.member("approver", exception.approver)
          json.member("expires", exception.expires.description)
          json.member("id", exception.id)
          json.member("model", exception.model.text)
          json.member("project", exception.project.text)
          json.member("purposes", orNull: exception.purposes?.map(\.rawValue).sorted().joined(separator: " "))
          json.member("rationale", exception.rationale)
          json.member("target_wikis", orNull: exception.targetWikis?.map(\.text).sorted().joined(separator: " "))
          json.member("task", exception.task)
          json.member("users_bound_by", orNull: exception.usersBoundBy)
        }
      }
    }
  }

  /// - Parameter members: those that sort before `t`.
  private static func json(
    _ kind: GovernanceKind, _ at: Instant, task: String? = nil, _ members: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var json = JSONWriter(canonical: true)
    json.object { json in
      members(&json)
      json.member("t", at.seconds)
      if let task { json.member("task", task) }
      json.member("type", kind.rawValue)
      json.member("v", ProvenanceRecord.version)
    }
    return json.bytes
  }
}
