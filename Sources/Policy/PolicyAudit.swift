// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import StrictYAML

/// What somebody should look at in policies that load: what does not count, what has ended and what soon will.
package enum PolicyAudit {
  /// How many days before its end something is warned about.
  package static let notice = 30

  /// In the order of the files. What is revoked is not here: somebody decided that.
  ///
  /// - Parameter served: the certificates that matter; nil: all.
  package static func warnings(
    _ policies: Policies, on day: CivilDay, served: Set<CertificateID>? = nil
  ) -> [YAMLProblem] {
    let last = CivilDay(daysSince1970: day.daysSince1970 + notice)
    var found = policies.warnings
    for model in policies.catalogue.models where served?.contains(model.certificate.id) != false {
      let id = model.certificate.id
      let place = policies.places.certificates[id]
      if let form = model.certificate.quantization, model.certificate.baseModel == nil {
        found += place.problem(
          "the certificate `\(id)` is of weights in the form `\(form)` and names no `base_model`; name the model that they "
            + "were made from, or leave `quantization` out where they were trained in this form")
      }
      if case .revoked = model.standing {
      } else if model.certificate.assessedOn > day {
        found += place.problem(
          "the certificate `\(id)` was assessed on \(model.certificate.assessedOn), which has not come yet, and calls of "
            + "the model are refused before; correct `assessed_on` and have it signed again")
      } else if case .notYet(let begin) = model.standing(on: day) {
        found += place.problem(
          "the certificate `\(id)` rests on one that was assessed on \(begin), which has not come yet, and calls of the "
            + "model are refused before")
      }
      switch (model.standing(on: day), model.standing(on: last)) {
      case (.suspended(let reason), _):
        found += place.problem("the certificate `\(id)` is suspended: \(reason); somebody must read the text again")
      case (.expired(let end), _):
        found += place.problem(
          "the certificate `\(id)` ended on \(end), and calls of the model are refused; somebody must look at it again")
      case (.inForce, .expired(let end)):
        found += place.problem("the certificate `\(id)` ends on \(end); somebody must look at it again before")
      default: break
      }
    }
    found += flagsThatNobodyHas(policies)
    found += textsThatNothingRestsOn(policies)
    for (id, terms) in policies.providers {
      guard let reason = terms.suspension else { continue }
      found += policies.places.providers[id].problem(
        "the terms of `\(id)` are suspended, and calls under them are refused: \(reason); somebody must read it again")
    }
    for exception in policies.rulebook.exceptions {
      let place = policies.places.exceptions[exception.id]
      if let model = policies.catalogue[exception.model], model.assessment.tier == nil {
        found += place.problem(
          "the exception `\(exception.id)` opens nothing: no licence of the weights of `\(exception.model)` is recorded"
        )
      }
      guard exception.expires <= last else { continue }
      let end = exception.expires
      found += place.problem(
        end <= day
          ? "the exception `\(exception.id)` ended on \(end); remove the file, or decide anew"
          : "the exception `\(exception.id)` ends on \(end); decide before whether `\(exception.project)` still needs it"
      )
    }
    return (Set(found).union(revocations(policies, on: day))).sorted()
  }

  /// A revocation holds from when it stands in the file, whatever its day, and only for an id that it spells right.
  private static func revocations(_ policies: Policies, on day: CivilDay) -> [YAMLProblem] {
    let ids = policies.catalogue.models.map(\.certificate.id.text)
    return policies.placedRevocations.flatMap { placed -> [YAMLProblem] in
      let (revocation, place) = (placed.revocation, placed.place)
      var found: [YAMLProblem] = []
      let id = revocation.certificate.text
      if revocation.on > day {
        found += place.problem(
          "the revocation of `\(id)` is of \(revocation.on), which has not come yet, and holds already; correct `on`")
      }
      if !ids.contains(id), let near = NearestName.of(id, among: ids) {
        found += place.problem(
          "the revocation is of `\(id)`, which has no certificate; did you mean `\(near)`? It revokes nothing that is "
            + "in the catalogue")
      }
      return found
    }
  }

  /// What rested on a text may be gone; an address that is written otherwise than where it is needed suspends nothing.
  private static func textsThatNothingRestsOn(_ policies: Policies) -> [YAMLProblem] {
    let known = Set(policies.heldTexts.map(\.text.url))
    return policies.watched.filter { !known.contains($0.url) }.flatMap { text in
      NearestName.of(text.url, among: Array(known)).map { near in
        text.place.problem(
          "nothing rests on a text at `\(text.url)`, so that it has changed suspends nothing; did you mean `\(near)`?")
      } ?? []
    }
  }

  /// A flag is a free word, and one that no certificate has may be meant for the next; a slip looks the same.
  private static func flagsThatNobodyHas(_ policies: Policies) -> [YAMLProblem] {
    let known = Set(policies.catalogue.models.flatMap(\.assessment.flags))
    let rulebook = policies.rulebook
    let asking = rulebook.rules.map { ($0.id, $0.conditions) } + rulebook.reminders.map { ($0.id, $0.conditions) }
    return asking.flatMap { id, conditions in
      conditions.filter { $0.fact == .flag }.flatMap(\.words).filter { !known.contains($0) }.flatMap { flag in
        let near = NearestName.of(flag, among: Array(known)).map { "; did you mean `\($0)`?" } ?? ""
        return policies.places.rules[id].problem(
          "the rule `\(id)` asks for the flag `\(flag)`, which no certificate has\(near)")
      }
    }
  }
}

/// Where the entries of a policy directory stand, for what is said about them.
package struct PolicyPlaces: Sendable {
  package var certificates: [CertificateID: PolicyPlace]
  package var exceptions: [String: PolicyPlace]
  package var rules: [String: PolicyPlace] = [:]
  package var licenses: [String: PolicyPlace] = [:]
  package var providers: [ContractID: PolicyPlace] = [:]

  package init(certificates: [CertificateID: PolicyPlace] = [:], exceptions: [String: PolicyPlace] = [:]) {
    (self.certificates, self.exceptions) = (certificates, exceptions)
  }
}

extension PolicyPlace? {
  /// Nothing that was read from a directory is without a place.
  fileprivate func problem(_ message: String) -> [YAMLProblem] { map { [$0.problem(message)] } ?? [] }
}
