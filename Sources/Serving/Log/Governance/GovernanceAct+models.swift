// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Policy
import Wire

/// What is said of models.
extension GovernanceAct {
  static func certificate(_ model: AssessedModel) -> GovernanceAct {
    let certificate = model.certificate
    let signatures: Int? = if case .inForce(let count) = model.standing { count } else { nil }
    return GovernanceAct(kind: .certificate, subject: certificate.id.text) { at in
      json(.certificate, at) { json in
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

  static func revocation(_ revocation: Revocation) -> GovernanceAct {
    GovernanceAct(kind: .revocation, subject: "\(revocation.certificate)@\(revocation.sha256 ?? "*")") { at in
      json(.revocation, at, task: revocation.task) { json in
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
}
