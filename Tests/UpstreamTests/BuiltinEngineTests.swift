// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Extractive
import Testing
import Upstream
import Wire

@Suite struct BuiltinEngineTests {
  private static let text = """
    The river rises in the northern mountains. It runs through three countries before it meets the sea. Farmers along \
    the river have used its water for rice since the ninth century. A dam was built on the river in 1962. The dam \
    gives power to two million people. Fish can no longer reach the upper river because of the dam. A ladder for fish \
    was opened in 2011. Tourists visit the mouth of the river in summer. Birds rest at the mouth of the river on their \
    way south. The three countries signed a treaty about the water of the river in 1998.
    """

  private func request(_ text: String, isStream: Bool = false, more: String = "") -> OutgoingCall {
    let escaped = text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
    let stream = isStream ? #","stream":true,"stream_options":{"include_usage":true}"# : ""
    let body = #"{"model":"m","messages":[{"role":"user","content":"\#(escaped)"}]\#(stream)\#(more)}"#
    return OutgoingCall(
      operation: .chat, model: "m", isStream: isStream, body: Array(body.utf8), requestID: requestID)
  }

  private func withBuiltin(
    _ engine: BuiltinEngine = BuiltinEngine(), _ test: (BuiltinEngine) async throws -> Void
  ) async throws {
    defer { end("the engine") { engine.stop() } }
    try await test(engine)
  }

  @Test func plainAnswerIsTheSummaryWithItsOwnCount() async throws {
    try await withBuiltin { engine in
      let inbox = Inbox()
      engine.start(request(Self.text), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      let summary = Summarizer().summarize(Self.text, maximumTokens: nil)
      #expect(answer.head == UpstreamHead(status: 200, contentType: .json))
      #expect(answer.text.contains(summary.pieces.joined()))
      #expect(
        answer.text.contains(#""prompt_tokens":\#(summary.inputTokens),"completion_tokens":\#(summary.outputTokens),"#))
      #expect(answer.text.contains(#""finish_reason":"stop""#))
      #expect(answer.isComplete && !answer.isOutOfOrder)
    }
  }

  @Test func streamComesSentenceBySentenceAndEndsWithUsage() async throws {
    try await withBuiltin { engine in
      let inbox = Inbox(crediting: engine)
      engine.start(request(Self.text, isStream: true), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      let summary = Summarizer().summarize(Self.text, maximumTokens: nil)
      #expect(summary.pieces.count > 1)
      #expect(answer.head?.contentType == .eventStream)
      let events = answer.text.split(separator: "\n\n")
      // The role, the sentences, the reason, the usage, the end.
      #expect(events.count == summary.pieces.count + 4)
      for (event, piece) in zip(events.dropFirst(), summary.pieces) { #expect(event.contains(piece)) }
      #expect(events.last == "data: [DONE]")
      #expect(events.dropLast().last?.contains(#""completion_tokens":\#(summary.outputTokens)"#) == true)
      #expect(answer.isComplete && !answer.isOutOfOrder)
    }
  }

  @Test func capOnOutputEndsWithLength() async throws {
    try await withBuiltin { engine in
      let inbox = Inbox()
      engine.start(request(Self.text, more: #","max_tokens":3"#), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.text.contains(#""finish_reason":"length""#))
      #expect(answer.text.contains(#""completion_tokens":3,"#))
    }
  }

  @Test func answerStandsStillWithoutCredit() async throws {
    try await withBuiltin(BuiltinEngine(window: 1)) { engine in
      let inbox = Inbox()
      engine.start(request(Self.text, isStream: true), ticket: 1, to: inbox.port)
      // One event past the window, and nothing more however long the other call takes.
      try await inbox.wait { !($0[1]?.body.isEmpty ?? true) }
      let other = Inbox(crediting: engine)
      engine.start(request(Self.text, isStream: true), ticket: 3, to: other.port)
      #expect(try await other.answer(3).isComplete)
      var answer = try await inbox.wait { _ in true }[1] ?? Answer()
      #expect(answer.text.split(separator: "\n\n").count == 1 && !answer.hasEnded)
      while !answer.hasEnded {
        let before = answer.body.count
        engine.credit(ticket: 1, port: inbox.port.id, bytes: before)
        answer = try await inbox.wait { $0[1]!.body.count > before || $0[1]!.hasEnded }[1] ?? Answer()
      }
      #expect(answer.isComplete && answer.text.hasSuffix("data: [DONE]\n\n"))
    }
  }

  @Test func waitingAnswerCanBeCancelled() async throws {
    try await withBuiltin(BuiltinEngine(window: 1)) { engine in
      let inbox = Inbox()
      engine.start(request(Self.text, isStream: true), ticket: 1, to: inbox.port)
      try await inbox.wait { !($0[1]?.body.isEmpty ?? true) }
      engine.cancel(ticket: 1, port: inbox.port.id)
      #expect(try await inbox.answer(1).failure?.kind == .cancelled)
    }
  }

  @Test func longWorkIsInterruptedByCancelAndByStop() async throws {
    let long = String(repeating: Self.text, count: 4000)
    let (engine, inbox) = (BuiltinEngine(threads: 1), Inbox())
    defer { end("the engine") { engine.stop() } }
    engine.start(request(long), ticket: 1, to: inbox.port)
    engine.cancel(ticket: 1, port: inbox.port.id)
    #expect(try await inbox.answer(1).failure?.kind == .cancelled)
    engine.start(request(long), ticket: 2, to: inbox.port)
    engine.start(request(long), ticket: 3, to: inbox.port)
    end("the engine") { engine.stop() }
    engine.start(request(long), ticket: 4, to: inbox.port)
    let answers = try await inbox.wait { $0.count == 4 && $0.values.allSatisfy(\.hasEnded) }
    #expect([2, 3, 4].allSatisfy { answers[$0]?.failure?.kind == .stopped })
  }

  @Test func whatHasNoRoomIsRefused() async throws {
    try await withBuiltin(BuiltinEngine(window: 1, maximumCalls: 1)) { engine in
      let inbox = Inbox()
      engine.start(request(Self.text, isStream: true), ticket: 1, to: inbox.port)
      engine.start(request(Self.text), ticket: 2, to: inbox.port)
      let failure = try #require(try await inbox.answer(2).failure)
      #expect(failure.kind == .unprepared && failure.gatewayError.code == .backendUnavailable)
      engine.cancel(ticket: 1, port: inbox.port.id)
      #expect(try await inbox.answer(1).failure?.kind == .cancelled)
      engine.start(request("One. Two."), ticket: 3, to: Inbox().port)
      engine.cancel(ticket: 3, port: 0)
    }
  }

  @Test(arguments: ["", "  \\n "])
  func textWithoutAnythingInItIsABadRequest(text: String) async throws {
    try await withBuiltin { engine in
      let inbox = Inbox()
      engine.start(request(text), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.head == UpstreamHead(status: 400, contentType: .json))
      #expect(answer.text.hasPrefix(#"{"error":{"message":""#) && answer.text.contains(#""param":"messages""#))
      #expect(answer.isComplete)
    }
  }
}
