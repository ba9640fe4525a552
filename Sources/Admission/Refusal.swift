// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Why a call may not start now, and what that is to the one who asked.
enum Refusal {
  /// The project is limited to other backends.
  case backend(BackendID, allowed: Set<BackendID>)
  /// `wait` in microseconds until the call would have been let in.
  case requests(LimitScope, limit: Int64, wait: Int64)
  case tokens(LimitScope, limit: Int64, wait: Int64)
  /// One call that is larger than a minute's worth.
  case tooLargeForRate(LimitScope, asked: Int64, limit: Int64)
  case concurrency(LimitScope, underWay: Int64, limit: Int64)
  case budget(LimitScope, period: String, sum: PeriodSums.Sum, asked: Money, limit: Money, askAt: String?)
  case tokenBudget(LimitScope, period: String, sum: PeriodSums.Sum, asked: Int64, limit: Int64, askAt: String?)
  case otherCurrency(LimitScope, period: String, asked: Money, limit: Money, askAt: String?)

  /// Microseconds; the greatest number when no waiting helps.
  var wait: Int64 {
    switch self {
    case .requests(_, _, let wait), .tokens(_, _, let wait): wait
    case .concurrency: 1_000_000
    case .backend, .tooLargeForRate, .budget, .tokenBudget, .otherCurrency: .max
    }
  }

  var error: GatewayError {
    switch self {
    case .backend(let backend, let allowed):
      GatewayError(
        .policyDenied,
        "This project's limits name the backends that it may use, and \(backend) is none of them: "
          + "\(allowed.map(\.text).sorted().joined(separator: ", ")).")
    case .requests(let scope, let limit, let wait):
      GatewayError(
        .rateLimitExceeded, "\(Self.name(scope)) may make \(limit.counted("request")) a minute.",
        retryAfter: seconds(wait))
    case .tokens(let scope, let limit, let wait):
      GatewayError(
        .rateLimitExceeded, "\(Self.name(scope)) may use \(limit.counted("token")) a minute.",
        retryAfter: seconds(wait))
    case .tooLargeForRate(let scope, let asked, let limit):
      GatewayError(
        .rateLimitExceeded,
        "This call may use \(asked.counted("token")), and \(Self.name(scope).lowercasedFirst) may use \(limit) a minute. "
          + "Lower max_tokens or shorten the text.", shouldRetry: false)
    case .concurrency(let scope, _, 0):
      GatewayError(.concurrencyExceeded, "\(Self.name(scope)) may make no calls: its limit is 0.", shouldRetry: false)
    case .concurrency(let scope, let underWay, let limit):
      GatewayError(
        .concurrencyExceeded,
        "\(underWay.counted("call")) of \(Self.name(scope).lowercasedFirst) \(underWay == 1 ? "is" : "are") under way, "
          + "\(limit.counted("is", "are")) allowed at once. Wait for one to end.", retryAfter: 1)
    case .budget(let scope, let period, _, let asked, let limit, let askAt) where limit.pico == 0,
      .otherCurrency(let scope, let period, let asked, let limit, let askAt) where limit.pico == 0:
      // Nothing was used up: nobody has said yet that anything may be spent.
      GatewayError(
        .insufficientQuota,
        "\(Self.name(scope)) has no budget for \(period) (\(limit)), and this call may cost \(asked): use a model that "
          + "costs nothing, or \(Self.ask(for: "a budget", askAt))", shouldRetry: false)
    case .tokenBudget(let scope, let period, _, let asked, 0, let askAt):
      GatewayError(
        .insufficientQuota,
        "\(Self.name(scope)) may use no tokens in \(period) (its limit is 0), and this call may use \(asked): "
          + Self.ask(for: "more", askAt), shouldRetry: false)
    case .budget(let scope, let period, let sum, let asked, let limit, let askAt):
      // When only what calls under way hold is in the way, part of that comes back as they end.
      GatewayError(
        .insufficientQuota,
        "budget for \(period) used\(Self.of(scope)): spent \(Money.decimal(sum.spent)), held "
          + "\(Money.decimal(sum.held)), limit \(limit), free \(Money.decimal(sum.free(of: limit.pico))); this call may cost "
          + asked.decimal + Self.shrink(sum.free(of: limit.pico)) + Self.ask(askAt),
        retryAfter: sum.wouldFitWithoutHolds(asked.pico, in: limit.pico) ? 1 : nil,
        shouldRetry: sum.wouldFitWithoutHolds(asked.pico, in: limit.pico))
    case .tokenBudget(let scope, let period, let sum, let asked, let limit, let askAt):
      GatewayError(
        .insufficientQuota,
        "budget for \(period) used\(Self.of(scope)): spent \(sum.spent), held \(sum.held), limit "
          + "\(limit.counted("token")), free \(sum.free(of: limit)); this call may use \(asked)"
          + Self.shrink(sum.free(of: limit)) + Self.ask(askAt),
        retryAfter: sum.wouldFitWithoutHolds(asked, in: limit) ? 1 : nil,
        shouldRetry: sum.wouldFitWithoutHolds(asked, in: limit))
    case .otherCurrency(let scope, let period, let asked, let limit, let askAt):
      GatewayError(
        .insufficientQuota,
        "the budget for \(period)\(Self.of(scope)) is \(limit), and this model is paid in \(asked.currency)"
          + Self.ask(askAt), shouldRetry: false)
    }
  }

  /// Whole seconds, at least one: when the call would have been let in, and up to 3 % later, so that those who were
  /// refused together do not come back together.
  private func seconds(_ microseconds: Int64) -> Int {
    let later = microseconds + Int64.random(in: 0...max(0, microseconds / 100 * 3))
    return Int(max(1, (later + 999_999) / 1_000_000))
  }

  private static func name(_ scope: LimitScope) -> String {
    switch scope {
    case .global: "The whole gateway"
    case .backend(let id): "The backend \(id)"
    case .model(let id): "The model \(id)"
    case .project: "This project"
    case .token: "This token"
    }
  }

  /// The project is who everybody thinks of; every other scope is named.
  private static func of(_ scope: LimitScope) -> String {
    if case .project = scope { return "" }
    return " by \(name(scope).lowercasedFirst)"
  }

  /// A tool helps itself where a smaller call would go through.
  private static func shrink(_ free: Int128) -> String {
    free > 0 ? "; lower max_tokens or shorten the text" : ""
  }

  private static func ask(_ place: String?) -> String { place.map { "; ask at \($0)" } ?? "; ask the administrators" }

  private static func ask(for what: String, _ place: String?) -> String {
    "ask \(place.map { "at \($0)" } ?? "the administrators") for \(what)"
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
