// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// Models that rest on each other: circles, missing ones, long chains.
@Suite struct `Models made from models` {
  private typealias Files = TemporaryPolicies

  private func graph(_ certificates: [Certificate]) -> CertificateGraph {
    CertificateGraph(certificates, book: Sample.book, switches: PolicySwitches(), signatures: [:])
  }

  private func certificate(_ id: String, base: String? = nil, teachers: [String] = []) -> Certificate {
    Sample.certificate(id) {
      $0.baseModel = base.map(Sample.id)
      $0.distilledFrom = teachers.map(Sample.id)
    }
  }

  private func circles(_ certificates: [Certificate]) -> [[String]] {
    var graph = graph(certificates)
    return graph.assess().circles.map { $0.map(\.text) }
  }

  @Test func `in a circle are named once, and nothing is loaded`() throws {
    let directory = try TemporaryPolicies()
    for (id, base) in [("b", "c"), ("c", "a"), ("a", "b"), ("d", "a")] {
      try directory.write("models/\(id).yaml", Files.certificate(id: id, rest: "base_model: \(base)"))
    }
    let (policies, problems) = directory.load()
    #expect(policies == nil)
    #expect(
      problems == [
        "models/a.yaml:2:5: `base_model` and `distilled_from` run in a circle: a → b → c → a; a model cannot be made "
          + "from itself"
      ])
  }

  @Test func `of themselves are a circle`() {
    #expect(circles([certificate("a", base: "a")]) == [["a", "a"]])
    #expect(circles([certificate("a", teachers: ["a"])]) == [["a", "a"]])
  }

  @Test func `in two circles are named in both`() {
    let two = [
      certificate("a", base: "b"), certificate("b", base: "a"), certificate("x", teachers: ["y"]),
      certificate("y", base: "x"), certificate("z", base: "a", teachers: ["x"]),
    ]
    #expect(circles(two) == [["a", "b", "a"], ["x", "y", "x"]])
  }

  @Test func `in a circle of base and teacher are found too`() {
    #expect(circles([certificate("a", base: "b"), certificate("b", teachers: ["a"])]) == [["a", "b", "a"]])
  }

  /// Even so no verdict of theirs would be a good one.
  @Test func `in a circle are unknown`() {
    var graph = graph([certificate("a", base: "b"), certificate("b", base: "a")])
    for (_, assessment) in graph.assess().assessments {
      #expect(assessment.verdict == .unknown && assessment.tier == .t4)
    }
  }

  @Test func `share a base without being a circle`() {
    let diamond = [
      certificate("a", base: "b", teachers: ["c"]), certificate("b", base: "d"), certificate("c", base: "d"),
      certificate("d"),
    ]
    #expect(circles(diamond) == [])
    var graph = graph(diamond)
    #expect(graph.assess().assessments.count == 4)
  }

  @Test func `that nobody has certified load, and are unknown`() throws {
    let directory = try TemporaryPolicies()
    try directory.write(
      "models/m.yaml", Files.certificate(rest: "base_model: no/body\ndistilled_from: [no/body-either]"))
    let (policies, problems) = directory.load()
    #expect(problems == [])
    let model = try #require(policies?.catalogue[Sample.id("a/m")])
    #expect(model.assessment.verdict == .unknown && model.assessment.tier == .t4)
    #expect(
      model.assessment.reasons.filter { $0.code.rawValue.hasSuffix("uncertified") }.map(\.message) == [
        "its base no/body has no certificate, so nothing is known of its terms",
        "its teacher no/body-either has no certificate, so nothing is known of its terms",
      ])
  }

  @Test(arguments: ["\"\"", "has space", "\"line\\nbreak\""])
  func `have ids that are names`(id: String) throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", Files.certificate(rest: "base_model: \(id)"))
    let (policies, problems) = directory.load()
    #expect(policies == nil && problems.count == 1)
    #expect(
      problems[0].hasPrefix(
        "models/m.yaml:9:13: `base_model` must be a name of visible ASCII characters without spaces"))
  }

  /// No recursion to run out of stack, no message that grows with the chain.
  @Test func `one from the other in a chain of a thousand are assessed, deepest first`() throws {
    let count = 1_000
    var chain = (0..<count).map { certificate("m\($0)", base: $0 == 0 ? nil : "m\($0 - 1)") }
    chain[0].weights = .released(license: Sample.license("LicenseRef-ban"), text: nil)
    chain[0].flags = ["from_the_ground"]
    var graph = graph(chain)
    let (assessments, circles) = graph.assess()
    #expect(circles.isEmpty && assessments.count == count)
    let top = try #require(assessments[Sample.id("m\(count - 1)")])
    #expect(top.verdict == .fails && top.tier == .t4 && top.clauses?.nonCompete == .ban)
    #expect(top.flags == ["from_the_ground"])
    #expect(assessments.values.allSatisfy { $0.reasons.allSatisfy { $0.message.utf8.count < 200 } })
    let catalogue = Catalogue(
      chain.map { certificate in
        let standing: CertificateStanding =
          certificate.id.text == "m0" ? .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong") : .inForce(signatures: 0)
        return AssessedModel(
          certificate: certificate, assessment: assessments[certificate.id]!, standing: standing)
      })
    #expect(catalogue.bases(of: Sample.id("m\(count - 1)")).map(\.certificate.id.text).last == "m0")
    guard
      case .suspended = catalogue.suspended(by: FoundTexts([]), book: Sample.book)[Sample.id("m\(count - 1)")]?.standing
    else {
      Issue.record("what rests on a revoked one is in force")
      return
    }
  }

  @Test func `in one circle of a thousand are one circle`() {
    let ring = (0..<1_000).map { certificate("m\($0)", base: "m\(($0 + 1) % 1_000)") }
    let circles = circles(ring)
    #expect(circles.count == 1 && circles[0].count == 1_001 && circles[0].first == circles[0].last)
  }
}
