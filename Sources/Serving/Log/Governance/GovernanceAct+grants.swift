// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Notes
import Policy
import Wire

/// What is said of projects and of those who certify.
extension GovernanceAct {
  static func exception(_ exception: PolicyException) -> GovernanceAct {
    GovernanceAct(kind: .exception, subject: exception.id) { at in
      json(.exception, at) { json in
        json.key("exception")
        json.object { json in
          json.member("approved_on", exception.approvedOn.description)
          json.member("approver", exception.approver)
          json.member("contracts", orNull: exception.contracts?.map(\.text).sorted().joined(separator: " "))
          json.member("expires", exception.expires.description)
          json.member("id", exception.id)
          json.member("model", exception.model.text)
          json.member("project", exception.project.text)
          json.member("purposes", orNull: exception.purposes?.map(\.rawValue).sorted().joined(separator: " "))
          json.member("rationale", exception.rationale)
          json.member("target_wikis", orNull: exception.targetWikis?.map(\.text).sorted().joined(separator: " "))
          json.member("task", exception.task.text)
          json.member("users_bound_by", orNull: exception.usersBoundBy)
        }
      }
    }
  }

  /// An opt-in has no name, so that it is all that it says: a changed one is another.
  static func optIn(_ optIn: OptIn) -> GovernanceAct {
    let tiers = optIn.tiers.map(\.rawValue).sorted().joined(separator: " ")
    return GovernanceAct(kind: .optIn, subject: "\(optIn.project) \(tiers) \(optIn.since) \(optIn.task)") { at in
      json(.optIn, at) { json in
        json.key("opt_in")
        json.object { json in
          json.member("project", optIn.project.text)
          json.member("since", optIn.since.description)
          json.member("task", optIn.task.text)
          json.member("tiers", tiers)
        }
      }
    }
  }

  /// A key that gets its end is told anew, and one that begins again on another day beside the former.
  static func certifier(_ certifier: Certifier) -> GovernanceAct {
    GovernanceAct(kind: .certifier, subject: "\(certifier.key) \(certifier.since)") { at in
      json(.certifier, at) { json in
        json.key("certifier")
        json.object { json in
          json.member("key", certifier.key.description)
          json.member("name", certifier.name)
          json.member("since", certifier.since.description)
          json.member("until", orNull: certifier.until?.description)
        }
      }
    }
  }
}

extension Certifier {
  /// A key that stands there twice from the same day counts until the later of the two ends.
  static func joined(_ certifiers: [Certifier]) -> [Certifier] {
    var kept: [Certifier] = []
    for certifier in certifiers {
      guard let place = kept.firstIndex(where: { $0.key == certifier.key && $0.since == certifier.since }) else {
        kept.append(certifier)
        continue
      }
      let ends = [kept[place].until, certifier.until].compactMap(\.self)
      kept[place] = Certifier(
        name: certifier.name, key: certifier.key, since: certifier.since, until: ends.count == 2 ? ends.max() : nil)
    }
    return kept
  }
}
