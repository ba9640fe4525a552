// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger

extension UsageReport {
  /// For programs: `{"object":"usage","period":…,"from":…,"to":…,"project":…,"by":[…],"data":[…],"total":[…]}`.
  ///
  /// Tokens and calls are integers; a cost is a decimal string beside its currency, since readers turn numbers into
  /// floating point.
  package func json() -> String {
    let period = question.period
    let members = [
      #""object":"usage""#, #""period":\#(Self.quoted(period.label))"#, #""from":"\#(period.first)""#,
      #""to":"\#(period.last)""#, #""project":\#(question.project.map { Self.quoted($0.text) } ?? "null")"#,
      #""by":[\#(question.grouping.map { Self.quoted($0.rawValue) }.joined(separator: ","))]"#,
      #""data":[\#(rows.map(json).joined(separator: ","))]"#,
      #""total":[\#(totals.map(json).joined(separator: ","))]"#,
    ]
    return "{" + members.joined(separator: ",") + "}"
  }

  /// The body of `GET /v1/usage`: what one project used, model by model.
  package static func ofProject(_ project: ProjectName, period: Period, from ledger: Ledger) throws -> String {
    try UsageReport(UsageQuestion(period: period, grouping: [.model], project: project), from: ledger).json()
  }

  private func json(_ row: Row) -> String {
    let figures = row.figures
    let group = zip(question.grouping, row.group).map { #""\#($0.rawValue)":\#(Self.quoted($1))"# }
    let buckets = TokenCounts.Bucket.allCases.map { #""\#($0.name)":\#(figures.tokens[$0])"# }
    let members =
      group + [
        #""calls":\#(figures.calls)"#, #""failed":\#(figures.failed)"#, #""estimated":\#(figures.estimated)"#,
        #""recovered":\#(figures.recovered)"#, #""input_tokens":\#(figures.tokens.input)"#,
        #""output_tokens":\#(figures.tokens.output)"#, #""tokens":{\#(buckets.joined(separator: ","))}"#,
        #""cost":{"amount":"\#(Money.decimal(figures.costPico))","currency":"\#(row.currency.code)"}"#,
      ]
    return "{" + members.joined(separator: ",") + "}"
  }

  /// A JSON string (RFC 8259, section 7).
  private static func quoted(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
