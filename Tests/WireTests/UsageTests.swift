// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Wire

@Suite struct UsageTests {
  private func usage(_ text: String, _ operation: Domain.Operation = .chat) throws -> UsageReport? {
    var tape = JSONTape()
    let bytes = Array(text.utf8)
    try tape.scan(bytes.span)
    return UsageReport.read(tape.root, tape, bytes.span, operation: operation)
  }

  private func counts(_ pairs: [TokenCounts.Bucket: Int64]) -> TokenCounts {
    var counts = TokenCounts()
    for (bucket, count) in pairs { counts[bucket] = count }
    return counts
  }

  @Test func figuresOfOpenAIBecomeDisjoint() throws {
    let text =
      #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":40,"#
      + #""cache_write_tokens":5,"audio_tokens":10,"image_tokens":20,"text_tokens":30},"completion_tokens_details":"#
      + #"{"reasoning_tokens":30,"audio_tokens":5,"accepted_prediction_tokens":0,"rejected_prediction_tokens":3}}"#
    let report = try #require(try usage(text))
    #expect(
      report.tokens
        == counts([
          .inputUncached: 25, .inputCacheRead: 40, .inputCacheWrite: 5, .inputAudio: 10, .inputImage: 20,
          .outputText: 15, .outputReasoning: 30, .outputAudio: 5,
        ]))
    #expect(!report.contradicts)
    #expect(report.raw?.text == text)
  }

  @Test(
    "figures of each family",
    arguments: [
      // llama.cpp
      (
        #"{"completion_tokens":8,"prompt_tokens":12,"total_tokens":20,"prompt_tokens_details":{"cached_tokens":11}}"#,
        [.inputUncached: 1, .inputCacheRead: 11, .outputText: 8], false
      ),
      // vLLM without prompt token details
      (
        #"{"prompt_tokens":9,"total_tokens":12,"completion_tokens":3,"prompt_tokens_details":null}"#,
        [.inputUncached: 9, .outputText: 3], false
      ),
      // Lift Wing, Ollama
      (#"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}"#, [.inputUncached: 9, .outputText: 3], false),
      // A reported zero is a zero.
      (#"{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}"#, [:], false),
      (#"{"prompt_tokens":9,"completion_tokens":3}"#, [.inputUncached: 9, .outputText: 3], false),
      // A total that is not the sum
      (#"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":13}"#, [.inputUncached: 9, .outputText: 3], true),
      (#"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":-1}"#, [.inputUncached: 9, .outputText: 3], true),
      // Parts larger than their whole
      (
        #"{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":10}}"#,
        [.inputUncached: 0, .inputCacheRead: 10, .outputText: 3], true
      ),
      (
        #"{"prompt_tokens":9,"completion_tokens":3,"completion_tokens_details":{"reasoning_tokens":4}}"#,
        [.inputUncached: 9, .outputReasoning: 4], true
      ),
      // Parts that are no counts
      (
        #"{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":-2}}"#,
        [.inputUncached: 9, .outputText: 3], true
      ),
      (
        #"{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":1.5}}"#,
        [.inputUncached: 9, .outputText: 3], true
      ),
      (
        #"{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":null}}"#,
        [.inputUncached: 9, .outputText: 3], false
      ),
    ] as [(String, [TokenCounts.Bucket: Int64], Bool)])
  func families(text: String, expected: [TokenCounts.Bucket: Int64], contradicts: Bool) throws {
    let report = try #require(try usage(text))
    #expect(report.tokens == counts(expected))
    #expect(report.contradicts == contradicts)
  }

  @Test(
    "figures that cannot be used are no report",
    arguments: [
      "null", "{}", "[]", "7", #"{"prompt_tokens":5}"#, #"{"completion_tokens":5}"#,
      #"{"prompt_tokens":-5,"completion_tokens":5}"#, #"{"prompt_tokens":5,"completion_tokens":-5}"#,
      #"{"prompt_tokens":5.5,"completion_tokens":5}"#, #"{"prompt_tokens":"5","completion_tokens":5}"#,
      #"{"prompt_tokens":9223372036854775807,"completion_tokens":5}"#,
      #"{"prompt_tokens":99999999999999999999,"completion_tokens":5}"#,
      #"{"prompt_tokens":null,"completion_tokens":5}"#,
    ])
  func unusable(text: String) throws {
    #expect(try usage(text) == nil)
  }

  @Test func embeddingsHaveNoOutput() throws {
    let report = try #require(try usage(#"{"prompt_tokens":7,"total_tokens":7}"#, .embeddings))
    #expect(report.tokens == counts([.inputUncached: 7]))
    #expect(!report.contradicts)
  }

  @Test func rawUsageIsBoundedAndCannotCarryText() throws {
    let head = #"{"prompt_tokens":7,"completion_tokens":1,"#
    let long = head + (0..<400).map { #""a\#($0)":1234567"# }.joined(separator: ",") + "}"
    #expect(long.utf8.count > 4096)
    #expect(try #require(try usage(long)).raw == nil)
    let text = head + #""note":"\#(String(repeating: "x", count: 65))"}"#
    #expect(try #require(try usage(text)).raw == nil)
    #expect(try #require(try usage(head + #""note":"short"}"#)).raw != nil)
  }
}

@Suite struct PlainAnswerTests {
  private func answer(_ text: String, _ operation: Domain.Operation = .chat) throws -> PlainAnswer {
    var tape = JSONTape()
    let bytes = Array(text.utf8)
    try tape.scan(bytes.span)
    return PlainAnswer.read(tape, bytes.span, operation: operation)
  }

  @Test func aChatAnswerIsUnderstood() throws {
    let found = try answer(
      #"{"id":"c","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,"message":{"role":"#
        + #""assistant","content":"h\u00e9","reasoning_content":"abc","reasoning":"abc","tool_calls":[{"id":"x","#
        + #""function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"#
        + #""completion_tokens":4,"total_tokens":7},"error":null}"#)
    #expect(found.hasExpectedShape && found.isFinished && !found.looksLikeError)
    #expect(found.model == "m-1")
    #expect(found.usage?.tokens == TokenCounts(input: 3, output: 4))
    #expect(found.contentBytes == 3 + 3 + 1 + 2)
  }

  @Test(
    "a 200 that is no answer is seen",
    arguments: [
      ("{}", false), ("[]", false), ("\"x\"", false), (#"{"choices":[]}"#, false), (#"{"choices":[1]}"#, false),
      (#"{"choices":[{}]}"#, false), (#"{"choices":[{"message":null}]}"#, false), (#"{"error":"text"}"#, true),
      (#"{"error":{"message":"x"}}"#, true), (#"{"object":"error","message":"x"}"#, true),
      (#"{"error":{}}"#, false), (#"{"error":0}"#, false), (#"{"error":""}"#, false), (#"{"error":false}"#, false),
      (#"{"error":1}"#, true),
    ])
  func notAnAnswer(text: String, isError: Bool) throws {
    let found = try answer(text)
    #expect(!found.hasExpectedShape && !found.isFinished)
    #expect(found.looksLikeError == isError)
    #expect(found.usage == nil && found.model == nil)
  }

  @Test func anAnswerWithoutFinishReasonIsNotFinished() throws {
    let found = try answer(#"{"choices":[{"message":{},"finish_reason":"stop"},{"message":{},"finish_reason":null}]}"#)
    #expect(found.hasExpectedShape && !found.isFinished)
  }

  @Test func vectorsAreTheShapeOfEmbeddings() throws {
    #expect(
      try answer(#"{"data":[{"embedding":[0.5]},{"embedding":"AAAA"}],"model":"e"}"#, .embeddings).hasExpectedShape)
    for text in [#"{"data":[]}"#, #"{"data":[{}]}"#, #"{"data":[1]}"#, #"{"choices":[{"message":{}}]}"#] {
      #expect(try !answer(text, .embeddings).hasExpectedShape)
    }
  }
}
