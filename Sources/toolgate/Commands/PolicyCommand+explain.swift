// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Policy
import Serving

extension PolicyCommand {
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what would be decided of a call, by which rule and on which facts, without making it.")
    @OptionGroup var home: HomeOption
    @OptionGroup var question: InquiryOptions
    @OptionGroup var output: FormatOption
    @Option(help: "A directory of changed policies, instead of the home's own.") var policies: String?
    @Flag(help: "Also for a project that is not registered yet.") var unregistered = false

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let policies = try home.policies(settings, in: policies)
      let catalogue = ServedCatalogue.build(settings: settings, policies: policies).catalogue
      let now = SystemClock().now()
      let inquiry = try question.inquiry(catalogue, policies, today: CivilDay(containing: now))
      if !unregistered { try requireProject(home, settings) }
      let explanation = policies.rulebook.explain(inquiry)
      var decision: Decision?
      if let served = catalogue[inquiry.model.model] {
        decision = Decision.of(
          explanation.ruling, price: served.price(at: now), tier: .standard, model: served.id, trust: served.trust)
      }
      tell(ExplanationSheet(explanation, decision: decision), as: output.format)
    }

    /// What is explained of a name with a slip in it is true and of no use.
    private func requireProject(_ home: Home, _ settings: Settings) throws {
      let ledger = try home.ledgerIfAny(settings)
      defer { try? ledger?.close() }
      guard try ledger?.read({ try $0.project(question.project) }) ?? nil == nil else { return }
      throw InstallationProblem(
        .failed,
        "there is no project '\(question.project)': see `toolgate project list`, or ask about one that is not registered "
          + "yet with --unregistered")
    }
  }
}
