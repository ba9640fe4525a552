// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing
import Wire

@Suite struct RequestRewriteTests {
  private static let message = #""messages":[ {"role":"user","content":"h\u00e9 \/ 😀"} ]"#

  private func rules(
    upstream: String = "up/stream", maximum: Int64 = 500, cap: BackendSettings.OutputCapField = .maxTokens,
    usage: BackendSettings.StreamUsage = .include, floatOnly: Bool = false
  ) -> RewriteRules {
    RewriteRules(
      upstreamModel: upstream, maximumOutput: maximum, capField: cap, streamUsage: usage,
      floatEmbeddingsOnly: floatOnly)
  }

  private func rewrite(_ body: String, _ rules: RewriteRules, _ operation: Domain.Operation = .chat) throws -> String {
    let bytes = Array(body.utf8)
    var tape = JSONTape()
    try tape.scan(bytes.span)
    let facts = try RequestFacts.read(tape, bytes.span, operation: operation)
    let result = try RequestRewrite.upstreamBody(bytes.span, tape, facts, rules)
    try tape.scan(result.span)
    return result.text
  }

  @Test func modelIsReplacedAndCapPutIn() throws {
    let result = try rewrite(#"{ "model" : "m" , \#(Self.message), "seed": 1e0 }"#, rules())
    #expect(result == #"{ "model" : "up/stream","max_tokens":500 , \#(Self.message), "seed": 1e0 }"#)
  }

  @Test func nothingChangesWhenNothingMust() throws {
    let body = #"{"max_tokens": 5, \#(Self.message) ,"mod\u0065l":"\u006d","x":[1.50,{"y":"\u0000"}]}"#
    #expect(try rewrite(body, rules(upstream: "m")) == body)
  }

  @Test func modelNameIsQuoted() throws {
    let result = try rewrite(#"{"model":"m","max_tokens":1,\#(Self.message)}"#, rules(upstream: #"a"b\c"#))
    #expect(result == #"{"model":"a\"b\\c","max_tokens":1,\#(Self.message)}"#)
  }

  @Test(
    "the backend's own field holds the cap, and only that one",
    arguments: [
      (#""max_tokens":7"#, BackendSettings.OutputCapField.maxTokens, #"{"max_tokens":7}"#),
      (#""max_tokens":7"#, .maxCompletionTokens, #"{"max_completion_tokens":7}"#),
      (#""max_completion_tokens":7"#, .maxTokens, #"{"max_tokens":7}"#),
      (#""max_completion_tokens":7"#, .maxCompletionTokens, #"{"max_completion_tokens":7}"#),
      (#""max_tokens":7,"max_completion_tokens":7"#, .maxTokens, #"{"max_tokens":7}"#),
      (#""max_tokens":7,"max_completion_tokens":7"#, .maxCompletionTokens, #"{"max_completion_tokens":7}"#),
      (#""max_tokens":null,"max_completion_tokens":7"#, .maxTokens, #"{"max_tokens":7}"#),
      (#""max_tokens":null"#, .maxTokens, #"{"max_tokens":500}"#),
      (#""max_tokens":null"#, .maxCompletionTokens, #"{"max_completion_tokens":500}"#),
      (#""x":1"#, .maxCompletionTokens, #"{"max_completion_tokens":500,"x":1}"#),
      (#""max\u005ftokens":7"#, .maxCompletionTokens, #"{"max_completion_tokens":7}"#),
    ])
  func cap(members: String, field: BackendSettings.OutputCapField, expected: String) throws {
    for order in [#"{"model":"m",\#(members),\#(Self.message)}"#, #"{\#(members),\#(Self.message),"model":"m"}"#] {
      let result = try rewrite(order, rules(cap: field))
      var object = try #require(try parsed([UInt8](result)) as? [String: NSObject])
      #expect(object.removeValue(forKey: "model") == "up/stream" as NSObject)
      #expect(object.removeValue(forKey: "messages") != nil)
      #expect(try object as NSObject == parsed([UInt8](expected)))
      #expect(result.contains(Self.message))
    }
  }

  @Test func aCapAboveTheModelsMaximumIsRefusedWithBothNumbers() throws {
    for field in ["max_tokens", "max_completion_tokens"] {
      let error = #expect(throws: GatewayError.self) {
        try rewrite(#"{"model":"m","\#(field)":501,\#(Self.message)}"#, rules(maximum: 500))
      }
      #expect(error?.code == .invalidRequest && error?.param == field, "what was sent")
      #expect(error?.message.contains("501") == true && error?.message.contains("500") == true)
    }
    _ = try rewrite(#"{"model":"m","max_tokens":500,\#(Self.message)}"#, rules(maximum: 500))
  }

  @Test(
    "a stream is asked for its usage as the backend understands it",
    arguments: [
      ("", BackendSettings.StreamUsage.include, #"{"include_usage":true}"#),
      (#""stream_options":null,"#, .include, #"{"include_usage":true}"#),
      (#""stream_options":{},"#, .include, #"{"include_usage":true}"#),
      (#""stream_options":{"include_usage":true},"#, .include, #"{"include_usage":true}"#),
      (#""stream_options":{"include_usage":false},"#, .include, #"{"include_usage":true}"#),
      (#""stream_options":{"include_usage":null},"#, .include, #"{"include_usage":true}"#),
      (#""stream_options":{"x":[1]},"#, .include, #"{"include_usage":true,"x":[1]}"#),
      (#""stream_options":{"x":1,"include_usage":false},"#, .include, #"{"include_usage":true,"x":1}"#),
      ("", .continuous, #"{"include_usage":true,"continuous_usage_stats":true}"#),
      (
        #""stream_options":{"include_usage":true},"#, .continuous,
        #"{"include_usage":true,"continuous_usage_stats":true}"#
      ),
      (
        #""stream_options":{"continuous_usage_stats":false,"y":2},"#, .continuous,
        #"{"include_usage":true,"continuous_usage_stats":true,"y":2}"#
      ),
      (#""stream_options":{"z":2},"#, .continuous, #"{"include_usage":true,"continuous_usage_stats":true,"z":2}"#),
      (#""stream_options":{"include_usage":true},"#, .unasked, nil), ("", .unasked, nil),
    ] as [(String, BackendSettings.StreamUsage, String?)])
  func streamUsage(options: String, usage: BackendSettings.StreamUsage, expected: String?) throws {
    let tail = #""max_tokens":3,\#(Self.message)}"#
    for head in [#"{"model":"m","stream":true,\#(options)"#, #"{\#(options)"stream":true,"model":"m","#] {
      let result = try rewrite(head + tail, rules(usage: usage))
      let object = try #require(try parsed([UInt8](result)) as? [String: NSObject])
      #expect(try object["stream_options"] == expected.map { try parsed([UInt8]($0)) })
      #expect(object["stream"] == true as NSObject)
      #expect(result.hasSuffix(tail) || usage == .unasked)
    }
  }

  @Test func aPlainCallIsNotAskedForStreamUsage() throws {
    let result = try rewrite(
      #"{"model":"m","max_tokens":3,"stream":false,"stream_options":{"include_usage":true},\#(Self.message)}"#, rules())
    #expect(result == #"{"model":"up/stream","max_tokens":3,"stream":false,\#(Self.message)}"#)
  }

  @Test func membersThatATenantMayNotSetAreTakenOut() throws {
    let expected = #"{"model":"up/stream","max_tokens":3,\#(Self.message)}"#
    for name in RequestRewrite.removed.map({ "\($0)" }) {
      let escaped = #"\u00"# + String(name.utf8.first!, radix: 16) + name.dropFirst()
      for key in [name, escaped] {
        for body in [
          #"{"model":"m","max_tokens":3,"\#(key)":{"a":[1]},\#(Self.message)}"#,
          #"{"model":"m","max_tokens":3,\#(Self.message),"\#(key)":"x"}"#,
          #"{"\#(key)":null,"model":"m","max_tokens":3,\#(Self.message)}"#,
        ] {
          #expect(try rewrite(body, rules()) == expected)
        }
      }
    }
    let all = RequestRewrite.removed.map { #""\#($0)":1"# }.joined(separator: ",")
    #expect(try rewrite(#"{\#(all),"model":"m",\#(Self.message)}"#, rules()).contains("id_slot") == false)
    // Only at the top: inside a message the same name means something else.
    let nested = #"{"model":"m","max_tokens":3,"metadata":{"priority":"x"},\#(Self.message)}"#
    #expect(try rewrite(nested, rules(upstream: "m")) == nested)
  }

  @Test func embeddingsAreAskedAsFloatsWhereTheBackendKnowsNothingElse() throws {
    let body = #"{"model":"m","input":[1, 2],"encoding_format":"base64","priority":1}"#
    #expect(
      try rewrite(body, rules(floatOnly: true), .embeddings)
        == #"{"model":"up/stream","input":[1, 2],"encoding_format":"float"}"#)
    #expect(
      try rewrite(body, rules(), .embeddings)
        == #"{"model":"up/stream","input":[1, 2],"encoding_format":"base64"}"#)
    let plain = #"{"model":"m","input":"x"}"#
    #expect(try rewrite(plain, rules(upstream: "m", floatOnly: true), .embeddings) == plain)
  }
}
