// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOCore
import Wire

/// The third stage: the body is strict JSON, and it is known what it asks of which model. Whoever refuses the call from
/// here on can say of which model.
struct Asked {
  let identified: Identified
  let route: ServedRoute
  /// The model's name or an alias of it, as the tool has it.
  let name: ModelID
  let facts: RequestFacts

  private init(identified: Identified, route: ServedRoute, name: ModelID, facts: RequestFacts) {
    (self.identified, self.route, self.name, self.facts) = (identified, route, name, facts)
  }

  /// - Parameter shard: lends its tape, which holds this body until the next one is read.
  static func read(
    _ identified: Identified, body: ByteBuffer, on shard: LoopShard
  ) throws(GatewayError) -> Asked {
    let bytes = body.readableBytesUInt8Span
    do throws(JSONFault) {
      try shard.tape.scan(bytes, maximumDepth: shard.limits.jsonDepth)
    } catch {
      throw error.gatewayError
    }
    let facts = try RequestFacts.read(shard.tape, bytes, operation: identified.arrival.operation)
    guard let name = ModelID(facts.model), let route = shard.table[name] else {
      throw GatewayError(
        .modelNotFound, "No model of that name is served here. GET /v1/models lists those that are.", param: "model")
    }
    return Asked(identified: identified, route: route, name: name, facts: facts)
  }
}
