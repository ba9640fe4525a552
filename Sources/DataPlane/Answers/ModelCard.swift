// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Wire

/// A model's object in `GET /v1/models`: OpenAI's four members, and ours under one key.
package struct ModelCard: Sendable {
  package var id: ModelID
  package var created: Instant
  package var license: String
  package var tier: LicenseTier?
  package var openness: Openness
  package var dataTier: DataTier?
  package var trust: Trust
  package var context: Int64
  package var maxOutput: Int64
  package var operations: Set<Operation>
  /// Nil: no price is in force and calls are refused.
  package var price: Price?
  /// What a reader should know before choosing it.
  package var description: String?

  package init(
    id: ModelID, created: Instant, license: String, tier: LicenseTier?, openness: Openness, dataTier: DataTier?,
    trust: Trust,
    context: Int64, maxOutput: Int64, operations: Set<Operation>, price: Price?, description: String?
  ) {
    self.id = id
    self.created = created
    self.license = license
    self.tier = tier
    self.openness = openness
    self.dataTier = dataTier
    self.trust = trust
    self.context = context
    self.maxOutput = maxOutput
    self.operations = operations
    self.price = price
    self.description = description
  }

  /// - Parameter alias: the name under which the card is shown; nil: the model's own.
  package func rendered(as alias: ModelID? = nil) -> [UInt8] {
    var json = JSONWriter(capacity: 512)
    json.object { json in
      json.member("id", (alias ?? id).text)
      json.member("object", "model")
      json.member("created", created.seconds)
      json.member("owned_by", trust == .local ? "toolgate-local" : "toolgate-contracted")
      json.key("toolgate")
      json.object { json in
        if alias != nil { json.member("alias_of", id.text) }
        json.member("license", license)
        json.member("tier", orNull: tier?.rawValue)
        json.member("openness", openness.rawValue)
        json.member("data_tier", orNull: dataTier?.rawValue)
        json.member("trust", trust.rawValue)
        json.key("operations")
        json.array { json in
          for operation in operations.sorted(by: { $0.rawValue < $1.rawValue }) { json.value(operation.rawValue) }
        }
        json.member("context", context)
        json.member("max_output", maxOutput)
        json.key("price")
        if let price {
          json.object { json in
            json.member("id", price.id.text)
            json.member("currency", price.currency.code)
            json.member("per", 1_000_000)
            Self.members(price.rates, &json)
            if !price.contextTiers.isEmpty {
              json.key("context_tiers")
              json.array { json in
                for tier in price.contextTiers {
                  json.object { json in
                    json.member("above", tier.above)
                    Self.members(tier.rates, &json)
                  }
                }
              }
            }
          }
        } else {
          json.null()
        }
        if let description { json.member("description", description) }
      }
    }
    return json.bytes
  }

  private static func members(_ rates: Price.Rates, _ json: inout JSONWriter) {
    for bucket in TokenCounts.Bucket.allCases {
      json.member(bucket.name, Money.decimal(Int128(rates[bucket]) * 1_000_000))
    }
  }
}
