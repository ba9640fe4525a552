// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing
import Wire

@Suite struct ChatAnswerTests {
  private let usage = TokenCounts(input: 7, output: 3)

  private func writer(includesUsage: Bool = false) -> ChatAnswerWriter {
    ChatAnswerWriter(
      id: "chatcmpl-1", created: Instant(seconds: 1_795_000_000), model: "toolgate/extractive-1",
      includesUsage: includesUsage)
  }

  @Test func aWholeAnswerIsOneThatOurOwnReaderTakes() throws {
    let bytes = writer().answer("Größe \"x\"\n", finishReason: .stop, usage: usage)
    #expect(
      bytes.text
        == #"{"id":"chatcmpl-1","object":"chat.completion","created":1795000000,"model":"toolgate/extractive-1","#
        + #""choices":[{"index":0,"message":{"role":"assistant","content":"Größe \"x\"\n","refusal":null},"#
        + #""logprobs":null,"finish_reason":"stop"}],"#
        + #""usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"#)
    let document = try Document(bytes.text)
    let answer = PlainAnswer.read(document.tape, bytes.span, operation: .chat)
    #expect(answer.hasExpectedShape && answer.isFinished && answer.usage?.tokens == usage)
  }

  @Test(arguments: [true, false])
  func aStreamIsOneThatOurOwnRelayTakes(includesUsage: Bool) throws {
    let writer = writer(includesUsage: includesUsage)
    let whole =
      writer.opening() + writer.content("Ein Satz. ") + writer.content("Noch einer.")
      + writer.ending(.length, usage: usage)
    var relay = ChatStreamRelay(keepsUsage: includesUsage, choices: 1, maximumEvent: 1 << 16)
    try relay.feed(whole.span)
    try relay.end()
    #expect(relay.takeForward() + relay.takeEnding() == whole)
    #expect(relay.usage?.tokens == (includesUsage ? usage : nil))
    #expect(relay.contentBytes == 21)
    #expect(whole.text.contains(#""usage":null"#) == includesUsage)
    for event in whole.text.split(separator: "\n\n").dropLast() {
      let object = try #require(try parsed(Array(event.utf8.dropFirst(6))) as? [String: NSObject])
      #expect(object["id"] == "chatcmpl-1" as NSObject && object["created"] == 1_795_000_000 as NSObject)
      #expect(object["object"] == "chat.completion.chunk" as NSObject && object["choices"] != nil)
    }
  }

  @Test(
    "the text to work on is the last user message's",
    arguments: [
      (#"[{"role":"user","content":"a\u00e9"}]"#, "aé"),
      (#"[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"#, "c"),
      (#"[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"developer","content":"d"}]"#, "a"),
      (
        #"[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:x"}},"#
          + #"{"type":"text","text":"b"}]}]"#, "a\nb"
      ),
      (#"[{"role":"system","content":"s"}]"#, ""),
    ])
  func text(messages: String, expected: String) throws {
    let document = try Document(#"{"model":"m","messages":\#(messages)}"#)
    #expect(ChatText.read(document.tape, document.bytes.span) == expected)
  }
}
