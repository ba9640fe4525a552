// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Admission
import Domain
import Wire

/// The body of `GET /v1/quotas`: what a project may use, uses and holds, in the shape of Toolforge's own quotas
/// (`GET /v1/tool/{tool}/quotas` of its jobs API), where limit and used are texts. `held` is an addition: what calls under
/// way may still use, and what is free is limit − used − held. A limit that is not set is `unlimited`.
package enum QuotaAnswer {
  static func render(_ standing: Standing) -> [UInt8] {
    var json = JSONWriter(capacity: 1_024)
    json.object { json in
      json.key("quota")
      json.raw(quota(standing))
      json.key("messages")
      json.object { _ in }
    }
    return json.bytes
  }

  /// The member `quota` by itself.
  package static func quota(_ standing: Standing) -> [UInt8] {
    let limits = standing.limits
    var json = JSONWriter(capacity: 1_024)
    json.object { json in
      json.key("categories")
      json.array { json in
        category("Rates", in: &json) { json in
          rate("requests per minute", limits.requestsPerMinute, standing.requests, in: &json)
          rate("tokens per minute", limits.tokensPerMinute, standing.tokens, in: &json)
          item("calls at once", limits.concurrency?.description, used: standing.underWay.description, in: &json)
        }
        period("Day", standing.day, limits.budgetDay, limits.tokensDay, in: &json)
        period("Month", standing.month, limits.budgetMonth, limits.tokensMonth, in: &json)
      }
    }
    return json.bytes
  }

  private static func period(
    _ name: String, _ standing: Standing.PeriodStanding, _ budget: Money?, _ tokens: Int64?, in json: inout JSONWriter
  ) {
    category("\(name) \(standing.label)", in: &json) { json in
      // Money was perhaps spent in a currency in which nothing is limited any more; it is shown all the same.
      let currencies = Set(standing.money.keys).union(budget.map { [$0.currency] } ?? [])
      for currency in currencies.sorted(by: { $0.code < $1.code }) {
        let sum = standing.money[currency] ?? (0, 0)
        item(
          "budget in \(currency)", budget.flatMap { $0.currency == currency ? $0.decimal : nil },
          used: Money.decimal(sum.spent), held: Money.decimal(sum.held), in: &json)
      }
      item(
        "tokens", tokens?.description, used: standing.tokensSpent.description, held: standing.tokensHeld.description,
        in: &json)
    }
  }

  private static func rate(_ name: String, _ limit: Int64?, _ rate: Rate?, in json: inout JSONWriter) {
    item(name, limit?.description, used: rate.map { ($0.limit - $0.remaining).description } ?? "0", in: &json)
  }

  private static func category(_ name: String, in json: inout JSONWriter, _ items: (inout JSONWriter) -> Void) {
    json.object { json in
      json.member("name", name)
      json.key("items")
      json.array(items)
    }
  }

  private static func item(
    _ name: String, _ limit: String?, used: String, held: String? = nil, in json: inout JSONWriter
  ) {
    json.object { json in
      json.member("name", name)
      json.member("limit", limit ?? "unlimited")
      json.member("used", used)
      if let held { json.member("held", held) }
    }
  }
}
