// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What one scope may use. A limit that is nil is not set: nothing is checked for it.
///
/// Rates are soft: they let a burst of one minute through and are counted in memory. Budgets are hard: what was spent in
/// the period and what is held for calls under way never exceed them together (invariant I5).
package struct Limits: Hashable, Sendable {
  /// Calls that may begin in a minute, 1 to `maximumRate`.
  package var requestsPerMinute: Int64?
  /// Tokens of input and output in a minute, 1 to `maximumRate`.
  package var tokensPerMinute: Int64?
  /// Calls that may be under way at once; 0 lets none through.
  package var concurrency: Int64?
  /// Money in a day and in a calendar month, UTC. 0 lets only free models through.
  package var budgetDay: Money?
  package var budgetMonth: Money?
  /// Tokens in a day and in a calendar month, UTC.
  package var tokensDay: Int64?
  package var tokensMonth: Int64?
  /// Backends that a project may use; nil: all. Only of projects.
  package var backends: Set<BackendID>?
  /// Share of a queued backend's places, against other projects that wait for it; 1 to 100.
  package var weight: Int64?

  /// Rates beyond this would overflow the counters, and nobody needs them.
  package static let maximumRate: Int64 = 10_000_000_000

  package init() {}

  package var isEmpty: Bool { self == Limits() }

  /// These limits, and the others' where these are not set.
  package func filled(from other: Limits) -> Limits {
    var filled = self
    filled.requestsPerMinute = requestsPerMinute ?? other.requestsPerMinute
    filled.tokensPerMinute = tokensPerMinute ?? other.tokensPerMinute
    filled.concurrency = concurrency ?? other.concurrency
    filled.budgetDay = budgetDay ?? other.budgetDay
    filled.budgetMonth = budgetMonth ?? other.budgetMonth
    filled.tokensDay = tokensDay ?? other.tokensDay
    filled.tokensMonth = tokensMonth ?? other.tokensMonth
    filled.backends = backends ?? other.backends
    filled.weight = weight ?? other.weight
    return filled
  }
}

/// What a limit or a stop is for.
package enum LimitScope: Hashable, Sendable {
  case global
  case backend(BackendID)
  case model(ModelID)
  case project(ProjectID)
  case token(TokenRow)
}

/// All limits that are in force, as they stood at one moment: an immutable snapshot that is replaced whole.
package struct LimitBook: Hashable, Sendable {
  package var scopes: [LimitScope: Limits]
  /// What a project may use where nothing else was set for it.
  package var projectDefault: Limits

  package init(scopes: [LimitScope: Limits] = [:], projectDefault: Limits = Limits()) {
    self.scopes = scopes
    self.projectDefault = projectDefault
  }

  package func limits(of scope: LimitScope) -> Limits {
    let own = scopes[scope] ?? Limits()
    if case .project = scope { return own.filled(from: projectDefault) }
    return own
  }
}
