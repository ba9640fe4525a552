// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Exports
import Policy
import Testing

@Suite struct CatalogueExports {
  @Test(arguments: ExportFormat.all.map(\.name))
  func `the same models and instant give the same bytes, in any order`(name: String) throws {
    let format = try #require(ExportFormat(name: name))
    let sample = Sample(
      Sample.certificate("a/base"), Sample.certificate("b/m") { $0.baseModel = CertificateID("a/base") })
    let models = sample.policies.catalogue.models
    func bytes(_ models: [AssessedModel]) -> [UInt8] {
      CatalogueExport.bytes(format, models: models, policies: sample.policies, at: Sample.noon)
    }
    #expect(bytes(models) == bytes(models))
    #expect(bytes(models) == bytes(models.reversed() + models))
    #expect(bytes(models) != bytes([models[0]]))
  }

  @Test(arguments: ExportFormat.all.map(\.name))
  func `models that are made from each other do not hang an export`(name: String) throws {
    let format = try #require(ExportFormat(name: name))
    let sample = Sample(
      Sample.certificate("a/m") { $0.baseModel = CertificateID("b/n") },
      Sample.certificate("b/n") { $0.baseModel = CertificateID("a/m") })
    #expect(!sample.text(format).isEmpty)
  }

  @Test func `every format has a name, a media type and an ending of its own`() {
    #expect(ExportFormat.all.map(\.name) == ["cyclonedx", "spdx", "mot"])
    #expect(Set(ExportFormat.all.map(\.mediaType)).count == 3)
    #expect(Set(ExportFormat.all.map(\.fileExtension)).count == 3)
    #expect(ExportFormat(name: "CycloneDX") == nil)
  }
}
