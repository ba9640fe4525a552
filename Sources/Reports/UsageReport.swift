// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger

/// What is asked of the roll-up: a span of days, what to tell apart, and whose usage.
package struct UsageQuestion: Sendable {
  package var period: Period
  /// In this order; the days, models and so on that are not named are added up.
  package var grouping: [Dimension]
  /// Nil: all projects.
  package var project: ProjectName?

  package enum Dimension: String, CaseIterable, Sendable {
    case project, token, model, backend, day
  }

  package init(period: Period, grouping: [Dimension] = [], project: ProjectName? = nil) {
    self.period = period
    self.grouping = grouping
    self.project = project
  }
}

extension UsageQuestion.Dimension {
  /// Reads `project,model,day`; each at most once.
  ///
  /// - Throws: `LedgerProblem.malformed`, which names the word and what there is.
  package static func list(_ text: String) throws -> [Self] {
    var list: [Self] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let dimension = Self(rawValue: String(word)) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw LedgerProblem.malformed("cannot group by '\(word)': choose from \(known)")
      }
      guard !list.contains(dimension) else { throw LedgerProblem.malformed("'\(word)' is named twice") }
      list.append(dimension)
    }
    return list
  }
}

/// Usage and its cost over a period, from the roll-up alone and exact whatever the sum.
package struct UsageReport: Sendable {
  package let question: UsageQuestion
  /// By currency within each group: calls of two currencies are two rows, so that nothing is counted twice.
  package let rows: [Row]

  package struct Row: Hashable, Sendable {
    /// One value for each dimension of the grouping.
    package let group: [String]
    package let currency: Currency
    package var figures = Figures()
  }

  package struct Figures: Hashable, Sendable {
    package var calls: Int128 = 0
    /// Failed before the backend's first byte; nothing was charged.
    package var failed: Int128 = 0
    /// Tokens were estimated, since the backend reported none.
    package var estimated: Int128 = 0
    /// Settled by rule after a crash.
    package var recovered: Int128 = 0
    package var tokens = TokenCounts.Vector<Int128>(repeating: 0)
    package var costPico: Int128 = 0
  }

  /// Blocks while it reads.
  ///
  /// - Throws: `LedgerProblem.noSuchProject` for a filter that names none.
  package init(_ question: UsageQuestion, from ledger: Ledger) throws {
    var places: [[String]: Int] = [:]
    var rows: [Row] = []
    let byToken = question.grouping.contains(.token)
    try ledger.forEachUsageDay(in: question.period, project: question.project, byToken: byToken) { usage in
      let group = question.grouping.map { $0.value(of: usage) }
      let key = group + [usage.currency.code]
      if places[key] == nil {
        places[key] = rows.count
        rows.append(Row(group: group, currency: usage.currency))
      }
      rows[places[key]!].figures.add(usage)
    }
    self.question = question
    self.rows = rows.sorted {
      ($0.group + [$0.currency.code]).lexicographicallyPrecedes($1.group + [$1.currency.code])
    }
  }

  /// The sum of all rows, for each currency.
  package var totals: [Row] {
    var totals: [Currency: Figures] = [:]
    for row in rows { totals[row.currency, default: Figures()].add(row.figures) }
    return totals.sorted { $0.key.code < $1.key.code }.map { Row(group: [], currency: $0.key, figures: $0.value) }
  }
}

extension UsageQuestion.Dimension {
  fileprivate func value(of usage: UsageDay) -> String {
    switch self {
    case .project: usage.project.text
    case .token: usage.token ?? "-"
    case .model: usage.model
    case .backend: usage.backend
    case .day: usage.day.description
    }
  }
}

extension UsageReport.Figures {
  fileprivate mutating func add(_ usage: UsageDay) {
    var single = UsageReport.Figures()
    single.calls = Int128(usage.calls)
    single.failed = Int128(usage.failed)
    single.estimated = Int128(usage.estimated)
    single.recovered = Int128(usage.recovered)
    for bucket in TokenCounts.Bucket.allCases { single.tokens[bucket] = Int128(usage.tokens[bucket]) }
    single.costPico = usage.costPico
    add(single)
  }

  fileprivate mutating func add(_ other: UsageReport.Figures) {
    calls += other.calls
    failed += other.failed
    estimated += other.estimated
    recovered += other.recovered
    for bucket in TokenCounts.Bucket.allCases { tokens[bucket] += other.tokens[bucket] }
    costPico += other.costPico
  }
}

extension TokenCounts.Vector<Int128> {
  var input: Int128 { TokenCounts.Bucket.allCases.reduce(0) { $1.isInput ? $0 + self[$1] : $0 } }
  var output: Int128 { TokenCounts.Bucket.allCases.reduce(0) { $1.isInput ? $0 : $0 + self[$1] } }
}
