// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GatewayConfiguration
import StrictYAML
import Testing

@Suite struct `The file of projects` {
  private func read(_ projects: String, check: ProjectsFile.Check = { _, _ in nil }) -> ProjectsFile {
    ProjectsFile.read(text: "schema: toolgate-projects/1\nprojects:\n" + projects, name: "p.yaml", check: check)
  }

  private func faults(_ projects: String) -> [String] { read(projects).errors.map(\.description) }

  @Test func `every key is read`() throws {
    let file = read(
      """
        - name: abc
          kind: cloudvps
          version: T353104-2
          limits:
            requests_per_minute: 120
            tokens_per_minute: 10000000000
            concurrency: 0
            budget_day: 1.00 USD
            budget_month: 0.00 USD
            tokens_day: 0
            tokens_month: 1000000000000000
            weight: 100
            backends: [local, "a/b"]
        - {name: abd, kind: toolforge, version: T1}
      """)
    #expect(file.errors.isEmpty)
    let entries = try #require(file.entries)
    let limits = entries[0].limits
    #expect(entries.map(\.name.text) == ["abc", "abd"] && entries[0].kind == .cloudvps)
    #expect(entries[0].version.text == "T353104-2" && entries[0].version.task.text == "T353104")
    #expect(limits.requestsPerMinute == 120 && limits.tokensPerMinute == 10_000_000_000 && limits.concurrency == 0)
    #expect(limits.budgetDay == Money("1.00 USD") && limits.budgetMonth == .zero(.usd) && limits.tokensDay == 0)
    #expect(limits.tokensMonth == 1_000_000_000_000_000 && limits.weight == 100)
    #expect(limits.backends == [BackendID("local")!, BackendID("a/b")!])
    #expect(entries[1].limits == Limits() && entries[1].kind == .toolforge)
  }

  @Test func `an empty list is a file`() {
    #expect(ProjectsFile.read(text: "schema: toolgate-projects/1\nprojects: []\n", name: "p.yaml").entries == [])
  }

  @Test func `projects stand once and in order`() {
    let item = { (name: String) in "  - {name: \(name), kind: toolforge, version: T1}\n" }
    #expect(faults(["a", "a-b", "a1", "ab", "b"].map(item).joined()) == [])
    #expect(
      faults(["b", "a", "c", "b", "c"].map(item).joined()) == [
        "p.yaml:4:12: `a` stands behind `b`; keep the projects in alphabetical order",
        "p.yaml:6:12: the project `b` already stands in line 3; keep one",
        "p.yaml:7:12: the project `c` already stands in line 5; keep one",
      ])
  }

  @Test func `an entry without its task is refused, and every fault is told at once`() {
    #expect(
      faults(
        """
          - {name: a, kind: toolforge}
          - {name: B, kind: none, version: custom1, limit: {}}
          - {name: c, kind: toolforge, version: T1-0, limits: {concurrency: "4", weight: 0, budget_day: 1 usd, backends: []}}
        """) == [
          "p.yaml:3:5: `version` is missing; it must be the Phabricator task that the limits were agreed in, such as "
            + "T123456, for later changes T123456-2",
          "p.yaml:4:12: `name` must be a project's name, \(ProjectName.rule), not `B`",
          "p.yaml:4:21: `kind` must be toolforge or cloudvps, not `none`",
          "p.yaml:4:36: `version` must be the Phabricator task that the limits were agreed in, such as T123456, for later "
            + "changes T123456-2, not `custom1`",
          "p.yaml:4:45: unknown key `limit`; the nearest known key is `limits`",
          "p.yaml:5:41: `version` must be the Phabricator task that the limits were agreed in, such as T123456, for later "
            + "changes T123456-2, not `T1-0`",
          "p.yaml:5:69: `concurrency` must be a whole number from 0 to 1000000, without quotes",
          "p.yaml:5:82: `weight` must be a whole number from 1 to 100, not `0`",
          "p.yaml:5:97: `budget_day` must be an amount and a currency, such as 25.00 USD, not `1 usd`",
          "p.yaml:5:114: `backends` names none; remove the key to allow all, or disable the project to stop it",
        ])
  }

  @Test func `what does not fit to the configuration is told at its place`() {
    let file = read(
      "  - {name: a, kind: toolforge, version: T1, limits: {backends: [x], budget_day: 1.00 EUR, weight: 5}}\n"
    ) { name, value in name == .weight ? nil : "is \(value), which does not fit" }
    #expect(
      file.errors.map(\.description) == [
        "p.yaml:3:64: `backends` is x, which does not fit",
        "p.yaml:3:81: `budget_day` is 1.00 EUR, which does not fit",
      ])
    #expect(file.entries == nil)
  }

  @Test(arguments: [
    ("schema: toolgate-projects/2\nprojects: []\n", "p.yaml:1:9: `schema` must be `toolgate-projects/1`"),
    ("projects: []\n", "`schema` is missing"), ("schema: toolgate-projects/1\n", "`projects` is missing"),
    ("schema: toolgate-projects/1\nprojects: {a: 1}\n", "p.yaml:2:11: `projects` must be a list"),
    ("schema: toolgate-projects/1\nprojects: [a]\n", "each item of `projects` must be a map"),
    ("schema: toolgate-projects/1\nprojects: [{name: a, name: b}]\n", "the key `name` already stands in line 2"),
    ("schema: toolgate-projects/1\nprojects: [{name: &x a}]\n", "anchors and aliases are not allowed"),
    ("schema: toolgate-projects/1\nprojects:\n  - &x {name: a}\n  - <<: *x\n", "anchors and aliases are not allowed"),
    ("schema: toolgate-projects/1\nprojects: !!python/object []\n", "p.yaml:2:11"), ("", "p.yaml:1:1"),
    ("schema: toolgate-projects/1\nprojects: []\n---\n{}\n", "a second document begins here"),
  ])
  func `what is no such file is refused with its place`(_ text: String, _ fault: String) {
    let file = ProjectsFile.read(text: text, name: "p.yaml")
    #expect(file.entries == nil)
    #expect(file.errors.contains { "\($0)".contains(fault) }, "\(file.errors)")
  }

  /// A file of a few hundred bytes that would unfold to gigabytes.
  @Test func `a bomb is refused before it goes off`() {
    var text = "schema: toolgate-projects/1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(ProjectsFile.read(text: text + "projects: *a9\n", name: "p.yaml").entries == nil)
    let deep = String(repeating: "[", count: 100_000)
    #expect(ProjectsFile.read(text: "schema: toolgate-projects/1\nprojects: " + deep, name: "p.yaml").entries == nil)
    let long = "schema: toolgate-projects/1\nprojects: []\n#" + String(repeating: "x", count: 2 << 20)
    #expect(ProjectsFile.read(text: long, name: "p.yaml").entries == nil)
  }

  @Test func `a file that cannot be read is one fault`() {
    let file = ProjectsFile.read(path: "/nowhere/projects.yaml") { _, _ in nil }
    #expect(file.errors.map(\.description) == ["/nowhere/projects.yaml:1:1: there is no such file"])
  }
}
