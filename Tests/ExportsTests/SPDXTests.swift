// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Exports
import Foundation
import Policy
import Testing

@Suite struct SPDXExports {
  private struct Graph {
    let elements: [[String: Any]]

    init(_ text: String) throws {
      let document = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      elements = try #require(document["@graph"] as? [[String: Any]])
    }

    func all(_ type: String) -> [[String: Any]] { elements.filter { $0["type"] as? String == type } }

    func named(_ identifier: String?) -> [String: Any]? {
      elements.first { $0["spdxId"] as? String == identifier }
    }

    func targets(_ relationship: String, of element: [String: Any]) -> [String] {
      all("Relationship").filter {
        $0["relationshipType"] as? String == relationship && $0["from"] as? String == element["spdxId"] as? String
      }.flatMap { $0["to"] as? [String] ?? [] }
    }

    func license(_ relationship: String, of element: [String: Any]) -> [String] {
      targets(relationship, of: element).map {
        named($0)?["simplelicensing_licenseExpression"] as? String ?? String($0.split(separator: "/").last ?? "")
      }
    }
  }

  /// As complete as a certificate can be.
  private func complete(_ id: String) -> Certificate {
    let evidence = Evidence(url: "https://example.org/card", quote: "It is so.")
    return Sample.certificate(id) {
      $0.revision = .pinned(String(repeating: "5f1d6b8f", count: 5))
      $0.files = [
        Certificate.ModelFile(path: "model.safetensors", size: 1, digest: Sample.digest)
      ]
      $0.explicitRelease = Answer(true, evidence: evidence)
      $0.codeLicense = Sample.license("MIT")
      for component in CodeComponent.allCases {
        $0.code[component] = CodeAnswer(present: Answer(.yes, evidence: evidence))
      }
      $0.hyperparameters = Answer(true, evidence: evidence)
      $0.data = DataInformation(
        inventory: [DataSource(name: "d", kind: .open, url: "https://example.org/d", stage: .pretrain)],
        stages: Answer([.pretrain], evidence: evidence), tier: .d3, informationLicense: Sample.license("MIT"),
        processing: Answer(true, evidence: evidence),
        labelling: Answer(false, evidence: evidence), complete: Answer(true, evidence: evidence))
    }
  }

  @Test(arguments: [(2, ["OSAID-1.0"]), (1, nil), (0, nil)])
  func `only a model that meets the definition says so`(signatures: Int, standards: [String]?) throws {
    let sample = Sample(complete("a/m"), signatures: signatures)
    let package = try #require(Graph(sample.text(.spdx)).all("ai_AIPackage").first)
    #expect(package["ai_standardCompliance"] as? [String] == standards)
  }

  @Test func `a certificate that has ended meets nothing any more`() throws {
    var certificate = complete("a/m")
    certificate.expires = CivilDay("2026-11-28")!
    let package = try #require(Graph(Sample(certificate, signatures: 2).text(.spdx)).all("ai_AIPackage").first)
    #expect(package["ai_standardCompliance"] == nil)
  }

  @Test func `every model has one declared and one concluded licence, known or not`() throws {
    let sample = Sample(
      Sample.certificate("a/m", license: nil), Sample.certificate("b/n", license: Sample.license("LicenseRef-own")),
      Sample.certificate("c/o") { $0.baseModel = CertificateID("b/n") })
    let graph = try Graph(sample.text(.spdx))
    let packages = graph.all("ai_AIPackage")
    #expect(
      packages.map { graph.license("hasDeclaredLicense", of: $0) }
        == [["NoAssertionLicense"], ["LicenseRef-own"], ["Apache-2.0"]])
    #expect(
      packages.map { graph.license("hasConcludedLicense", of: $0) }
        == [["NoAssertionLicense"], ["LicenseRef-own"], ["Apache-2.0 AND LicenseRef-own"]])
    let own = try #require(graph.all("expandedlicensing_CustomLicense").first)
    #expect(own["name"] as? String == "Own \"terms\"")
    #expect(own["expandedlicensing_seeAlso"] as? [String] == ["https://example.org/terms"])
  }

  @Test func `data that lack a stage are incomplete, whoever says that they are not`() throws {
    var certificate = complete("a/m")
    certificate.data.stages.value = [.pretrain, .sft]
    let trained = try Graph(Sample(certificate).text(.spdx)).all("Relationship").first {
      $0["relationshipType"] as? String == "trainedOn"
    }
    #expect(trained?["completeness"] as? String == "incomplete")
  }

  @Test func `base models and data stand in the document, also of a single model`() throws {
    let sample = Sample(
      Sample.certificate("a/base"),
      Sample.certificate("b/m") {
        $0.baseModel = CertificateID("a/base")
        $0.distilledFrom = [CertificateID("nobody/knows")!]
        $0.data.inventory = [DataSource(name: "d"), DataSource(name: "e", license: Sample.license("MIT"))]
        $0.data.complete = Answer(false)
      })
    let graph = try Graph(sample.text(.spdx, "b/m"))
    let model = try #require(graph.all("ai_AIPackage").first { $0["name"] as? String == "Model" })
    let names = ["descendantOf", "other", "trainedOn"].map { relationship in
      graph.targets(relationship, of: model).map { graph.named($0)?["name"] as? String }
    }
    #expect(names == [["Model"], ["nobody/knows"], ["d", "e"]])
    let trained = graph.all("Relationship").first { $0["relationshipType"] as? String == "trainedOn" }
    #expect(trained?["completeness"] as? String == "incomplete")
    #expect(
      graph.all("dataset_DatasetPackage").map { graph.license("hasDeclaredLicense", of: $0) }
        == [["NoAssertionLicense"], ["MIT"]])
    let root = graph.all("SpdxDocument").first?["rootElement"] as? [String]
    #expect(root == [model["spdxId"] as? String ?? ""])
  }

  @Test(arguments: HostileText.all) func `any text comes out as it went in, and names stay addresses`(text: String)
    throws
  {
    let sample = Sample(
      Sample.certificate("a/<\"m\">", name: text) {
        $0.notes = text
        $0.files = [Certificate.ModelFile(path: text, size: 1, digest: Sample.digest)]
      })
    let graph = try Graph(sample.text(.spdx))
    #expect(graph.all("ai_AIPackage").first?["name"] as? String == text)
    #expect(graph.all("ai_AIPackage").first?["ai_limitation"] as? String == text)
    let names = graph.elements.compactMap { $0["spdxId"] as? String }
    #expect(Set(names).count == graph.elements.count - 1)
    for name in names { #expect(name.wholeMatch(of: /https:[-A-Za-z0-9._~\/:@!$&'()*+,;=?%#]+/) != nil, "\(name)") }
  }

  @Test func `the day of assessment stands in for a release that nobody recorded, and is said to`() throws {
    let package = try #require(Graph(Sample(Sample.certificate("a/m")).text(.spdx)).all("ai_AIPackage").first)
    #expect(package["releaseTime"] as? String == "2026-11-23T00:00:00Z")
    #expect((package["comment"] as? String)?.contains("not recorded") == true)
  }

  @Test func `a recorded day of release stands alone`() throws {
    let sample = Sample(Sample.certificate("a/m") { $0.releasedOn = CivilDay("2025-07-08") })
    let package = try #require(Graph(sample.text(.spdx)).all("ai_AIPackage").first)
    #expect(package["releaseTime"] as? String == "2025-07-08T00:00:00Z")
    #expect(package["comment"] == nil)
  }

  @Test func `the licence of all data is that of a source only where it is the only one`() throws {
    func licenses(_ names: String...) throws -> [[String]] {
      let sample = Sample(
        Sample.certificate("a/m") {
          $0.data.inventory = names.map { DataSource(name: $0) }
          $0.data.license = Sample.license("MIT")
        })
      let graph = try Graph(sample.text(.spdx))
      return graph.all("dataset_DatasetPackage").map { graph.license("hasDeclaredLicense", of: $0) }
    }
    #expect(try licenses("d") == [["MIT"]])
    #expect(try licenses("d", "e") == [["NoAssertionLicense"], ["NoAssertionLicense"]])
  }
}
