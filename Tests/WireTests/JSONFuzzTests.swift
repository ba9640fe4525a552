// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Wire

@Suite struct JSONFuzzTests {
  static let seeds = [
    #"{"a":1,"b":[true,false,null],"c":{"d":"x"}}"#,
    #"["\u00e9\uD83D\uDE00","é😀",-1.5e+3,0]"#,
    #"{"k1":1,"k2":2,"k3":3,"k4":4,"k5":5,"k6":6,"k7":7,"k8":8,"k9":9}"#,
    #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#,
    #" [ { } , [ ] , "" , 10 , 0.1 ] "#,
    #""plain text of some length, to pass the fast path""#,
  ].map { Array($0.utf8) }

  @Test func scannerAgreesWithTheGrammarOnMutations() {
    var random = Seeded(2026)
    var tape = JSONTape()
    var accepted = 0
    for round in 0..<200_000 {
      let bytes = Self.seeds[round % Self.seeds.count].mutated(by: &random)
      let isTaken = (try? tape.scan(bytes.span)) != nil
      if isTaken { accepted += 1 }
      guard isTaken == SlowJSON.accepts(bytes) else {
        Issue.record("differs: \(bytes) \(bytes.text)")
        return
      }
    }
    // Both sides of the comparison must have been met often.
    #expect((20_000...180_000).contains(accepted))
  }

  @Test func nothingTrapsOnMutatedRequestsAnswersAndErrors() {
    let bodies = [
      #"{"model":"m","stream":true,"n":2,"max_tokens":5,"stream_options":{"x":1,"include_usage":false},"#
        + #""messages":[{"role":"user","content":[{"type":"text","text":"é"},{"type":"image_url","image_url":"#
        + #"{"url":"data:x"}}]},{"role":"assistant","tool_calls":[]}],"id_slot":1}"#,
      #"{"model":"m","input":[[1,2],[3]],"encoding_format":"base64"}"#,
      #"{"id":"x","model":"m","choices":[{"index":0,"message":{"content":"a","tool_calls":[{"function":"#
        + #"{"arguments":"{}"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"#
        + #""total_tokens":7,"prompt_tokens_details":{"cached_tokens":1}}}"#,
      #"{"data":[{"embedding":[0.1,-2e3,4]},{"embedding":"AAA="}],"usage":{"prompt_tokens":3}}"#,
      #"[{"error":{"code":400,"message":{"detail":[{"loc":["body","x"],"msg":"no"}]},"status":"X"}}]"#,
      #"{"error":"text","detail":[{"loc":["body","x"],"msg":"no"}],"httpReason":"x"}"#,
    ].map { Array($0.utf8) }
    let rules = RewriteRules(
      upstreamModel: "u", maximumOutput: 10, capField: .maxTokens, streamUsage: .continuous, floatEmbeddingsOnly: true)
    var random = Seeded(7)
    var tape = JSONTape()
    var rewritten = 0
    for round in 0..<60_000 {
      let bytes = bodies[round % bodies.count].mutated(by: &random)
      _ = UpstreamErrors.read(status: 400, body: bytes.span, retryAfter: nil)
      guard (try? tape.scan(bytes.span)) != nil else { continue }
      _ = ChatText.read(tape, bytes.span)
      _ = try? EmbeddingsAnswer.base64(bytes.span, tape)
      for operation in Domain.Operation.allCases {
        _ = PlainAnswer.read(tape, bytes.span, operation: operation)
        guard let facts = try? RequestFacts.read(tape, bytes.span, operation: operation),
          let body = try? RequestRewrite.upstreamBody(bytes.span, tape, facts, rules)
        else { continue }
        rewritten += 1
        var other = JSONTape()
        #expect(throws: Never.self) { try other.scan(body.span) }
      }
    }
    #expect(rewritten > 500)
  }
}
