// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import StrictYAML
import Testing

/// The files of rules, exceptions and opt-ins beside the shipped ones, read with the shipped directory.
@Suite struct `Files of rules` {
  private func load(_ candidates: [String: String]) -> (policies: Policies?, problems: [String]) {
    let (policies, problems) = PolicyDirectory.load(
      path: shippedPolicies, candidates: candidates.mapValues { Array($0.utf8) })
    return (policies, problems.map(\.description))
  }

  @Test func `a rule is read with all its conditions`() throws {
    let text = """
      schema: toolgate-rules/1
      rules:
        - id: z-1
          decision: deny
          why: Because.
          guideline: {name: G, url: https://example.org/g, date: 2026-01-02}
          when: {model: [Qwen/*, m], purpose: {not: [translate]}, flag: [trained_on_books3], project: [a-b]}
        - {id: z-2, decision: allow, why: All.}
      """
    let (policies, problems) = load(["rules/zz.yaml": text])
    #expect(problems.isEmpty)
    let rules = try #require(policies).rulebook.rules
    #expect(rules.last?.id == "z-2" && rules.last?.conditions.isEmpty == true)
    let rule = try #require(rules.first { $0.id == "z-1" })
    #expect(rule.guideline == Rule.Guideline(name: "G", url: "https://example.org/g", date: CivilDay("2026-01-02")))
    #expect(
      Set(rule.conditions.map(\.description)) == [
        "model: Qwen/*, m", "purpose: not translate", "flag: trained_on_books3", "project: a-b",
      ])
  }

  @Test(arguments: [
    ("decision: allow, why: W, when: {teir: [T1]}", "unknown key `teir`; the nearest known key is `tier`"),
    ("decision: allow, why: W, when: {tier: [T9]}", "`tier` must be T1, T2, T3, T4, T5 or none, not `T9`"),
    ("decision: allow, why: W, when: {tier: []}", "`tier` names no word; leave it out where it does not matter"),
    ("decision: allow, why: W, when: {tier: {not: []}}", "`tier` must be a list of words, or {not: [word, …]}"),
    ("decision: allow, why: W, when: {tier: {nor: [T1]}}", "`tier` must be a list of words, or {not: [word, …]}"),
    ("decision: maybe, why: W", "`decision` must be allow, deny or remind, not `maybe`"),
    ("decision: allow", "`why` is missing; it must be text"),
    ("decision: allow, why: W, whem: {}", "unknown key `whem`; the nearest known key is `when`"),
    ("decision: deny, why: W, guideline: {name: G}", "`url` is missing; it must be text on one line"),
    (
      "decision: deny, why: W, when: {license: [APACHE2]}",
      "`license` must be an id of spdx.json or licenses, or none, not `APACHE2`"
    ),
    ("decision: deny, why: W, when: {target_wiki: [en]}", "a wiki's database name such as enwiki, or none, not `en`"),
    ("decision: deny, why: W, when: {flag: [trained_*]}", "`flag` must be a word of a-z, 0-9 and _, not `trained_*`"),
    ("decision: deny, why: W, when: {flag: {not: [Gated]}}", "`not` must be a word of a-z, 0-9 and _, not `Gated`"),
    (
      "decision: allow, why: W, when: {project: [A_B]}",
      "`project` must be a project's name, \(ProjectName.rule), not `A_B`"
    ),
  ])
  func `a wrong rule is refused with its place`(rest: String, message: String) throws {
    let (policies, problems) = load([
      "rules/zz.yaml": "schema: toolgate-rules/1\nrules:\n  - {id: z-1, \(rest)}\n"
    ])
    #expect(policies == nil)
    let problem = try #require(problems.first)
    #expect(problem.hasPrefix("rules/zz.yaml:3:") && problem.hasSuffix(message), "\(problem)")
  }

  @Test func `a licence is asked for in any case, and a flag that no certificate has is warned of`() throws {
    let (policies, problems) = load([
      "rules/zz.yaml":
        "schema: toolgate-rules/1\nrules:\n  - {id: z-1, decision: deny, why: W, "
        + "when: {license: [apache-2.0, none], flag: [trained_on_book3, trained_on_books3]}}\n"
    ])
    #expect(problems.isEmpty)
    let rule = try #require(policies?.rulebook.rules.last)
    #expect(rule.conditions.first { $0.fact == .license }?.words == ["Apache-2.0", "none"])
    #expect(
      PolicyAudit.warnings(try #require(policies), on: CivilDay("2026-11-30")!).map(\.description) == [
        "rules/zz.yaml:3:10: the rule `z-1` asks for the flag `trained_on_book3`, which no certificate has; did you mean "
          + "`trained_on_books3`?"
      ])
  }

  @Test func `one id is one rule`() {
    let text = "schema: toolgate-rules/1\nrules:\n  - {id: open-models, decision: deny, why: W}\n"
    #expect(
      load(["rules/zz.yaml": text]).problems == [
        "rules/zz.yaml:3:10: the rule `open-models` already stands in rules/default.yaml; keep one"
      ])
  }

  static func exception(
    _ lines: String = "scope: {purposes: [all]}", model: String = "facebook/nllb-200-3.3B", until: String = "2026-12-24"
  ) -> String {
    """
    schema: toolgate-exception/1
    id: e-1
    project: wikisum
    model: \(model)
    rationale: Tried out beside an open model.
    approver: certifier-a
    task: T1
    approved_on: 2026-11-01
    expires: \(until)
    \(lines)
    """
  }

  @Test func `an exception is read with its scope`() throws {
    let (policies, problems) = load([
      "exceptions/e-1.yaml": Self.exception(
        "scope: {purposes: [translate], target_wikis: [frwiki], users_bound_by: A page with the terms.}")
    ])
    #expect(problems.isEmpty)
    let exception = try #require(policies?.rulebook.exceptions.first)
    #expect(exception.purposes == [.translate] && exception.targetWikis == [WikiName("frwiki")!])
    #expect(exception.usersBoundBy == "A page with the terms." && exception.task.text == "T1")
    let whole = load(["exceptions/e-1.yaml": Self.exception("scope: {purposes: [all]}")])
    #expect(whole.policies?.rulebook.exceptions.first.map { $0.purposes == nil && $0.targetWikis == nil } == true)
    let ofOne = load(["exceptions/e-1.yaml": Self.exception("scope: {target_wikis: [frwiki]}")])
    #expect(ofOne.policies?.rulebook.exceptions.first?.targetWikis == [WikiName("frwiki")!])
  }

  @Test(arguments: [
    (exception(model: "no/such"), ":2:5: the exception `e-1` is for `no/such`, which has no certificate;"),
    (exception(until: "2026-11-01"), ":9:10: `expires` must be a day after `approved_on` (2026-11-01)"),
    (exception(until: "2027-11-02"), ":9:10: `expires` must be a day after `approved_on` (2026-11-01)"),
    (exception("scope: {purposes: [cheat]}"), ":10:20: `purposes` must be "),
    (exception("scope: {purposes: [all]}\nreason: none"), ":11:1: unknown key `reason`"),
    (
      exception(""),
      ":1:1: `scope` is missing; it must say what the exception is limited to: `purposes` or `target_wikis`"
    ),
    (exception("scope: {}"), ":10:8: `scope` limits the exception to nothing; name `purposes` or `target_wikis`, or"),
    (exception("scope: {contracts: [groq]}"), ":10:8: `scope` limits the exception to nothing"),
    (exception("scope: {users_bound_by: A page.}"), ":10:8: `scope` limits the exception to nothing"),
    (exception("scope: {purposes: []}"), ":10:19: `purposes` names no purpose; write [all] for every one"),
    (exception("scope: {purposes: [all, translate]}"), ":10:19: `all` stands beside other purposes"),
    (exception("scope: {target_wikis: []}"), ":10:23: `target_wikis` names no wiki; leave it out for all"),
    (
      exception().replacing("approver: certifier-a", with: "approver: joe@example.org"),
      ":6:11: `approver` holds an @: it is published for good, so name no person and no address"
    ),
    (
      exception().replacing("approver: certifier-a", with: "approver: \"a\u{202E}b\""),
      ":6:11: `approver` holds a character that cannot be seen"
    ),
    (
      exception().replacing("Tried out beside an open model.", with: "As joe@example.org said."),
      ":5:12: `rationale` holds an @"
    ),
    (
      exception("scope: {purposes: [all], users_bound_by: Ask joe@example.org}"), ":10:42: `users_bound_by` holds an @"
    ),
    (exception().replacing("task: T1", with: "task: whatever"), ":7:7: `task` must be a Phabricator task, such as"),
    (exception().replacing("task: T1", with: "task: T"), ":7:7: `task` must be a Phabricator task, such as T123456"),
    (
      exception("scope: {purposes: [all], contracts: [nobody]}"),
      ":2:5: the exception `e-1` names the contract `nobody`, which does not"
    ),
    (
      exception("scope: {users_bound_by: \(String(repeating: "é", count: 4_001)), purposes: [all]}"),
      ":10:25: `users_bound_by` must be text of at most 4000 characters, not `éé"
    ),
    (
      exception().replacing("task: T1", with: "task: \(String(repeating: "T", count: 101))"),
      ":7:7: `task` must be a Phabricator task, such as T123456, not `TT"
    ),
    (
      exception("scope: {target_wikis: [\((0...300).map { "w\($0)wiki" }.joined(separator: ", "))]}"),
      ":10:23: `target_wikis` names more than 300 wikis; leave it out for all"
    ),
    (
      exception("scope: {purposes: [translate]}", model: "google/gemma-3-4b-it"),
      ":2:5: the licence of `google/gemma-3-4b-it` makes whoever serves it bind the users to its restrictions; say in "
        + "`users_bound_by` of `scope` how the users of `wikisum` are bound"
    ),
  ])
  func `a wrong exception is refused with its place`(text: String, message: String) throws {
    let (policies, problems) = load(["exceptions/e-1.yaml": text])
    #expect(policies == nil)
    #expect(problems.first?.hasPrefix("exceptions/e-1.yaml\(message)") == true, "\(problems)")
  }

  @Test func `an exception for a model without a recorded licence is warned of, since it opens nothing`() throws {
    let (policies, problems) = load(["exceptions/e-1.yaml": Self.exception(model: "Qwen/Qwen3.8-27B")])
    #expect(problems.isEmpty)
    let warnings = PolicyAudit.warnings(try #require(policies), on: CivilDay("2026-11-20")!).map(\.description)
    #expect(
      warnings.contains(
        "exceptions/e-1.yaml:2:5: the exception `e-1` opens nothing: no licence of the weights of `Qwen/Qwen3.8-27B` is "
          + "recorded"), "\(warnings)")
  }

  @Test func `an exception whose texts are as long as can be is read`() throws {
    let long = String(repeating: "\\\"", count: 4_000)
    let text = Self.exception("scope: {purposes: [all], users_bound_by: \"\(long)\"}", model: "google/gemma-3-4b-it")
      .replacing("Tried out beside an open model.", with: "\"\(long)\"")
    let (policies, problems) = load(["exceptions/e-1.yaml": text])
    #expect(problems.isEmpty, "\(problems)")
    let exception = try #require(policies?.rulebook.exceptions.first)
    #expect(exception.rationale.count == 4_000 && exception.usersBoundBy?.count == 4_000)
  }

  private static func revocation(reason: String = "r", task: String = "T1") -> String {
    "schema: toolgate-revocations/1\nrevocations:\n  - {certificate: a/b, on: 2026-11-01, reason: \(reason), task: \(task)}\n"
  }

  @Test func `a revocation has a reason of bounded length`() {
    func problems(_ count: Int) -> [String] {
      load(["revocations.yaml": Self.revocation(reason: String(repeating: "x", count: count))]).problems
    }
    #expect(problems(300) == [])
    let tooLong = problems(301)
    #expect(tooLong.count == 1 && tooLong[0].hasPrefix("revocations.yaml:3:"))
    #expect(tooLong.first?.contains("`reason` must be text on one line of at most 300 characters") == true)
  }

  @Test(arguments: ["whatever", "T", "t1", "1", "https://example.org/T1", "http://phabricator.wikimedia.org/T1"])
  func `a revocation and an opt-in name a task of Phabricator`(text: String) {
    let optIns =
      "schema: toolgate-opt-ins/1\nopt_ins:\n  - {project: a, tiers: [T3], task: \(text), since: 2026-11-01}\n"
    let refusal = "`task` must be a Phabricator task, such as T123456, not `\(text)`"
    #expect(load(["opt-ins.yaml": optIns]).problems == ["opt-ins.yaml:3:37: \(refusal)"])
    #expect(
      load(["revocations.yaml": Self.revocation(task: text)]).problems == ["revocations.yaml:3:57: \(refusal)"])
  }

  @Test func `a task may be written as its address`() throws {
    let address = "https://phabricator.wikimedia.org/T123456"
    let optIns =
      "schema: toolgate-opt-ins/1\nopt_ins:\n  - {project: a, tiers: [T3], task: \(address), since: 2026-11-01}\n"
    let exception = Self.exception("scope: {purposes: [all], users_bound_by: So.}")
      .replacing("task: T1", with: "task: \(address)")
    let (policies, problems) = load([
      "opt-ins.yaml": optIns, "revocations.yaml": Self.revocation(task: address), "exceptions/e-1.yaml": exception,
    ])
    #expect(problems.isEmpty)
    let read = try #require(policies)
    let tasks = read.rulebook.optIns.map(\.task) + read.revocations.map(\.task)
    #expect((tasks + read.rulebook.exceptions.map(\.task)).map(\.text) == ["T123456", "T123456", "T123456"])
  }

  @Test func `nobody opts in to restricted terms or closed weights`() {
    let text = "schema: toolgate-opt-ins/1\nopt_ins:\n  - {project: a, tiers: [T4], task: T1, since: 2026-11-01}\n"
    #expect(load(["opt-ins.yaml": text]).problems.first == "opt-ins.yaml:3:26: `tiers` must be T3, not `T4`")
    #expect(load(["opt-ins.yaml": text.replacing("T4", with: "T3")]).policies?.rulebook.optIns.count == 1)
  }
}
