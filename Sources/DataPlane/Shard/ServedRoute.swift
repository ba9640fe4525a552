// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Admission
package import Domain
package import Policy
package import Provenance
package import Upstream
package import Wire

/// A model that may be asked for, with everything that a call to it needs, worked out once when the configuration is
/// loaded. An object, because each call holds on to it.
package final class ServedRoute: Sendable {
  package let served: ServedModel
  /// The door to its backend, which all models of the backend share.
  package let gate: BackendGate
  package let carrier: any Carrier
  package let rewrite: RewriteRules
  package let provenance: RecordedModel
  /// `x-toolgate-model`, `-license` and `-openness` as finished header lines.
  let headerLines: [UInt8]
  let card: ModelCard

  package init(
    served: ServedModel, gate: BackendGate, carrier: any Carrier, rewrite: RewriteRules,
    provenance: RecordedModel, card: ModelCard
  ) {
    self.served = served
    self.gate = gate
    self.carrier = carrier
    self.rewrite = rewrite
    self.provenance = provenance
    self.card = card
    headerLines = Array(
      """
      x-toolgate-model: \(served.stamp)\r
      x-toolgate-license: \(served.license)\r
      x-toolgate-openness: \(served.openness.rawValue)\r

      """.utf8)
  }

  var model: ModelID { served.id }
}

/// All models that are served, and the policies that say so: an immutable snapshot that is replaced whole on reload.
package struct RoutingTable: Sendable {
  /// By every name that tools may ask for.
  private let routes: [ModelID: (route: ServedRoute, card: [UInt8])]
  package let rulebook: Rulebook
  package let policyRevision: ContentDigest
  /// The whole body of `GET /v1/models`.
  let list: [UInt8]

  package init(
    routes: [ServedRoute], aliases: [ModelID: ModelID] = [:], rulebook: Rulebook, policyRevision: ContentDigest
  ) {
    self.rulebook = rulebook
    self.policyRevision = policyRevision
    var named: [ModelID: (route: ServedRoute, card: [UInt8])] = [:]
    for route in routes { named[route.model] = (route, route.card.rendered()) }
    for (alias, model) in aliases {
      if let route = named[model]?.route { named[alias] = (route, route.card.rendered(as: alias)) }
    }
    self.routes = named
    var json = JSONWriter(capacity: 512 * named.count + 64)
    json.object { json in
      json.member("object", "list")
      json.key("data")
      json.array { json in
        for (_, entry) in named.sorted(by: { $0.key < $1.key }) { json.raw(entry.card) }
      }
    }
    list = json.bytes
  }

  package var names: [ModelID] { routes.keys.sorted() }

  package subscript(_ id: ModelID) -> ServedRoute? { routes[id]?.route }

  /// The object of `GET /v1/models/{id}`.
  func card(of id: ModelID) -> [UInt8]? { routes[id]?.card }
}
