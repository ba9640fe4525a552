// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain

/// Proves at the start that the limits which were read are the limits in force, for every scope that has some. A limiter
/// that is built and never asked, or asked with other limits, would pass every other test.
enum LimitCanary {
  /// - Throws: `InstallationProblem`: the process must not serve.
  static func require(_ admission: Admission, _ book: LimitBook, at now: Instant) throws(InstallationProblem) {
    for (scope, limits) in book.scopes where admission.standing(of: scope, at: now).limits != book.limits(of: scope) {
      throw InstallationProblem(.failed, "the limits of \(scope) are not in force (\(limits)): nothing is served")
    }
    // A call that costs a pico-unit more than its project may spend, of a project that nobody has.
    guard let budget = book.projectDefault.budgetMonth, budget.pico < .max else { return }
    let ask = Admission.Ask(
      project: ProjectID(row: .min), token: TokenRow(row: .min), model: ModelID("canary")!,
      backend: BackendID("canary")!, amount: Money(pico: budget.pico + 1, budget.currency), tokenBound: 0,
      tokenEstimate: 0)
    do throws(GatewayError) {
      // The hold goes out of scope at once, and everything goes back.
      _ = try admission.admit(ask, at: now)
    } catch {
      return
    }
    throw InstallationProblem(.failed, "the default budget of \(budget) does not hold: nothing is served")
  }
}
