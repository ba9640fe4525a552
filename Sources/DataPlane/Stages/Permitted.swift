// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import NIOCore
import Policy
import Wire

/// The fourth stage: the model can do what is asked, and the policies let this project ask it.
struct Permitted {
  let identified: Identified
  let route: ServedRoute
  /// The model's name or an alias of it, as the tool has it.
  let asked: ModelID
  /// The rule that allowed it, and the price that is in force.
  let permit: Decision.Permit
  let policyRevision: ContentDigest
  let facts: RequestFacts
  /// The request as it goes upstream.
  let upstreamBody: [UInt8]
  let bodyBytes: Int
  /// Nil when nothing is published.
  let commitments: CallCommitments?

  private init(
    identified: Identified, route: ServedRoute, asked: ModelID, permit: Decision.Permit, policyRevision: ContentDigest,
    facts: RequestFacts,
    upstreamBody: [UInt8], bodyBytes: Int, commitments: CallCommitments?
  ) {
    self.identified = identified
    self.route = route
    self.asked = asked
    self.permit = permit
    self.policyRevision = policyRevision
    self.facts = facts
    self.upstreamBody = upstreamBody
    self.bodyBytes = bodyBytes
    self.commitments = commitments
  }

  /// - Parameters:
  ///   - body: the one that was read last on this shard, as `Asked` left it on the tape.
  ///   - shard: lends its storage.
  static func permit(_ asked: Asked, body: ByteBuffer, on shard: LoopShard) throws(GatewayError) -> Permitted {
    let (identified, route, facts) = (asked.identified, asked.route, asked.facts)
    let operation = identified.arrival.operation
    let bytes = body.readableBytesUInt8Span
    guard route.served.operations.contains(operation) else {
      let can = route.served.operations.map(\.rawValue).sorted().joined(separator: ", ")
      throw GatewayError(.invalidRequest, "The model \(route.model) is for \(can).", param: "model")
    }
    let permit = try permit(route, for: identified, tier: facts.tier, on: shard)
    let upstreamBody = try RequestRewrite.upstreamBody(bytes, shard.tape, facts, route.rewrite)
    return Permitted(
      identified: identified, route: route, asked: asked.name, permit: permit,
      policyRevision: shard.table.policyRevision,
      facts: facts,
      upstreamBody: upstreamBody, bodyBytes: body.readableBytes, commitments: shard.commitments(to: bytes))
  }

  private static func permit(
    _ route: ServedRoute, for identified: Identified, tier: ServiceTier, on shard: LoopShard
  ) throws(GatewayError) -> Decision.Permit {
    let arrival = identified.arrival
    let call = CallFacts(
      project: identified.caller.project.name, operation: arrival.operation, purpose: arrival.purpose,
      targetWiki: arrival.targetWiki, namespace: arrival.targetNamespace.map { TargetNamespace(number: $0) })
    let ruling = shard.rulings.ruling(
      on: call, of: route.model, day: CivilDay(containing: arrival.at), by: shard.table.rulebook,
      facts: route.served.facts)
    let decision = Decision.of(
      ruling, price: route.served.price(tier, at: arrival.at), tier: tier, model: route.model,
      trust: route.served.trust)
    switch decision {
    case .permit(let allowed): return allowed
    case .refuse(let refusal): throw refusal.error
    }
  }
}
