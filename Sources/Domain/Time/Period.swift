// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A span of whole days in UTC over which usage is asked for: `2026-11`, `FY2026-27` or `2026-11-01..2026-11-15`.
///
/// A period is part of a key and is never reset (invariant I7). The fiscal year runs from 1 July to 30 June, as the
/// Wikimedia Foundation's does.
package struct Period: Hashable, Sendable {
  /// As it was written; a month's label is its key in the ledger.
  package let label: String
  package let first: CivilDay
  package let last: CivilDay

  /// The calendar month that holds the instant.
  package init(monthOf instant: Instant) {
    let day = CivilDay(containing: instant)
    self.init(year: day.year, month: day.month)!
  }

  /// The calendar month before the one that holds the instant.
  package init(monthBefore instant: Instant) {
    let first = Period(monthOf: instant).first
    self.init(monthOf: CivilDay(daysSince1970: first.daysSince1970 - 1).start)
  }

  package init?(year: Int, month: Int) {
    guard let first = CivilDay(year: year, month: month, day: 1),
      let last = CivilDay(year: year, month: month, day: CivilDay.length(of: month, in: year))
    else { return nil }
    self.init(label: "\(padded(year, 4))-\(padded(month, 2))", first: first, last: last)
  }

  package init?(_ text: String) {
    if text.hasPrefix("FY") {
      let years = text.dropFirst(2).split(separator: "-", omittingEmptySubsequences: false)
      guard years.count == 2, years[0].utf8.count == 4, years[1].utf8.count == 2, let from = Int(digits: years[0]),
        let to = Int(digits: years[1]), (from + 1) % 100 == to, let first = CivilDay(year: from, month: 7, day: 1),
        let last = CivilDay(year: from + 1, month: 6, day: 30)
      else { return nil }
      self.init(label: text, first: first, last: last)
    } else if let dots = text.firstRange(of: "..") {
      guard let first = CivilDay(String(text[..<dots.lowerBound])),
        let last = CivilDay(String(text[dots.upperBound...])), first <= last
      else { return nil }
      self.init(label: text, first: first, last: last)
    } else {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2, let year = Int(digits: parts[0]),
        let month = Int(digits: parts[1])
      else { return nil }
      self.init(year: year, month: month)
    }
  }

  private init(label: String, first: CivilDay, last: CivilDay) {
    (self.label, self.first, self.last) = (label, first, last)
  }

  /// What to write instead, for an error message.
  package static let forms = "a month (2026-11), a fiscal year (FY2026-27) or days (2026-11-01..2026-11-15)"
}
