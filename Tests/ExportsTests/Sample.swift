// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Exports
import Policy

/// A catalogue of a few certificates, assessed as the real one is.
struct Sample {
  let policies: Policies
  /// 2026-11-28T12:00:00Z.
  static let noon = Instant(seconds: 1_795_867_200)

  /// - Parameter standing: of all; nil: in force, with the signatures.
  init(
    _ certificates: Certificate..., signatures: Int = 0, standing: CertificateStanding? = nil,
    providers: [ProviderTerms] = []
  ) {
    var book = LicenseBook()
    for (id, isOSIApproved) in [("Apache-2.0", true), ("MIT", true), ("CC-BY-NC-4.0", false)] {
      book.list(id, isOSIApproved: isOSIApproved)
    }
    let own = LicenseEntry(
      id: "LicenseRef-own", name: "Own \"terms\"", clauses: .unknown,
      text: WatchedText(url: "https://example.org/terms"), sources: ["test"])
    book.insert(own)
    var assessments: [CertificateID: Assessment] = [:]
    var models: [AssessedModel] = []
    // Bases are given before what was made from them.
    for certificate in certificates {
      let assessment = Assessment.of(certificate, book: book, bases: assessments, signatures: signatures)
      assessments[certificate.id] = assessment
      models.append(
        AssessedModel(
          certificate: certificate, assessment: assessment, standing: standing ?? .inForce(signatures: signatures)))
    }
    policies = Policies(
      catalogue: Catalogue(models), licenses: book, prices: PriceBook(rows: [], providers: [:]),
      providers: Dictionary(providers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
      revision: Self.digest)
  }

  func text(_ format: ExportFormat, _ ids: String..., at instant: Instant = Sample.noon) -> String {
    let models = policies.catalogue.models.filter { ids.isEmpty || ids.contains($0.certificate.id.text) }
    return String(
      decoding: CatalogueExport.bytes(format, models: models, policies: policies, at: instant), as: UTF8.self)
  }

  static let digest = ContentDigest(digits: String(repeating: "ab", count: 32))!

  static func certificate(
    _ id: String, name: String = "Model", license: LicenseExpression? = license("Apache-2.0"),
    _ change: (inout Certificate) -> Void = { _ in }
  ) -> Certificate {
    var certificate = Certificate(
      id: CertificateID(id)!, name: name, weights: .released(license: license, text: nil),
      assessedOn: CivilDay("2026-11-23")!, sources: ["weights.license": "unverified"],
      digest: digest)
    change(&certificate)
    return certificate
  }

  static func license(_ id: String) -> LicenseExpression { .license(id: id, orLater: false, exception: nil) }
}
