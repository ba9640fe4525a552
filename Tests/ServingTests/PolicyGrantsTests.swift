// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import Serving
import Testing

@Suite struct PolicyGrantsTests {
  private static let today = CertificationTests.today

  private static func exception(
    _ id: String = "trial", model: String = "facebook/nllb-200-3.3B", from: String = "2026-11-28",
    to: String = "2027-11-28", _ change: (inout PolicyException) -> Void = { _ in }
  ) -> PolicyException {
    var exception = PolicyException(
      id: id, project: ProjectName("demo")!, model: CertificateID(model)!, rationale: "No \"freer\" one: # will do",
      approver: "administrators", task: PhabricatorTask("T1")!, approvedOn: CivilDay(from)!, expires: CivilDay(to)!)
    change(&exception)
    return exception
  }

  private static func optIn(_ project: String, since: String = "2026-11-28") -> OptIn {
    OptIn(project: ProjectName(project)!, tiers: [.t3], task: PhabricatorTask("T1")!, since: CivilDay(since)!)
  }

  private static func problem(_ body: () throws -> Void) -> InstallationProblem? {
    do {
      try body()
      return nil
    } catch {
      return error as? InstallationProblem
    }
  }

  private func grants(_ desk: CertificationTests.Desk) -> PolicyGrants {
    PolicyGrants(policies: desk.certification.policies, today: Self.today)
  }

  // MARK: Exceptions

  @Test func `an exception is written as it reads, and goes with its file`() throws {
    let desk = try CertificationTests.Desk()
    let grants = grants(desk)
    let whole = Self.exception {
      $0.purposes = [.translate, .copyedit]
      $0.targetWikis = [WikiName("nowiki")!, WikiName("enwiki")!]
      $0.contracts = [ContractID("mistral-api")!, ContractID("groq")!]
      $0.usersBoundBy = "A notice: \"on each page\""
    }
    #expect(try grants.add(whole).hasSuffix("/Policies/exceptions/trial.yaml"))
    _ = try grants.add(Self.exception("another"))
    #expect(try grants.load().exceptions.contains(whole) && grants.load().exceptions.count == 2)
    #expect(try grants.removeException("trial").exception == whole)
    #expect(try grants.load().exceptions.map(\.id) == ["another"])
    #expect(desk.read("Policies/exceptions/trial.yaml") == nil)
    #expect(Self.problem { _ = try grants.removeException("trial") }?.kind == .failed)
  }

  @Test func `an exception is removed beside files that have faults, if one file says that it is this one`() throws {
    let desk = try CertificationTests.Desk()
    let grants = grants(desk)
    for id in ["trial", "twice"] { _ = try grants.add(Self.exception(id)) }
    let text = try #require(desk.read("Policies/exceptions/twice.yaml"))
    try desk.write("Policies/exceptions/also.yaml", text)
    try desk.write("Policies/exceptions/torn.yaml", "schema: toolgate-exception/1\nid: torn\nproject: [")
    try desk.write("Policies/rules/broken.yaml", "rules: {}\n")
    let removed = try grants.removeException("trial")
    #expect(removed.exception == Self.exception("trial"))
    let faulty = Set(removed.faults.map { "\($0)".prefix { $0 != ":" } })
    #expect(faulty == ["exceptions/torn.yaml", "exceptions/twice.yaml", "rules/broken.yaml"])
    #expect(desk.read("Policies/exceptions/trial.yaml") == nil)

    // Nobody knows which of the two is meant, nor whether the torn one is.
    let twice = try #require(Self.problem { _ = try grants.removeException("twice") })
    #expect(twice.lines.first?.contains("stands in exceptions/also.yaml and exceptions/twice.yaml") == true)
    let torn = try #require(Self.problem { _ = try grants.removeException("torn") })
    #expect(torn.kind == .badInput && torn.lines.allSatisfy { $0.hasPrefix("exceptions/torn.yaml:") })
    #expect(desk.read("Policies/exceptions/twice.yaml") == text && desk.read("Policies/exceptions/torn.yaml") != nil)
  }

  /// Somebody may have given the file another name.
  @Test func `an exception is found in whatever file it stands`() throws {
    let desk = try CertificationTests.Desk()
    let grants = grants(desk)
    let path = try grants.add(Self.exception())
    try FileManager.default.moveItem(atPath: path, toPath: "\(desk.directory)/Policies/exceptions/of-2026.yaml")
    let again = Self.problem { _ = try grants.add(Self.exception()) }
    #expect(again?.lines[0].contains("stands in exceptions/of-2026.yaml already") == true)
    _ = try grants.removeException("trial")
    #expect(desk.read("Policies/exceptions/of-2026.yaml") == nil)
  }

  @Test(arguments: [
    (exception("../trial"), "the exception's id '../trial' must be 1 to 64 of a-z"),
    (exception(model: "nobody/knows"), "no certificate 'nobody/knows' stands in the policies"),
    (exception(to: "2026-11-28"), "--expires 2026-11-28: it would have ended, today is 2026-11-28"),
    (exception(from: "2026-01-01", to: "2026-11-28"), "it would have ended, today is 2026-11-28"),
    (exception(from: "2027-01-01", to: "2026-12-31"), "it would end before it begins on 2027-01-01"),
    (exception(to: "2027-11-29"), "from 2026-11-28 an exception lasts 365 days at most, to 2027-11-28"),
    (exception(from: "2025-12-31", to: "2027-01-01"), "from 2025-12-31 an exception lasts 365 days"),
    (exception(model: "google/gemma-2-9b"), "say with --users-bound-by how the users of 'demo' are bound"),
  ])
  func `an exception that does not fit is one line, and nothing is written`(
    exception: PolicyException, word: String
  ) throws {
    let desk = try CertificationTests.Desk()
    let found = Self.problem { _ = try grants(desk).add(exception) }
    #expect(found?.lines.count == 1 && found?.lines[0].contains(word) == true, "\(found?.lines ?? [])")
    #expect(!FileManager.default.fileExists(atPath: "\(desk.directory)/Policies/exceptions"))
  }

  @Test func `an exception holds from its first day to before its end`() {
    func state(_ day: String) -> PolicyGrants.State {
      PolicyGrants(policies: "", today: CivilDay(day)!).state(of: Self.exception())
    }
    let days = ["2026-11-27", "2026-11-28", "2027-11-27", "2027-11-28"]
    #expect(days.map(state) == [.notYet, .inForce, .inForce, .expired])
  }

  // MARK: Opt-ins

  private static let head = "schema: toolgate-opt-ins/1\nopt_ins:\n"

  /// Whatever form the items have, and wherever people wrote their comments.
  @Test(arguments: [
    "  - {project: a, tiers: [T3], task: T1, since: 2026-01-01}\n  # of b\n"
      + "  - {project: b, tiers: [T3], task: T1, since: 2026-01-01}\n  - {project: c, tiers: [T3], task: T1, since: 2026-01-01}\n",
    "- project: a\n  tiers:\n  - T3\n  task: T1\n  since: 2026-01-01\n# of b\n- project: b\n# why\n\n  tiers: [\n    T3]\n"
      + "  task: T1\n  since: 2026-01-01\n\n- project: c\n  tiers: [T3]\n  task: T1\n  since: 2026-01-01\n",
    "    - project: a\n      tiers:\n        - T3\n      task: T1\n      since: 2026-01-01\n    # of b\n    - project: b\n"
      + "      tiers: [T3]\n      task: T1\n      since: 2026-01-01\n    - since: 2026-01-01\n      project: c\n"
      + "      tiers: [T3]\n      task: T1\n    # the end\n",
  ])
  func `an opt-in is taken out from among the others`(items: String) throws {
    let desk = try CertificationTests.Desk()
    let grants = grants(desk)
    for gone in ["a", "b", "c"] {
      try desk.write("Policies/opt-ins.yaml", "# kept\n" + Self.head + items)
      #expect(try grants.removeOptIns(of: ProjectName(gone)!).map(\.project.text) == [gone])
      #expect(try grants.load().optIns.map(\.project.text) == ["a", "b", "c"].filter { $0 != gone })
      let text = try #require(desk.read("Policies/opt-ins.yaml"))
      #expect(text.hasPrefix("# kept\n") && text.contains("# of b"))
    }
    for rest in ["a", "b"] { _ = try grants.removeOptIns(of: ProjectName(rest)!) }
    #expect(try grants.load().optIns == [])
    _ = try grants.add(Self.optIn("a"))
    #expect(try grants.load().optIns == [Self.optIn("a")])
  }

  @Test func `a project opts in once and out of everything`() throws {
    let desk = try CertificationTests.Desk()
    let grants = grants(desk)
    #expect(try grants.add(Self.optIn("demo")).hasSuffix("/Policies/opt-ins.yaml"))
    let again = Self.problem {
      _ = try grants.add(Self.optIn("demo", since: "2027-01-01"))
    }
    #expect(again?.lines == ["'demo' has opted in already, since 2026-11-28 (T1)"])
    let twice = try #require(desk.read("Policies/opt-ins.yaml"))
    try desk.write(
      "Policies/opt-ins.yaml", twice + "  - {project: demo, tiers: [T3], task: T2, since: 2027-01-01}\n")
    #expect(try grants.removeOptIns(of: ProjectName("demo")!).map(\.task.text) == ["T1", "T2"])
    #expect(
      Self.problem { _ = try grants.removeOptIns(of: ProjectName("demo")!) }?.kind
        == .failed)
  }

  @Test(arguments: [
    "opt_ins: [{project: a, tiers: [T3], task: T1, since: 2026-01-01}]\nschema: toolgate-opt-ins/1\n",
    "schema: toolgate-opt-ins/1\nopt_ins: [\n  {project: a, tiers: [T3], task: T1, since: 2026-01-01}]\n",
  ])
  func `a list that is not one below the other stays as it is`(text: String) throws {
    let desk = try CertificationTests.Desk()
    try desk.write("Policies/opt-ins.yaml", text)
    let grants = grants(desk)
    for found in [
      Self.problem { _ = try grants.removeOptIns(of: ProjectName("a")!) },
      Self.problem { _ = try grants.add(Self.optIn("b")) },
    ] {
      #expect(found?.kind == .badInput && found?.lines.count == 1)
      #expect(desk.read("Policies/opt-ins.yaml") == text)
    }
  }
}
