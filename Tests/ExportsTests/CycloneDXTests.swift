// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Exports
import Foundation
import Policy
import Testing

@Suite struct CycloneDXExports {
  private func document(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func components(_ text: String) throws -> [[String: Any]] {
    try #require(document(text)["components"] as? [[String: Any]])
  }

  private func values(_ component: [String: Any], _ name: String) -> [String] {
    let properties = component["properties"] as? [[String: String]] ?? []
    return properties.filter { $0["name"] == name }.compactMap { $0["value"] }
  }

  private func licenses(_ component: [String: Any]) -> [String] {
    let choices = component["licenses"] as? [[String: String]] ?? []
    return choices.map { "\($0["acknowledgement"] ?? ""): \($0["expression"] ?? "")" }
  }

  @Test func `the name of a document follows from its content`() throws {
    let sample = Sample(Sample.certificate("a/m"))
    let other = Sample(Sample.certificate("a/m", name: "Other"))
    let serial = try document(sample.text(.cyclonedx))["serialNumber"] as? String
    #expect(
      serial?.wholeMatch(of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(try document(sample.text(.cyclonedx))["serialNumber"] as? String == serial)
    #expect(try document(other.text(.cyclonedx))["serialNumber"] as? String != serial)
    let later = sample.text(.cyclonedx, at: Sample.noon + .seconds(1))
    #expect(try document(later)["serialNumber"] as? String != serial)
  }

  @Test(arguments: HostileText.all) func `any text comes out as it went in`(text: String) throws {
    let sample = Sample(
      Sample.certificate("a/m", name: text) {
        $0.notes = text
        $0.data.inventory = [DataSource(name: text, url: text, size: text)]
        $0.sources = ["data": text]
        $0.files = [Certificate.ModelFile(path: text, size: 1, digest: Sample.digest)]
      })
    let components = try components(sample.text(.cyclonedx))
    #expect(components.map { $0["name"] as? String } == [text, text])
    #expect(values(components[0], "wmcs:source") == ["data: \(text)"])
    #expect(values(components[1], "wmcs:data:place") == [text])
    #expect((components[0]["components"] as? [[String: Any]])?.first?["name"] as? String == text)
  }

  @Test func `what is not known is said to be unknown and has no licence`() throws {
    let component = try #require(
      components(Sample(Sample.certificate("a/m", license: nil)).text(.cyclonedx)).first)
    #expect(component["licenses"] == nil)
    #expect(component["version"] == nil)
    #expect(values(component, "wmcs:osaid:verdict") == ["unknown"])
    #expect(values(component, "wmcs:tier") == ["none"])
    for field in [
      "data_tier", "code:training", "code:license", "weights:explicit_release", "weights:quantization", "data:complete",
      "data:stages",
      "released_on",
    ] {
      #expect(values(component, "wmcs:\(field)") == ["unknown"], "\(field)")
    }
    #expect(values(component, "wmcs:revision") == ["unverified_remote"])
    #expect(values(component, "wmcs:reason").contains { $0.hasPrefix("unknown license_missing weights.license: ") })
  }

  @Test func `stages of training and the day of release are properties`() throws {
    let sample = Sample(
      Sample.certificate("a/m") {
        $0.data.stages = Answer([.pretrain, .preference])
        $0.releasedOn = CivilDay("2025-07-08")
      })
    let component = try #require(components(sample.text(.cyclonedx)).first)
    #expect(values(component, "wmcs:data:stages") == ["pretrain preference"])
    #expect(values(component, "wmcs:released_on") == ["2025-07-08"])
  }

  @Test func `a model keeps the licence of its base, and of a teacher whose terms reach its answers`() throws {
    let sample = Sample(
      Sample.certificate("a/base", license: Sample.license("CC-BY-NC-4.0")),
      Sample.certificate("a/teacher", license: Sample.license("LicenseRef-own")),
      Sample.certificate("b/m") {
        $0.baseModel = CertificateID("a/base")
        $0.distilledFrom = [CertificateID("a/teacher")!]
      })
    let component = try #require(components(sample.text(.cyclonedx, "b/m")).first)
    #expect(
      licenses(component) == [
        "declared: Apache-2.0", "concluded: Apache-2.0 AND CC-BY-NC-4.0 AND LicenseRef-own",
      ])
    let pedigree = try #require(component["pedigree"] as? [String: Any])
    let ancestors = try #require(pedigree["ancestors"] as? [[String: Any]])
    #expect(ancestors.flatMap { values($0, "wmcs:certificate:id") } == ["a/base"])
    #expect(pedigree["notes"] as? String == "Trained on answers of a/teacher.")
  }

  @Test func `nothing is concluded of a model whose base has no certificate`() throws {
    let sample = Sample(Sample.certificate("b/m") { $0.baseModel = CertificateID("nobody/knows") })
    let component = try #require(components(sample.text(.cyclonedx)).first)
    #expect(licenses(component) == ["declared: Apache-2.0"])
    let ancestors = (component["pedigree"] as? [String: Any])?["ancestors"] as? [[String: Any]] ?? []
    #expect(ancestors.flatMap { values($0, "wmcs:certificate:standing") } == ["uncertified"])
  }

  @Test func `the branch that was chosen is concluded`() throws {
    let choice = LicenseExpression.or(Sample.license("MIT"), Sample.license("Apache-2.0"))
    let sample = Sample(Sample.certificate("b/m", license: choice) { $0.licenseChoice = Sample.license("MIT") })
    let component = try #require(components(sample.text(.cyclonedx)).first)
    #expect(licenses(component) == ["declared: MIT OR Apache-2.0", "concluded: MIT"])
  }

  @Test func `a certificate that has ended is told so`() throws {
    let sample = Sample(Sample.certificate("a/m") { $0.expires = CivilDay("2026-11-28")! }, signatures: 1)
    func standing(_ instant: Instant) throws -> [String] {
      try components(sample.text(.cyclonedx, at: instant)).flatMap { values($0, "wmcs:certificate:standing") }
    }
    #expect(try standing(Sample.noon) == ["expired"])
    #expect(try standing(Sample.noon + .seconds(-86_400)) == ["in_force"])
  }

  @Test func `a program without weights is no machine-learning model`() throws {
    let sample = Sample(Sample.certificate("a/m") { $0.weights = .none(code: Sample.license("MIT")) })
    let component = try #require(components(sample.text(.cyclonedx)).first)
    #expect(component["type"] as? String == "application")
    #expect(component["modelCard"] == nil)
  }

  @Test func `an address that is none stays out of the references`() throws {
    let addresses = [
      "unverified", "https://", "https:// a", "https://a b", "javascript:alert(1)", "https://a/\"", "https://a/%zz",
      "https://ä.example", "https://[::1", "https://a:b", "//a", "https://a/<b>", "https://a@b",
    ]
    let sample = Sample(
      Sample.certificate("a/m") {
        for (place, address) in addresses.enumerated() { $0.sources["f\(place)"] = address }
        $0.sources["good"] = "https://example.org/a?b=c#d"
        $0.flags = ["no_public_hub_id"]
      })
    let component = try #require(components(sample.text(.cyclonedx)).first)
    let references = try #require(component["externalReferences"] as? [[String: Any]])
    #expect(
      references.filter { $0["type"] as? String != "certification-report" }.map { $0["url"] as? String }
        == ["https://example.org/a?b=c#d"])
    #expect(component["purl"] == nil)
    #expect(values(component, "wmcs:source").count == addresses.count + 1)
  }
}
