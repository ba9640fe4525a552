// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A limit by its name, as the command line, `projects.yaml` and the audit log write it.
package enum LimitName: String, CaseIterable, Sendable {
  case requestsPerMinute = "requests_per_minute"
  case tokensPerMinute = "tokens_per_minute"
  case concurrency
  case budgetDay = "budget_day"
  case budgetMonth = "budget_month"
  case tokensDay = "tokens_day"
  case tokensMonth = "tokens_month"
  case weight
  case backends

  /// What it is written as.
  package enum Form: Hashable, Sendable {
    case count(ClosedRange<Int64>)
    case money
    case backends
  }

  package var form: Form {
    switch self {
    case .requestsPerMinute, .tokensPerMinute: .count(1...Limits.maximumRate)
    case .concurrency: .count(0...Limits.maximumConcurrency)
    case .tokensDay, .tokensMonth: .count(0...Limits.maximumTokens)
    case .weight: .count(1...100)
    case .budgetDay, .budgetMonth: .money
    case .backends: .backends
    }
  }

  /// Has a meaning for projects alone.
  package var isOfProjects: Bool { self == .weight || self == .backends }

  /// True when the value has the form and lies in the range of this limit.
  package func accepts(_ value: LimitValue) -> Bool {
    switch (form, value) {
    case (.count(let range), .count(let count)): range.contains(count)
    case (.money, .money(let money)): money.pico >= 0
    case (.backends, .backends(let backends)): !backends.isEmpty
    default: false
    }
  }
}

extension LimitName: Comparable {
  package static func < (a: LimitName, b: LimitName) -> Bool { a.rawValue < b.rawValue }
}

package enum LimitValue: Hashable, Sendable {
  case count(Int64)
  case money(Money)
  case backends(Set<BackendID>)
}

extension LimitValue: CustomStringConvertible {
  /// As it is written on the command line; backends are separated by spaces.
  package var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .money(let money): money.description
    case .backends(let backends): backends.sorted().map(\.text).joined(separator: " ")
    }
  }
}

extension Limits {
  /// One limit by its name. A value that its name does not accept must not be set.
  package subscript(_ name: LimitName) -> LimitValue? {
    get {
      switch name {
      case .requestsPerMinute: requestsPerMinute.map(LimitValue.count)
      case .tokensPerMinute: tokensPerMinute.map(LimitValue.count)
      case .concurrency: concurrency.map(LimitValue.count)
      case .budgetDay: budgetDay.map(LimitValue.money)
      case .budgetMonth: budgetMonth.map(LimitValue.money)
      case .tokensDay: tokensDay.map(LimitValue.count)
      case .tokensMonth: tokensMonth.map(LimitValue.count)
      case .weight: weight.map(LimitValue.count)
      case .backends: backends.map(LimitValue.backends)
      }
    }
    set {
      precondition(newValue.map(name.accepts) ?? true, "\(name.rawValue) does not accept this value")
      let (count, money, backends): (Int64?, Money?, Set<BackendID>?) =
        switch newValue {
        case .count(let count): (count, nil, nil)
        case .money(let money): (nil, money, nil)
        case .backends(let backends): (nil, nil, backends)
        case nil: (nil, nil, nil)
        }
      switch name {
      case .requestsPerMinute: requestsPerMinute = count
      case .tokensPerMinute: tokensPerMinute = count
      case .concurrency: concurrency = count
      case .budgetDay: budgetDay = money
      case .budgetMonth: budgetMonth = money
      case .tokensDay: tokensDay = count
      case .tokensMonth: tokensMonth = count
      case .weight: weight = count
      case .backends: self.backends = backends
      }
    }
  }

  /// Calls of one scope that may be under way at once are never set beyond this.
  package static let maximumConcurrency: Int64 = 1_000_000
  /// Tokens of a day or a month are never limited beyond this; a sum of them stays far from the end of an `Int64`, and
  /// every reader of JSON takes it exactly.
  package static let maximumTokens: Int64 = 1_000_000_000_000_000
}

/// New values for some limits. What it does not name stays as it is; what it names with nil is no longer limited.
package struct LimitsChange: Hashable, Sendable {
  package private(set) var values: [LimitName: LimitValue?] = [:]

  package init() {}

  /// Puts these limits in the place of whatever was there.
  package init(replacingAllBy limits: Limits) {
    for name in LimitName.allCases { set(name, to: limits[name]) }
  }

  package var isEmpty: Bool { values.isEmpty }

  /// - Parameter value: nil: no longer limited.
  package mutating func set(_ name: LimitName, to value: LimitValue?) { values.updateValue(value, forKey: name) }

  /// Names a value that its limit does not accept, if there is one.
  package var refused: LimitName? {
    values.keys.sorted().first { name in (values[name] ?? nil).map { !name.accepts($0) } ?? false }
  }

  /// - Precondition: nothing is `refused`.
  package func applied(to limits: Limits) -> Limits {
    var changed = limits
    for (name, value) in values { changed[name] = value }
    return changed
  }
}
