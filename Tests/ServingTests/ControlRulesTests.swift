// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Policy
import Serving
import Testing
import ToolgateTesting

@Suite struct ControlRulesTests {
  private let now = TemporaryLedger.start

  /// A model under contract that is paid in euros, and a local one.
  private func rules() throws -> ControlRules {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    let (loaded, problems) = PolicyDirectory.load(path: root + "/Policies")
    let policies = try #require(loaded, "\(problems)")
    var rows = policies.prices.rows
    for index in rows.indices where rows[index].id.text.hasPrefix("openai-gpt-4o-mini") {
      rows[index].currency = Currency("EUR")!
    }
    let contract = ContractID("openai-api")!
    var settings = Settings()
    var paid = BackendSettings(id: BackendID("paid")!, kind: "openai", url: "https://paid.example")
    (paid.trust, paid.contract) = (.contracted, contract)
    paid.models = [
      ModelSettings(
        id: ModelID("mini")!, upstream: "gpt-4o-mini", certificate: CertificateID("openai/gpt-4o-mini")!,
        context: 9_000,
        maxOutput: 900)
    ]
    settings.backends = [paid, BackendSettings(id: BackendID("own")!, kind: "openai", url: "http://127.0.0.1:1")]
    let changed = Policies(
      catalogue: policies.catalogue, licenses: policies.licenses,
      prices: PriceBook(rows: rows, providers: [contract: policies.providers[contract]?.provider ?? "-"]),
      providers: policies.providers, revision: policies.revision)
    return ControlRules(settings: settings, policies: changed, at: now)
  }

  private func money(_ text: String) -> LimitValue { .money(Money(text)!) }

  @Test func budgetInAnotherCurrencyThanTheModelsUnderContract_isRefused() throws {
    let rules = try rules()
    let project = LimitScope.project(ProjectID(row: 1))
    for scope in [nil, project, .global, .model(ModelID("mini")!), .backend(BackendID("paid")!)] as [LimitScope?] {
      #expect(rules.complaint(.budgetMonth, money("1.00 EUR"), of: scope) == nil)
      #expect(
        rules.complaint(.budgetMonth, money("1.00 USD"), of: scope)
          == "is in USD, and models under contract are paid in EUR: write it in that currency")
    }
    // Nothing of these is under contract.
    for scope in [.model(.embedded), .backend(BackendID("own")!)] as [LimitScope] {
      #expect(rules.complaint(.budgetDay, money("1.00 USD"), of: scope) == nil)
      #expect(
        rules.complaint(.budgetDay, money("1.00 XYZ"), of: scope)
          == "is in XYZ, which the price book does not know: it has EUR, USD")
    }
  }

  @Test func backendThatIsNotConfigured_isNamed() throws {
    let rules = try rules()
    #expect(rules.backends.map(\.text).sorted() == ["builtin", "own", "paid"])
    #expect(rules.complaint(.backends, .backends([BackendID("own")!, .init("builtin")!])) == nil)
    let complaint = rules.complaint(.backends, .backends([BackendID("own")!, BackendID("other")!]))
    #expect(
      complaint == "names the backend 'other', which is not in the configuration: write one of builtin, own, paid")
  }

  @Test func everythingThatDoesNotFit_isToldAtOnce() throws {
    let rules = try rules()
    var change = LimitsChange()
    change.set(.budgetDay, to: money("1.00 USD"))
    change.set(.budgetMonth, to: money("1.00 XYZ"))
    change.set(.weight, to: .count(5))
    do {
      try rules.check(change, of: .global)
      Issue.record("nothing was refused")
    } catch {
      #expect(error.kind == .badInput && error.lines.count == 3)
    }
    try rules.check(LimitsChange(), of: .global)
  }

  @Test func scopesThatAreNotKnown_areRefusedUnlessSomethingIsInForce() throws {
    let temporary = try TemporaryLedger()
    let rules = try rules()
    let gone = BackendID("gone")!
    let staff = NewToken(publicID: "STAFFTOKEN", hash: Array(repeating: 0, count: 32), owner: .staff(.admin))
    try temporary.ledger.administer { desk in
      _ = try desk.insertToken(staff, at: now)
      let unknown: [(ScopeName, String)] = [
        (.project(ProjectName("nobody")!), "project 'nobody'"), (.backend(gone), "backend gone is not"),
        (.model(ModelID("nothing")!), "model nothing is not"), (.token("NOTOKEN000"), "token 'NOTOKEN000'"),
        (.token("STAFFTOKEN"), "is of staff"),
      ]
      for (name, text) in unknown {
        #expect(refusal { _ = try desk.find(name, rules: rules) }?.contains(text) == true, "\(name)")
      }
      _ = try desk.stop(
        .backend(gone), endsCalls: false, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T1")!))
      #expect(try desk.find(.backend(gone), rules: rules).scope == .backend(gone))
      let token = try desk.find(.token(temporary.token.publicID), rules: rules)
      #expect(token.scope == .token(temporary.token.id) && token.project == temporary.project)
    }
  }

  @Test func logLines_followTheKindOfTheProject() throws {
    let temporary = try TemporaryLedger()
    let vps = try temporary.ledger.administer {
      try $0.addProject(ProjectName("vps")!, kind: .cloudvps, task: nil, at: now)
    }
    #expect("\(AdminLogLine("m", project: temporary.project, task: "T1"))" == "!log tools.sample-tool m T1")
    #expect("\(AdminLogLine("m", project: vps, task: nil))" == "!log vps m")
    #expect("\(AdminLogLine("m", project: nil, task: "T1"))".hasPrefix("!log "))
  }
}
