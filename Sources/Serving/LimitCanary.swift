// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain

/// Proves at the start that the limits which were read are the limits in force: a call that costs one pico-unit more than
/// a budget must be refused, for every scope that has one. A limiter that is built but never asked would pass every other
/// test.
enum LimitCanary {
  /// - Throws: `InstallationProblem`: the process must not serve.
  static func require(_ admission: Admission, _ book: LimitBook, at now: Instant) throws(InstallationProblem) {
    let nobody = ProjectID(row: .min)
    for scope in [.project(nobody)] + Array(book.scopes.keys) {
      let limits = book.limits(of: scope)
      for budget in [limits.budgetDay, limits.budgetMonth].compactMap(\.self) where budget.pico < .max {
        let ask = ask(scope, nobody, Money(pico: budget.pico + 1, budget.currency))
        guard !isAdmitted(ask, by: admission, at: now) else {
          throw InstallationProblem(.failed, "a budget of \(budget) does not hold: nothing is served")
        }
      }
    }
  }

  private static func isAdmitted(_ ask: Admission.Ask, by admission: Admission, at now: Instant) -> Bool {
    do throws(GatewayError) {
      // The hold goes out of scope at once, and everything goes back.
      _ = try admission.admit(ask, at: now)
      return true
    } catch {
      return false
    }
  }

  private static func ask(_ scope: LimitScope, _ nobody: ProjectID, _ amount: Money) -> Admission.Ask {
    var (project, token) = (nobody, TokenRow(row: .min))
    var (model, backend) = (ModelID("canary")!, BackendID("canary")!)
    switch scope {
    case .global: break
    case .backend(let id): backend = id
    case .model(let id): model = id
    case .project(let id): project = id
    case .token(let row): token = row
    }
    return Admission.Ask(
      project: project, token: token, model: model, backend: backend, amount: amount, tokenBound: 0, tokenEstimate: 0)
  }
}
