// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What a backend needs to be different from what the caller sent.
package struct RewriteRules: Sendable {
  /// The model's name at the backend.
  package var upstreamModel: String
  /// Most output tokens of one choice, and the cap of a call that names none.
  package var maximumOutput: Int64
  package var capField: BackendSettings.OutputCapField
  package var streamUsage: BackendSettings.StreamUsage
  package var floatEmbeddingsOnly: Bool

  package init(
    upstreamModel: String, maximumOutput: Int64, capField: BackendSettings.OutputCapField,
    streamUsage: BackendSettings.StreamUsage, floatEmbeddingsOnly: Bool
  ) {
    self.upstreamModel = upstreamModel
    self.maximumOutput = maximumOutput
    self.capField = capField
    self.streamUsage = streamUsage
    self.floatEmbeddingsOnly = floatEmbeddingsOnly
  }
}

/// Turns a caller's body into a backend's by splicing: what does not have to change stays byte for byte.
package enum RequestRewrite {
  /// Members that a caller may not set. Each is a backend's own, would lift what the gateway has checked, and is taken
  /// out without a word, because client libraries send some of them unasked.
  ///
  /// - llama.cpp: `id_slot` pins a slot, `lora` changes the model and so its licence, `n_predict` and `n_cmpl` override
  ///   the output cap and the number of choices, `t_max_predict_ms`, `return_progress` and `sse_ping_interval` steer
  ///   the server (tools/server/README.md).
  /// - vLLM: `cache_salt` and `priority` touch other tenants, `kv_transfer_params`, `request_id` and `vllm_xargs` steer
  ///   the engine, `use_beam_search` multiplies the work (docs.vllm.ai, OpenAI-compatible server).
  /// - Routers in front of providers: `models`, `route`, `provider`, `transforms` and `plugins` choose another model
  ///   than the one that was priced and licensed (openrouter.ai/docs).
  package static let removed: [StaticString] = [
    "id_slot", "lora", "n_predict", "n_cmpl", "t_max_predict_ms", "return_progress", "sse_ping_interval",
    "cache_salt", "priority", "kv_transfer_params", "request_id", "vllm_xargs", "use_beam_search",
    "models", "route", "provider", "transforms", "plugins",
  ]

  /// The cap on output tokens of one choice that the call will run with.
  ///
  /// - Throws: 400 when the caller asks for more than the model gives.
  package static func cap(of facts: RequestFacts, _ rules: RewriteRules) throws(GatewayError) -> Int64 {
    guard let asked = facts.outputCap else { return rules.maximumOutput }
    guard asked <= rules.maximumOutput else {
      throw GatewayError(
        .invalidRequest,
        "The cap of \(asked) output tokens is above this model's maximum of \(rules.maximumOutput).",
        param: facts.capField?.rawValue)
    }
    return asked
  }

  /// The body to send upstream.
  ///
  /// - Parameters:
  ///   - bytes: what the caller sent, and the tape and the facts of exactly these bytes.
  /// - Throws: 400 as `cap(of:_:)` does.
  package static func upstreamBody(
    _ bytes: Span<UInt8>, _ tape: borrowing JSONTape, _ facts: RequestFacts, _ rules: RewriteRules
  ) throws(GatewayError) -> [UInt8] {
    let root = tape.root
    guard let model = tape.member("model", of: root, in: bytes) else {
      throw GatewayError(.internalError, "The request cannot be sent on.", detail: "facts of another body")
    }
    var splice = ByteSplice()
    var unwanted: [JSONTape.Node] = []
    /// Members to add. They go right behind `model`, which is always there and always stays.
    var added: [UInt8] = []
    if rules.upstreamModel != facts.model { splice.replace(tape.range(model), with: quoted(rules.upstreamModel)) }
    for (key, value) in tape.members(root) {
      for name in removed where tape.equals(key, name, in: bytes) { unwanted.append(value) }
    }
    switch facts.operation {
    case .chat:
      let cap = try cap(of: facts, rules)
      setCap(cap, rules.capField, tape, bytes, &splice, &unwanted, &added)
      StreamOptions.set(rules.streamUsage, facts.isStream, tape, bytes, &splice, &unwanted, &added)
    case .embeddings:
      if rules.floatEmbeddingsOnly, let format = tape.member("encoding_format", of: root, in: bytes),
        !tape.equals(format, "float", in: bytes)
      {
        splice.replace(tape.range(format), with: Array(#""float""#.utf8))
      }
    }
    if !added.isEmpty { splice.insert(added, at: tape.range(model).upperBound) }
    splice.remove(unwanted, from: root, in: tape)
    return splice.apply(to: bytes)
  }

  /// Sees to it that the backend's own field holds the cap and that the other one is gone.
  private static func setCap(
    _ cap: Int64, _ field: BackendSettings.OutputCapField, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>,
    _ splice: inout ByteSplice, _ unwanted: inout [JSONTape.Node], _ added: inout [UInt8]
  ) {
    let (wanted, other): (StaticString, StaticString) =
      switch field {
      case .maxTokens: ("max_tokens", "max_completion_tokens")
      case .maxCompletionTokens: ("max_completion_tokens", "max_tokens")
      }
    if let value = tape.member(other, of: tape.root, in: bytes) { unwanted.append(value) }
    if let value = tape.member(wanted, of: tape.root, in: bytes) {
      if tape.kind(value) == .null { splice.replace(tape.range(value), with: Array(String(cap).utf8)) }
      // A cap under the other name says the same or was null; here the figure stands already.
    } else {
      added += Array(#","\#(field.rawValue)":\#(cap)"#.utf8)
    }
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONWriter.append(text, to: &bytes)
    return bytes
  }
}
