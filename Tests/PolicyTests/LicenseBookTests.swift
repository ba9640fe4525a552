// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import Testing

/// The SPDX list and the entries beside it.
@Suite struct `Licence entries` {
  private typealias Files = TemporaryPolicies

  private func problems(_ license: String, file: String = "MIT") throws -> [String] {
    let directory = try TemporaryPolicies()
    try directory.write("licenses/\(file).yaml", license)
    return directory.load().problems
  }

  @Test func `are read clause by clause`() throws {
    let directory = try TemporaryPolicies()
    try directory.write(
      "licenses/LicenseRef-own.yaml",
      Files.license(
        "LicenseRef-own",
        [
          "spdx": "null", "osi_approved": "false", "free_content": "false", "kind": "extra_terms",
          "non_compete": "derivative_taint", "naming_duty": "model_name", "use_policy": "by_reference",
          "use_policy_mutable": "null", "non_commercial": "null", "indemnity": "true", "remote_kill": "null",
          "user_threshold": "{measure: annual_revenue_usd, limit: 1000000, applies: always}",
          "region_exclusion": "[{region: EU, scope: all}]", "output_terms": "use_policy",
          "flow_down": "use_restrictions", "hosting_is_distribution": "null",
          "text": "{url: \"https://example.org\", sha256: \(String(repeating: "a", count: 64)), date: 2026-01-02}",
        ]))
    let (policies, problems) = directory.load()
    #expect(problems == [])
    let entry = try #require(policies?.licenses.entry("LicenseRef-own"))
    #expect(entry.kind == .extraTerms && entry.name == "Licence LicenseRef-own" && entry.spdx == nil)
    #expect(
      entry.text?.date == CivilDay("2026-01-02") && entry.text?.digest?.digits == String(repeating: "a", count: 64))
    #expect(
      entry.clauses
        == LicenseClauses(
          isOSIApproved: false, isFreeContent: false, nonCompete: .derivativeTaint, namingDuty: .modelName,
          usePolicy: .byReference, isUsePolicyMutable: nil, isNonCommercial: nil,
          userThreshold: LicenseClauses.UserThreshold(
            measure: "annual_revenue_usd", limit: 1_000_000, applies: "always"),
          regionExclusions: [LicenseClauses.RegionExclusion(region: "EU", scope: "all")], outputTerms: .usePolicy,
          flowDown: .useRestrictions, isHostingDistribution: nil, hasIndemnity: true, hasRemoteKill: nil))
  }

  @Test(arguments: [
    (
      "id", "LicenseRef-a_b",
      "2:5: `id: LicenseRef-a_b` must be LicenseRef- and letters, digits, - or ., or `spdx` must"
    ),
    ("id", "Own-1.0", "2:5: `id: Own-1.0` must be LicenseRef- and letters, digits, - or ., or `spdx` must name it"),
    ("osi_approved", "true", "6:15: `osi_approved` can only be true for an id of spdx.json"),
    ("kind", "policy", "3:7: `kind` must be license or extra_terms, not `policy`"),
    ("non_compete", "maybe", "8:14: `non_compete` must be none, unknown, ban or derivative_taint, not `maybe`"),
    ("user_threshold", "{measure: users}", "13:17: `applies` is missing; it must be text on one line"),
    ("region_exclusion", "[EU]", "14:20: each item of `region_exclusion` must be a map of keys and values"),
    ("non_commercial", "\"true\"", "12:17: `non_commercial` must be true or false, without quotes"),
    ("source", "[]", "22:9: `source` is missing; say where the clauses were read"),
    ("text", "{sha256: null}", "20:7: `url` is missing; it must be text on one line"),
  ])
  func `outside the list are checked`(key: String, value: String, problem: String) throws {
    var clauses = ["spdx": "null", "osi_approved": "false", "free_content": "false"]
    clauses[key] = value
    let found = try problems(
      Files.license("LicenseRef-new", clauses), file: "LicenseRef-new")
    #expect(found.contains { $0.hasPrefix("licenses/LicenseRef-new.yaml:\(problem)") }, "\(found)")
  }

  @Test(arguments: [
    (["spdx": "MTI", "id": "MTI"], "5:7: `spdx: MTI` does not stand in spdx.json; did you mean `MIT`?"),
    (["spdx": "mit", "id": "mit"], "5:7: `spdx: mit` does not stand in spdx.json"),
    (["spdx": "Apache-2.0"], "5:7: `spdx` must be the same as `id`, or null"),
    (["osi_approved": "false"], "6:15: `osi_approved` differs from the mark in spdx.json, which decides"),
    (
      ["non_commercial": "true"],
      "7:15: `free_content: true` cannot stand beside `non_commercial`: the licence forbids commercial use"
    ),
    (["use_policy": "unknown"], "7:15: `free_content: true` cannot stand beside `use_policy`"),
  ])
  func `of the list are checked against it`(clauses: [String: String], problem: String) throws {
    let found = try problems(Files.license("MIT", clauses))
    #expect(found.contains { $0.hasPrefix("licenses/MIT.yaml:\(problem)") }, "\(found)")
  }

  @Test func `stand there once`() throws {
    #expect(
      try problems(Files.license("Apache-2.0"), file: "copy") == [
        "licenses/copy.yaml:2:5: the licence `Apache-2.0` already stands in licenses/Apache-2.0.yaml; keep one"
      ])
  }

  @Test func `are found by any spelling, and named by the listed one`() {
    let book = Sample.book
    #expect(book.license("apache-2.0") == "Apache-2.0" && book.license("Apache-3.0") == nil)
    #expect(book.exception("classpath-EXCEPTION-2.0") == "Classpath-exception-2.0")
    #expect(book.nearest(to: "Apache-2.1") == "Apache-2.0" && book.nearest(to: "xyzzy-nothing-like-it") == nil)
    #expect(book.name("MIT") == "Licence MIT" && book.name("BSD-2-Clause") == "BSD-2-Clause")
  }

  // MARK: The list itself

  private func problems(spdx: (String) -> String) throws -> [String] {
    let directory = try TemporaryPolicies()
    try directory.write("spdx.json", spdx(Files.spdx))
    return directory.load().problems.filter { $0.hasPrefix("spdx.json") }
  }

  @Test func `need a list that is as long as it says`() throws {
    #expect(
      try problems { $0.replacing("\"licenses\": 7", with: "\"licenses\": 8") } == [
        "spdx.json:5:13: `counts` says 8 licenses, and the list has 7; take the file anew"
      ])
    #expect(try problems { $0.replacing("\"id\": \"MIT\", ", with: "") }.count == 1)
  }

  @Test func `cannot do without the list`() throws {
    let directory = try TemporaryPolicies()
    try directory.remove("spdx.json")
    let (policies, problems) = directory.load()
    #expect(policies == nil)
    // Not a word of each licence that would stand in it.
    let line =
      "spdx.json:1:1: is missing, and no licence can be checked without it; put the one of the shipped policies there"
    #expect(problems == [line])
  }

  @Test func `a list with a fault is one fault, whatever rests on it`() throws {
    let whole = PolicyDirectory.load(path: shippedPolicies)
    #expect(whole.problems == [])
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("policies-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: shippedPolicies, toPath: copy.path)
    defer { try? FileManager.default.removeItem(at: copy) }
    try Data("{}".utf8).write(to: copy.appendingPathComponent("spdx.json"))
    let (policies, problems) = PolicyDirectory.load(path: copy.path)
    #expect(policies == nil)
    #expect(!problems.isEmpty && problems.allSatisfy { "\($0)".hasPrefix("spdx.json:") }, "\(problems.prefix(3))")
  }

  @Test func `rest on release 3.29.0 of the list as it was published`() throws {
    let book = `Shipped verdicts`.shipped.licenses
    #expect(book.license("openmdw-1.0") == "OpenMDW-1.0" && book.license("OpenMDW-1.1") == nil)
    #expect(book.entry("LicenseRef-OpenMDW-1.1") != nil)
    for id in ["Apache-2.0", "MIT", "GPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "MPL-2.0", "Unlicense"] {
      #expect(book.isOSIApproved(id), "\(id)")
    }
    for id in ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "ODbL-1.0", "ODC-By-1.0", "PDDL-1.0", "OpenMDW-1.0"] {
      #expect(!book.isOSIApproved(id) && book.isOpen(id), "\(id)")
    }
    #expect(!book.isOpen("CC-BY-NC-4.0") && !book.isOpen("Elastic-2.0"))
    #expect(book.entries.count == 44)
  }
}
