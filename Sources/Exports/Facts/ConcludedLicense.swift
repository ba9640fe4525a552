// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// The licence that a model is under by our judgement: the branch that was chosen, the extra terms, and what it keeps of
/// the models that it was made from.
enum ConcludedLicense {
  /// Nil, which is unknown, if the licence of the model or of a model that it was made from is not recorded.
  static func of(_ model: AssessedModel, policies: Policies) -> LicenseExpression? {
    var parts: [LicenseExpression] = []
    guard collect(model, policies: policies, into: &parts, above: []), let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { .and($0, $1) }
  }

  private static func collect(
    _ model: AssessedModel, policies: Policies, into parts: inout [LicenseExpression], above: Set<CertificateID>
  ) -> Bool {
    let certificate = model.certificate
    // A catalogue that loads has no circles; one that was put together otherwise must not hang the export.
    guard !above.contains(certificate.id), let own = certificate.licenseChoice ?? certificate.license else {
      return false
    }
    for license in [own] + certificate.extraTerms.compactMap(\.license) {
      for part in license.conjuncts where !parts.contains(part) { parts.append(part) }
    }
    let above = above.union([certificate.id])
    let teachers = certificate.distilledFrom.filter { isTainting($0, policies: policies) }
    return ((certificate.baseModel.map { [$0] } ?? []) + teachers).allSatisfy { id in
      policies.catalogue[id].map { collect($0, policies: policies, into: &parts, above: above) } ?? false
    }
  }

  /// Whether a model that learned from the answers falls under the same terms. Of a teacher without a certificate nobody
  /// knows.
  private static func isTainting(_ teacher: CertificateID, policies: Policies) -> Bool {
    switch policies.catalogue[teacher]?.assessment.clauses?.nonCompete {
    case .derivativeTaint, .unknown, nil: true
    case .some(.none), .ban: false
    }
  }
}

extension LicenseExpression {
  /// What must be kept at once.
  fileprivate var conjuncts: [LicenseExpression] {
    if case .and(let a, let b) = self { a.conjuncts + b.conjuncts } else { [self] }
  }
}
