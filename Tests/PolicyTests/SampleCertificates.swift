// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy

extension Sample {
  static let evidence = Evidence(url: "https://example.org", quote: "It is so.")

  static func yes<Value>(_ value: Value) -> Answer<Value> { Answer(value, evidence: evidence) }

  static let commit = Certificate.Revision.pinned(String(repeating: "5f1d6b8f", count: 5))

  static let file = Certificate.ModelFile(
    path: "model.safetensors", size: 7, digest: ContentDigest(digits: String(repeating: "9a129038", count: 8))!)

  static func id(_ text: String) -> CertificateID { CertificateID(text)! }

  /// Every question answered well and with a quote, for weights that are pinned: with two signatures it meets the definition.
  static func certificate(
    _ id: String = "a/m", license: String? = "Apache-2.0", _ change: (inout Certificate) -> Void = { _ in }
  ) -> Certificate {
    var certificate = Certificate(
      id: Self.id(id), name: id, revision: commit,
      weights: .released(license: license.map(Self.license), text: nil), files: [file],
      explicitRelease: yes(true), codeLicense: Self.license("MIT"),
      code: Dictionary(uniqueKeysWithValues: CodeComponent.allCases.map { ($0, CodeAnswer(present: yes(.yes))) }),
      hyperparameters: yes(true),
      data: DataInformation(
        inventory: [DataSource(name: "Set", kind: .open, url: "https://example.org/set", stage: .pretrain)],
        stages: yes([.pretrain]), tier: .d3, informationLicense: Self.license("CC-BY-4.0"), processing: yes(true),
        labelling: yes(false), complete: yes(true)),
      assessedOn: CivilDay("2026-11-23")!, digest: ContentDigest(digits: String(repeating: "0", count: 64))!)
    change(&certificate)
    return certificate
  }

  static func closed(_ id: String = "a/closed", terms: String = "LicenseRef-ban") -> Certificate {
    certificate(id) { $0.weights = .closed(terms: Self.license(terms)) }
  }

  static func terms(_ judgement: ExtraTerms.Judgement?, license: String? = "LicenseRef-policy") -> ExtraTerms {
    ExtraTerms(
      name: "The policy", license: license.map(Self.license), text: WatchedText(url: "https://example.org/policy"),
      judgement: judgement.map { yes($0) } ?? Answer())
  }

  static func assess(
    _ certificate: Certificate, bases: [Certificate] = [], switches: PolicySwitches = PolicySwitches(),
    signatures: Int = 2
  ) -> Assessment {
    let all = bases + [certificate]
    var graph = CertificateGraph(
      all, book: book, switches: switches,
      signatures: Dictionary(all.map { ($0.id, signatures) }, uniquingKeysWith: { first, _ in first }))
    return graph.assess().assessments[certificate.id]!
  }
}

extension Assessment {
  var codes: Set<String> { Set(reasons.map(\.code.rawValue)) }
  var noticeCodes: Set<String> { Set(notices.map(\.code.rawValue)) }
}
