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

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let policies = try home.policies(settings, in: policies)
      let catalogue = ServedCatalogue.build(settings: settings, policies: policies).catalogue
      let now = SystemClock().now()
      let inquiry = try question.inquiry(catalogue, policies, today: CivilDay(containing: now))
      // Rules may be tried out before there is a ledger.
      let ledger = try home.ledgerIfAny(settings)
      defer { try? ledger?.close() }
      ProjectNotice.warn(of: question.project, try ledger?.read { try $0.project(question.project) } ?? nil)
      let explanation = policies.rulebook.explain(inquiry)
      var decision: Decision?
      if let served = catalogue[inquiry.model.model] {
        decision = Decision.of(
          explanation.ruling, price: served.price(at: now), tier: .standard, model: served.id, trust: served.trust)
      }
      tell(ExplanationSheet(explanation, decision: decision), as: output.format)
    }
  }
}
