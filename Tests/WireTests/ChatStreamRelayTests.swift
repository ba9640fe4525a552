// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Wire

@Suite struct ChatStreamRelayTests {
  private struct Result: Hashable {
    var forward = ""
    var ending = ""
    var usage: UsageReport?
    var isUsageFinal = false
    var model: String?
    var hasFinished = false
    var isDone = false
    var contentBytes: Int64 = 0
    var events: Int64 = 0
    var fault: StreamFault?
  }

  private func relay(
    _ pieces: [ArraySlice<UInt8>], keepsUsage: Bool, choices: Int = 1, limit: Int = 1 << 20
  ) -> Result {
    var relay = ChatStreamRelay(keepsUsage: keepsUsage, choices: choices, maximumEvent: limit)
    var result = Result()
    var forward: [UInt8] = []
    do throws(StreamFault) {
      for piece in pieces {
        try relay.feed(Array(piece).span)
        forward += relay.takeForward()
      }
      try relay.end()
    } catch {
      result.fault = error
    }
    forward += relay.takeForward()
    result.forward = forward.text
    result.usage = relay.usage
    result.isUsageFinal = relay.isUsageFinal
    result.model = relay.returnedModel
    result.hasFinished = relay.hasFinished
    result.isDone = relay.isDone
    result.contentBytes = relay.contentBytes
    result.events = relay.events
    if result.fault == nil {
      result.ending = relay.takeEnding().text
      #expect(relay.takeEnding().isEmpty)
    }
    return result
  }

  private func relay(_ text: String, keepsUsage: Bool = false, choices: Int = 1, limit: Int = 1 << 20) -> Result {
    relay([Array(text.utf8)[...]], keepsUsage: keepsUsage, choices: choices, limit: limit)
  }

  private static func chunk(_ delta: String, finish: String = "null", _ rest: String = "") -> String {
    #"data: {"choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]\#(rest)}"# + "\n\n"
  }

  @Test("golden streams come out as they should", arguments: GoldenStream.all)
  func golden(stream: GoldenStream) {
    for keepsUsage in [true, false] {
      let result = relay([stream.bytes[...]], keepsUsage: keepsUsage, choices: stream.choices)
      #expect(result.forward + result.ending == (keepsUsage ? stream.withUsage : stream.withoutUsage))
      #expect(result.fault == nil && result.hasFinished)
      #expect(result.usage?.tokens == stream.tokens)
      #expect(result.isUsageFinal == stream.isUsageFinal)
      #expect(result.usage?.contradicts != true)
      #expect(result.model == stream.model)
      #expect(result.events == stream.events)
      if keepsUsage { #expect(result.ending == stream.ending) }
    }
  }

  @Test("golden streams come out alike wherever they are split", arguments: GoldenStream.all)
  func split(stream: GoldenStream) {
    for keepsUsage in [true, false] {
      let whole = relay([stream.bytes[...]], keepsUsage: keepsUsage, choices: stream.choices)
      for cut in 0...stream.bytes.count {
        let pieces = [stream.bytes[..<cut], stream.bytes[cut...]]
        guard relay(pieces, keepsUsage: keepsUsage, choices: stream.choices) == whole else {
          Issue.record("\(stream.name) differs when it is cut at byte \(cut)")
          return
        }
      }
      let single = stream.bytes.indices.map { stream.bytes[$0...$0] }
      #expect(relay(single, keepsUsage: keepsUsage, choices: stream.choices) == whole)
    }
  }

  @Test("a stream cut at any byte either ends as broken or is complete", arguments: GoldenStream.all)
  func truncated(stream: GoldenStream) {
    for length in 0..<stream.bytes.count {
      let result = relay([stream.bytes[..<length]], keepsUsage: true, choices: stream.choices)
      switch result.fault {
      case nil: #expect(result.hasFinished && result.ending.hasSuffix(GoldenStream.done))
      case .endedEarly: #expect(!result.hasFinished)
      // The cut went through the last event.
      case .notJSON: break
      default: Issue.record("\(length): \(String(describing: result.fault))")
      }
      #expect(!result.forward.contains("[DONE]"))
      if stream.choices == 1 {
        #expect(!result.forward.contains(#""finish_reason":"stop""#))
        #expect(!result.forward.contains(#""finish_reason":"length""#))
      }
    }
  }

  @Test func nothingBehindTheFinishIsForwardedBeforeItIsReleased() throws {
    var relay = ChatStreamRelay(keepsUsage: true, choices: 1, maximumEvent: 1000)
    let finish = Self.chunk("{}", finish: #""stop""#)
    try relay.feed(Array(Self.chunk(#"{"content":"a"}"#).utf8).span)
    #expect(relay.takeForward().text == Self.chunk(#"{"content":"a"}"#))
    try relay.feed(Array(finish.utf8).span)
    #expect(relay.hasFinished && relay.takeForward().isEmpty)
    try relay.feed(Array("data: [DONE]\n\n".utf8).span)
    #expect(relay.isDone && relay.takeForward().isEmpty)
    try relay.feed(Array("data: more\n\ndata: [DONE]\n\n".utf8).span)
    try relay.end()
    #expect(relay.takeForward().isEmpty)
    #expect(relay.takeEnding().text == finish + GoldenStream.done)
  }

  @Test func contentIsCountedInBytesOfText() {
    let text =
      Self.chunk(#"{"role":"assistant","content":"h\u00e9"}"#) + Self.chunk(#"{"reasoning":"abc"}"#)
      + Self.chunk(#"{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}}]}"#)
      + Self.chunk("{}", finish: #""stop""#)
    #expect(relay(text).contentBytes == 3 + 3 + 3)
  }

  @Test(
    "a stream without a finish is broken however it ends",
    arguments: ["", "data: [DONE]\n\n", ": ping\n\n", chunk(#"{"content":"a"}"#) + "data: [DONE]\n\n", "\u{FEFF}"])
  func endsEarly(text: String) {
    #expect(relay(text).fault == .endedEarly)
  }

  @Test(
    "errors in mid-stream are faults",
    arguments: [
      #"data: {"error":{"message":"geheim","code":500}}"#, #"data: {"error":"geheim"}"#, #"data: {"error":1}"#,
      #"data: {"object":"error","message":"geheim"}"#, "event: error\ndata: {\"message\":\"geheim\"}", "event: error",
      #"data: {"choices":[],"error":true}"#,
    ])
  func upstreamErrors(frame: String) {
    let text = Self.chunk(#"{"content":"a"}"#) + frame + "\n\n" + Self.chunk("{}", finish: #""stop""#)
    let result = relay(text)
    #expect(result.fault == .upstreamError)
    #expect(result.forward == Self.chunk(#"{"content":"a"}"#))
    #expect(!"\(StreamFault.upstreamError.gatewayError)".contains("geheim"))
  }

  @Test("an error member that says nothing is none", arguments: ["null", "false", "0", "{}", "[]", "\"\""])
  func emptyErrors(value: String) {
    let text = Self.chunk("{}", finish: #""stop""#, #","error":\#(value)"#)
    #expect(relay(text).fault == nil)
  }

  @Test(
    "an event that is not strict JSON is a fault",
    arguments: [
      "data: {\"a\":1,}", "data: x", "data: {\"a\":1,\"a\":2}", "data: {}{}", "data: \"\u{FFFD}", "data: [DONE]x",
    ])
  func notJSON(frame: String) {
    guard case .notJSON = relay(frame + "\n\n").fault else {
      Issue.record("was taken")
      return
    }
  }

  @Test func jsonThatIsNoObjectIsAFault() {
    for json in ["1", "\"x\"", "[]", "null"] { #expect(relay("data: \(json)\n\n").fault == .notAChunk) }
  }

  @Test func anEventAboveTheLimitIsAFault() {
    let text = Self.chunk(#"{"content":"\#(String(repeating: "a", count: 500))"}"#)
    #expect(relay(text, limit: 300).fault == .eventTooLarge(limit: 300))
  }

  @Test func afterAFaultNothingMoreIsTaken() throws {
    var relay = ChatStreamRelay(keepsUsage: true, choices: 1, maximumEvent: 1000)
    #expect(throws: StreamFault.self) { try relay.feed(Array("data: x\n\n".utf8).span) }
    try relay.feed(Array(Self.chunk(#"{"content":"a"}"#).utf8).span)
    try relay.end()
    #expect(relay.takeForward().isEmpty && relay.events == 0)
  }

  @Test func usageIsTakenOutWhereverItStands() {
    let choices = #""choices":[{"index":0,"delta":{},"finish_reason":"stop"}]"#
    for body in [
      #"{"usage":null,\#(choices)}"#, #"{\#(choices),"usage":{"prompt_tokens":1,"completion_tokens":1}}"#,
      #"{"us\u0061ge":null , \#(choices)}"#.replacing(" , ", with: ","),
    ] {
      #expect(relay("data: \(body)\n\n").ending == "data: {\(choices)}\n\n" + GoldenStream.done)
      #expect(relay("data: \(body)\n\n", keepsUsage: true).ending == "data: \(body)\n\n" + GoldenStream.done)
    }
  }

  @Test func aChunkWithoutChoicesAndWithNullUsageIsNotTheUsageChunk() {
    let first = #"data: {"choices":[],"prompt_filter_results":[]"#
    let rest = Self.chunk(#"{"content":"a"}"#)
    let text = first + #","usage":null}"# + "\n\n" + rest + Self.chunk("{}", finish: #""stop""#)
    #expect(relay(text, keepsUsage: true).forward == first + #","usage":null}"# + "\n\n" + rest)
    #expect(relay(text).forward == first + "}\n\n" + rest)
  }

  @Test func runningZerosDoNotReplaceFiguresAndALoneZeroCounts() {
    func usage(_ input: Int, _ output: Int) -> String {
      #","usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output)}"#
    }
    let mixed =
      Self.chunk("{}", usage(5, 1)) + Self.chunk("{}", usage(0, 0)) + Self.chunk("{}", finish: #""stop""#)
    #expect(relay(mixed).usage?.tokens == TokenCounts(input: 5, output: 1))
    #expect(!relay(mixed).isUsageFinal)
    let zeros = Self.chunk("{}", usage(0, 0)) + Self.chunk("{}", finish: #""stop""#, usage(0, 0))
    #expect(relay(zeros).usage?.tokens == TokenCounts())
    #expect(relay(zeros).isUsageFinal)
    #expect(
      relay(Self.chunk("{}", finish: #""stop""#, #","usage":{"prompt_tokens":-1,"completion_tokens":2}"#)).usage == nil)
  }

  @Test func whatIsHeldIsBounded() {
    let finish = Self.chunk("{}", finish: #""stop""#)
    let extra = Self.chunk(#"{"content":"\#(String(repeating: "a", count: 1000))"}"#)
    let text = finish + String(repeating: extra, count: 200) + "data: [DONE]\n\n"
    let result = relay(text, keepsUsage: true)
    #expect(result.forward + result.ending == text)
    #expect(result.ending.utf8.count <= 64 << 10 + GoldenStream.done.utf8.count)
    #expect(result.ending.hasSuffix(extra + GoldenStream.done))
    // One event alone may be larger than that; it is still held.
    let huge = Self.chunk(#"{"content":"\#(String(repeating: "a", count: 100_000))"}"#, finish: #""stop""#)
    #expect(relay(huge).forward.isEmpty)
    #expect(relay(huge).ending == huge + GoldenStream.done)
  }

  @Test func mutatedStreamsNeverTrapAndNeverDependOnTheirSplit() {
    var random = Seeded(99)
    for round in 0..<6_000 {
      let stream = GoldenStream.all[round % GoldenStream.all.count]
      let bytes = stream.bytes.mutated(by: &random)
      let cut = Int.random(in: 0...bytes.count, using: &random)
      let whole = relay([bytes[...]], keepsUsage: round % 2 == 0)
      guard relay([bytes[..<cut], bytes[cut...]], keepsUsage: round % 2 == 0) == whole else {
        Issue.record("depends on its split at \(cut): \(bytes.text)")
        return
      }
      #expect(!whole.forward.contains("data: [DONE]"))
    }
  }
}
