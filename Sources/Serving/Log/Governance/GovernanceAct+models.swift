// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Policy
import Wire

/// What is said of models, and of the services that they are called at.
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
          json.member("sha256", certificate.digest.text)
          json.key("signatures")
          if let signatures { json.value(signatures) } else { json.null() }
          json.member("tier", orNull: model.assessment.tier?.rawValue)
          json.member("verdict", model.assessment.verdict.rawValue)
        }
      }
    }
  }

  /// What the configuration says of a model, as far as records repeat it.
  static func served(_ model: ServedModel) -> GovernanceAct {
    GovernanceAct(kind: .served, subject: model.id.text) { at in
      json(.served, at) { json in
        json.key("served")
        json.object { json in
          json.member("backend", model.backend.text)
          json.member("cert", model.certificate.id.text)
          json.member("contract", orNull: model.contract?.text)
          json.member("engine", model.engine)
          json.member("id", model.id.text)
          json.member("region", orNull: model.region?.text)
          json.member("trust", model.trust.rawValue)
          json.member("upstream", model.upstream)
        }
      }
    }
  }

  /// Records name the terms by their hash alone; here stands whose and which text that is.
  static func provider(_ provider: ProviderTerms) -> GovernanceAct {
    GovernanceAct(kind: .provider, subject: provider.id.text) { at in
      json(.provider, at) { json in
        json.key("provider")
        json.object { json in
          json.member("assessed_on", provider.assessedOn.description)
          json.member("id", provider.id.text)
          json.member("input_training", provider.inputTraining.rawValue)
          json.member("output_training", provider.outputTraining.rawValue)
          json.member("sha256", provider.digest.text)
          json.member("suspended", orNull: provider.suspension)
          json.text("terms", provider.terms)
          json.text("use_policy", provider.usePolicy)
        }
      }
    }
  }

  static func revocation(_ revocation: Revocation) -> GovernanceAct {
    GovernanceAct(kind: .revocation, subject: "\(revocation.certificate)@\(revocation.digest?.digits ?? "*")") { at in
      json(.revocation, at, task: revocation.task.text) { json in
        json.key("cert")
        json.object { json in
          json.member("id", revocation.certificate.text)
          json.member("sha256", orNull: revocation.digest?.text)
        }
        json.member("on", revocation.on.description)
        json.member("reason", revocation.reason)
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func text(_ name: String, _ text: WatchedText?) {
    key(name)
    guard let text else { return null() }
    object { json in
      json.member("date", orNull: text.date?.description)
      json.member("sha256", orNull: text.digest?.text)
      json.member("url", text.url)
    }
  }
}
