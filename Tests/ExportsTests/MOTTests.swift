// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Exports
import ModelImport
import Policy
import StrictYAML
import Testing

@Suite struct MOTExports {
  private func release(_ text: String) throws -> YAMLNode {
    let report = YAMLReport(file: "m.mot.yaml")
    let root = ForeignYAML.read(bytes: Array(text.utf8), report: report)
    #expect(!report.hasErrors)
    return try #require(root?["release"])
  }

  private func licenses(_ release: YAMLNode) -> [String: String] {
    let components = release["components"]?.elements ?? []
    return Dictionary(
      components.map { ($0["name"]?.text ?? "", $0["license"]?.text ?? "") }, uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: HostileText.all) func `any text comes out as it went in`(text: String) throws {
    let sample = Sample(
      Sample.certificate("a/m", name: text) {
        $0.data.inventory = [DataSource(name: text, kind: .open, url: "https://example.org/d")]
        $0.data.complete = Answer(true)
      })
    let release = try release(sample.text(.mot))
    #expect(release["name"]?.text == text)
    let data = release["components"]?.elements.first { $0["name"]?.text == "Datasets" }
    #expect(data?["description"]?.text == "Training data: \(text)")
  }

  @Test func `the file itself has no control characters and turns no text around`() {
    let sample = Sample(Sample.certificate("a/m", name: HostileText.all.joined()))
    let forbidden: Set<Unicode.Scalar> = [
      "\u{202E}", "\u{2067}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{7F}", "\r", "\t",
    ]
    let text = sample.text(.mot).unicodeScalars
    #expect(text.allSatisfy { !forbidden.contains($0) && ($0.value >= 0x20 || $0 == "\n") })
  }

  @Test func `what is published in part, absent or unknown is no component`() throws {
    let sample = Sample(
      Sample.certificate("a/m") {
        $0.code[.training] = CodeAnswer(present: Answer(.partial))
        $0.code[.preprocessing] = CodeAnswer(present: Answer(.no))
        $0.code[.inference] = CodeAnswer(present: Answer(.yes))
        $0.code[.architecture] = CodeAnswer(present: Answer(.yes), license: Sample.license("MIT"))
        $0.data.inventory = [DataSource(name: "d")]
        $0.data.complete = Answer(true)
      })
    // A component without a licence of its own would be taken to be under that of the distribution.
    #expect(
      licenses(try release(sample.text(.mot))) == [
        "Inference code": "unlicensed", "Model architecture": "MIT", "Model parameters (Final)": "Apache-2.0",
      ])
  }

  @Test func `data without those of a stage are no component`() throws {
    func components(_ stages: [DataSource.Stage]) throws -> [String: String] {
      let sample = Sample(
        Sample.certificate("a/m") {
          $0.data.stages = Answer(stages)
          $0.data.inventory = [DataSource(name: "d", kind: .open, url: "https://example.org/d", stage: .sft)]
          $0.data.complete = Answer(true)
        })
      return licenses(try release(sample.text(.mot)))
    }
    #expect(try components([.sft])["Datasets"] == "unlicensed")
    #expect(try components([.sft, .preference])["Datasets"] == nil)
  }

  @Test func `the day of the release is that of the certificate, or empty`() throws {
    #expect(try release(Sample(Sample.certificate("a/m")).text(.mot))["date"]?.text == "")
    let known = Sample(Sample.certificate("a/m") { $0.releasedOn = CivilDay("2025-07-08") })
    #expect(try release(known.text(.mot))["date"]?.text == "2025-07-08")
  }

  @Test func `closed weights are no component`() throws {
    let sample = Sample(Sample.certificate("a/m") { $0.weights = .closed(terms: Sample.license("LicenseRef-own")) })
    let release = try release(sample.text(.mot))
    #expect(licenses(release).isEmpty)
    #expect(release["huggingface"]?.text == "")
  }

  @Test func `a certificate that is revoked is told so, and one licence of all code is that of the code`() throws {
    let certificate = Sample.certificate("a/m") {
      for component in CodeComponent.allCases {
        $0.code[component] = CodeAnswer(present: Answer(.yes), license: Sample.license("MIT"))
      }
    }
    func text(_ standing: CertificateStanding?) -> String { Sample(certificate, standing: standing).text(.mot) }
    #expect(text(nil).contains("# The certificate: in force, signed by nobody.\n"))
    let revoked = text(.revoked(on: CivilDay("2026-11-20")!, reason: "Wrong licence"))
    #expect(revoked.contains("# The certificate: revoked on 2026-11-20: Wrong licence.\n"))
    #expect(try release(revoked)["license"]?["code"]?["name"]?.text == "MIT")
  }

  @Test func `our own import reads a record back`() throws {
    let sample = Sample(
      Sample.certificate("maker/small", name: "Small") {
        $0.baseModel = CertificateID("maker/base")
        $0.code[.training] = CodeAnswer(
          present: Answer(.yes, evidence: Evidence(url: "https://github.com/maker/small")),
          license: Sample.license("MIT"))
      }, Sample.certificate("maker/base"))
    let draft = try MOTRecord(Array(sample.text(.mot, "maker/small").utf8), file: "small.mot.yaml").draft
    #expect(draft.id?.value == "maker/small")
    #expect(draft.name?.value == "Small")
    #expect(draft.baseModels.map(\.value) == [BaseModel(name: "maker/base")])
    #expect(Set(draft.licenses.compactMap(\.value.name)) == ["Apache-2.0"])
    let leads = draft.leads.filter { $0.field == .training }.map(\.text)
    #expect(leads.contains("repository https://github.com/maker/small"))
    #expect(leads.contains("the record says of `Training code`: present under `MIT`"))
  }

  @Test func `several models are a stream of documents`() {
    let text = Sample(Sample.certificate("a/m"), Sample.certificate("b/n")).text(.mot)
    #expect(text.split(separator: "---\n").count == 2)
    #expect(text.hasPrefix("---\n# From the certificate of a/m, "))
  }
}
