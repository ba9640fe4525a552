// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// What a rule may ask about. Whoever adds a case gives its words below; the reader of rules, `policy explain` and the
/// documentation's list take it from here.
package enum Fact: String, CaseIterable, Sendable {
  case tier, verdict, trust, host, standing, license, flag, model, project, purpose, namespace, exception, operation
  case dataTier = "data_tier"
  case outputTerms = "output_terms"
  case nonCompete = "non_compete"
  case providerOutputTraining = "provider_output_training"
  case providerInputTraining = "provider_input_training"
  case targetWiki = "target_wiki"
  case optedIn = "opted_in"

  /// What stands for "nobody said" and "there is none".
  static let none = "none"

  /// The words that can occur; nil where any name can.
  var vocabulary: [String]? {
    func words<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> [String] {
      Value.allCases.map(\.rawValue)
    }
    switch self {
    case .tier: return words(LicenseTier.self) + [Self.none]
    case .verdict: return words(Openness.self)
    case .dataTier: return words(DataTier.self) + [Self.none]
    case .trust: return words(Trust.self)
    case .host: return words(HostClass.self)
    case .standing: return CertificateStanding.words
    case .outputTerms: return words(LicenseClauses.OutputTerms.self)
    case .nonCompete: return words(LicenseClauses.NonCompete.self)
    case .providerOutputTraining: return words(ProviderTerms.OutputTraining.self)
    case .providerInputTraining: return words(ProviderTerms.InputTraining.self)
    case .purpose: return words(Purpose.self) + [Self.none]
    case .namespace: return words(TargetNamespace.self) + [Self.none]
    case .operation: return words(Operation.self)
    case .optedIn, .exception: return ["yes", "no"]
    case .license, .flag, .model, .project, .targetWiki: return nil
    }
  }

  /// The words that hold; several for a fact that has many values, such as the flags of a model.
  ///
  /// - Parameter grants: what has been recorded for the project of the inquiry.
  func words(in inquiry: Inquiry, grants: Grants) -> [String] {
    let assessed = inquiry.model.assessed
    let clauses = assessed?.assessment.clauses
    switch self {
    case .tier: return [assessed?.assessment.tier?.rawValue ?? Self.none]
    case .verdict: return [(assessed?.assessment.verdict ?? .unknown).rawValue]
    case .dataTier: return [assessed?.dataTier?.rawValue ?? Self.none]
    case .trust: return [inquiry.model.trust.rawValue]
    case .host: return [inquiry.model.host.rawValue]
    case .standing: return [assessed?.standing(on: inquiry.day).word ?? Self.none]
    case .license:
      return assessed.map { $0.assessment.licenses.isEmpty ? [Self.none] : $0.assessment.licenses } ?? [Self.none]
    case .flag: return assessed?.assessment.flags ?? []
    case .outputTerms: return [(clauses?.outputTerms ?? .unknown).rawValue]
    case .nonCompete: return [(clauses?.nonCompete ?? .unknown).rawValue]
    case .providerOutputTraining:
      return [(inquiry.model.trust == .local ? .none : inquiry.model.terms?.outputTraining ?? .unknown).rawValue]
    case .providerInputTraining:
      return [(inquiry.model.trust == .local ? .never : inquiry.model.terms?.inputTraining ?? .unknown).rawValue]
    case .model:
      // Both names count, since a rule's author may know either.
      let names = [inquiry.model.model.text, assessed?.certificate.id.text].compactMap(\.self)
      return names.count == 2 && names[0] == names[1] ? [names[0]] : names
    case .project: return [inquiry.call.project.text]
    case .purpose:
      // Who does not say what a text is for may put it anywhere: it counts as generated, whether a rule asks for `none` or not.
      return inquiry.call.purpose.map { [$0.rawValue] } ?? [Self.none, Purpose.generate.rawValue]
    case .targetWiki: return [inquiry.call.targetWiki?.text ?? Self.none]
    case .namespace: return [inquiry.call.namespace?.rawValue ?? Self.none]
    case .operation: return [inquiry.call.operation.rawValue]
    case .optedIn: return [grants.isOptedIn ? "yes" : "no"]
    case .exception: return [grants.exception == nil ? "no" : "yes"]
    }
  }
}

extension CertificateStanding {
  package static let words = ["in_force", "unsigned", "not_yet", "expired", "suspended", "revoked"]

  /// One word for lists and rules.
  package var word: String {
    switch self {
    case .inForce(signatures: 0): "unsigned"
    case .inForce: "in_force"
    case .notYet: "not_yet"
    case .expired: "expired"
    case .suspended: "suspended"
    case .revoked: "revoked"
    }
  }
}
