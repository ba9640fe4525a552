// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import ToolgateTesting

@Suite struct FakeUpstreamTests {
  let upstream: FakeUpstream

  init() throws { upstream = try FakeUpstream() }

  static let chat = #"{"model":"m","messages":[{"role":"user","content":"PLANTED \"stream\":true"}]}"#
  static let stream = #"{"model":"m","stream": true,"stream_options":{"include_usage":true},"messages":[]}"#

  /// What one request gets until the connection ends, which the request asks for.
  func answer(
    _ script: String, _ body: String, route: String = "chat/completions"
  ) -> (text: String, end: RawClient.End) {
    let client = RawClient(port: upstream.port)
    client.post("/\(script)/v1/\(route)", body, extra: "Connection: close\r\n")
    let end = client.readToEnd()
    return (client.text, end)
  }

  @Test func answersPlainAndRepeatsNothingOfThePrompt() {
    defer { upstream.stop() }
    let (text, end) = answer("normal", Self.chat)
    #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(text.contains(#""usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}"#))
    #expect(!text.contains("PLANTED"))
    #expect(end == .closed)
    #expect(answer("echo", Self.chat).text.contains(#"PLANTED \"stream\":true"#))
  }

  @Test func sameRequestGetsTheSameBytes() {
    defer { upstream.stop() }
    #expect(answer("events-20", Self.stream).text == answer("events-20", Self.stream).text)
  }

  @Test func streamEndsWithFinishUsageDone() throws {
    defer { upstream.stop() }
    let text = answer("events-3", Self.stream).text
    let inOrder = [
      #""finish_reason":"stop""#, #""choices":[],"usage":{"prompt"#, "data: [DONE]\n\n", "\r\n0\r\n\r\n",
    ]
    let places = try inOrder.map { try #require(text.firstRange(of: $0)).lowerBound }
    #expect(places == places.sorted())
    #expect(text.hasSuffix("0\r\n\r\n"))
    #expect(text.split(separator: #"{"content":"#).count == 4)
  }

  @Test func leavesUsageOutUnlessAskedOrTold() {
    defer { upstream.stop() }
    let unasked = #"{"model":"m","stream":true,"messages":[]}"#
    #expect(!answer("normal", unasked).text.contains("usage"))
    #expect(answer("usage-unasked", unasked).text.contains(#""choices":[],"usage":{"#))
    #expect(answer("usage-on-finish", unasked).text.contains(#""finish_reason":"stop"}],"usage":{"prompt"#))
    #expect(!answer("usage-missing", Self.stream).text.contains("prompt_tokens"))
  }

  @Test(arguments: [
    ("usage-zero", #""prompt_tokens":0,"completion_tokens":0,"total_tokens":0"#),
    ("usage-negative", #""prompt_tokens":-5"#),
    ("usage-huge", #""total_tokens":9223372036854775807"#),
    ("usage-overflow", #""prompt_tokens":99999999999999999999"#),
    ("usage-contradicts", #""total_tokens":1016"#),
    ("usage-text", #""prompt_tokens":"11""#),
    ("usage-null", #""usage":null"#),
    ("usage-details", #""cached_tokens":4"#),
    ("prompt-tokens-3+completion-tokens-4", #""prompt_tokens":3,"completion_tokens":4,"total_tokens":7"#),
    ("wrong-model", #""model":"another-model""#),
    ("ok-garbage", "not JSON at all"),
    ("ok-error", #"{"error":{"message":"upstream refused""#),
    ("status-429+retry-after-7", "retry-after: 7\r\n"),
    ("context-length", #""code":"context_length_exceeded""#),
    ("cap-too-large", #""param":"max_tokens""#),
    ("error-html", "<!DOCTYPE html>"),
    ("error-liftwing+status-429", #"{"httpCode":429"#),
    ("error-string", #"{"error":"upstream refused"}"#),
    ("redirect", "location: /normal/v1"),
    ("continue-first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"),
    ("canary-XYZ", "XYZ word1"),
    ("status-500+canary-XYZ", "upstream refused: XYZ"),
    ("flaky-1", "503"),
  ])
  func saysWhatTheScriptAsks(script: String, expected: String) {
    defer { upstream.stop() }
    #expect(answer(script, Self.chat).text.contains(expected))
  }

  @Test func flakyBackendRecovers() {
    defer { upstream.stop() }
    let statuses = (0..<3).map { _ in answer("flaky-2", Self.chat).text.prefix(12) }
    #expect(statuses == ["HTTP/1.1 503", "HTTP/1.1 503", "HTTP/1.1 200"])
  }

  @Test func runningUsageGrowsWithEachChunk() {
    defer { upstream.stop() }
    let text = answer("usage-every-chunk+events-4", #"{"model":"m","stream":true}"#).text
    for count in 0...4 { #expect(text.contains(#""completion_tokens":\#(count),"#)) }
  }

  @Test func cutStreamHasNoLastChunk() {
    defer { upstream.stop() }
    let (text, end) = answer("cut-3", Self.stream)
    #expect(text.contains("word1") && !text.contains("word2"))
    #expect(!text.hasSuffix("0\r\n\r\n"))
    #expect(end == .closed)
  }

  @Test func cutPlainAnswerIsShorterThanPromised() throws {
    defer { upstream.stop() }
    let text = answer("cut", Self.chat).text
    let promised = try #require(text.firstMatch(of: /content-length: (\d+)/)?.1)
    let body = try #require(text.firstRange(of: "\r\n\r\n"))
    #expect(text[body.upperBound...].utf8.count < (Int(promised) ?? 0))
  }

  @Test func resetIsSeenAsReset() {
    defer { upstream.stop() }
    #expect(answer("reset-2", Self.stream).end == .reset)
  }

  @Test func errorFrameComesInMidStream() {
    defer { upstream.stop() }
    let text = answer("error-frame-2", Self.stream).text
    #expect(text.contains("word1") && !text.contains("word2"))
    #expect(text.contains(#"data: {"error":{"message""#))
  }

  @Test func endsAreLeftOutAsAsked() {
    defer { upstream.stop() }
    #expect(!answer("no-done", Self.stream).text.contains("[DONE]"))
    let text = answer("no-finish", Self.stream).text
    #expect(text.contains("[DONE]") && !text.contains(#""finish_reason":"stop""#))
  }

  @Test func oneByteAtATimeIsTheSameAnswer() {
    defer { upstream.stop() }
    #expect(answer("dribble", Self.stream).text == answer("normal", Self.stream).text)
  }

  @Test func pacedAnswerIsTheSameAnswer() {
    defer { upstream.stop() }
    #expect(answer("pace-500us+events-40", Self.stream).text == answer("events-40", Self.stream).text)
  }

  @Test func lineEndsAndCommentsAsAsked() {
    defer { upstream.stop() }
    let text = answer("crlf+pings", Self.stream).text
    #expect(text.contains(": ping\r\n\r\ndata: {"))
    #expect(text.contains("data: [DONE]\r\n\r\n"))
  }

  @Test func eventsHaveTheLengthThatIsAsked() {
    defer { upstream.stop() }
    let text = answer("events-4+event-bytes-180", #"{"model":"m","stream":true}"#).text
    #expect(text.split(separator: "\r\nb4\r\n").count == 5)
    #expect(answer("long-line-2", Self.stream).text.utf8.count > 2 << 20)
    #expect(answer("megabytes-3", Self.chat).text.utf8.count > 3 << 20)
  }

  @Test func embeddingsAreFloatsOrBase64() {
    defer { upstream.stop() }
    let base64 = #"{"model":"m","input":["a","b"],"encoding_format":"base64"}"#
    #expect(answer("dimensions-2", base64, route: "embeddings").text.contains(#""embedding":"AAAAvwAAyL4=""#))
    let floats = answer("dimensions-2+floats-only", base64, route: "embeddings").text
    #expect(floats.contains(#""embedding":[-0.5,-0.390625]"#))
    #expect(floats.contains(#""index":1"#))
  }

  @Test func refusesWhatIsNotJSON() {
    defer { upstream.stop() }
    #expect(answer("normal", #"{"model":"m","#).text.hasPrefix("HTTP/1.1 400"))
    #expect(answer("nonsense", Self.chat).text.contains("no behaviour of the fake upstream begins at"))
  }
}
