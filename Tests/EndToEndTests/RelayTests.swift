// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Foundation
import Ledger
import Serving
import Testing
import ToolgateTesting

/// Plain and streamed calls over real sockets, against a backend that behaves well or badly.
@Suite struct RelayTests {
  @Test func aPlainAnswerComesBackByteForByteAndIsMetered() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"])
    let response = try gateway.call("m")
    #expect(response.status == 200)
    for name in [
      "x-request-id", "x-toolgate-model", "x-toolgate-license", "x-toolgate-openness", "x-toolgate-provenance",
      "x-toolgate-cost",
    ] {
      #expect(response.headers[name]?.isEmpty == false, "\(name)")
    }
    #expect(response.headers["x-toolgate-license"] == "Apache-2.0")
    let answer = try JSONDecoder().decode(Usage.Envelope.self, from: Data(response.body))
    let settled = try #require(try gateway.settlement(of: response))
    #expect(settled.outcome == "complete" && settled.source == "reported")
    #expect(settled.input == answer.usage.promptTokens && settled.output == answer.usage.completionTokens)
    let id = try #require(response.headers["x-request-id"])
    let connection = try gateway.connection()
    connection.send(gateway.request("GET", "/v1/provenance/\(id)"))
    let record = try connection.response()
    #expect(record.status == 200 && record.text.contains(#""outcome":"complete""#))
    #expect(try await gateway.finish().isSound)
  }

  @Test func aStreamEndsWithDoneAndItsUsageOnlyWhereItIsAskedFor() async throws {
    let gateway = try await TestGateway.start(models: ["m": "events-20"])
    let asked = try gateway.call("m", stream: true)
    #expect(asked.isComplete && asked.text.hasSuffix("data: [DONE]\n\n"))
    #expect(asked.text.contains(#""usage":{"#))
    #expect(asked.headers["x-accel-buffering"] == "no" && asked.headers["x-request-id"]?.isEmpty == false)
    let connection = try gateway.connection()
    connection.send(
      gateway.request(
        "POST", "/v1/chat/completions",
        body: #"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#))
    let unasked = try connection.response()
    #expect(unasked.isComplete && unasked.text.hasSuffix("data: [DONE]\n\n"))
    #expect(!unasked.text.contains("usage"))
    let settled = try #require(try gateway.settlement(of: unasked))
    #expect(settled.outcome == "complete" && settled.source == "reported" && settled.output > 0)
    #expect(try await gateway.finish().isSound)
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    let script: String
    /// What a plain call gets: status and code.
    var plain: (Int, String)?
    /// Nil: the stream ends well.
    var stream: String?
    var testDescription: String { script }
  }

  /// Backends that misbehave, and what a client must see. A stream that broke after its first event ends with an error
  /// frame and without the last chunk.
  static let brokenStreams = [
    "cut-3", "reset-3", "error-frame-3", "no-finish", "bad-event-3", "events-3+long-line-16",
  ]

  @Test(arguments: brokenStreams)
  func aStreamThatBreaksEndsWithAnErrorFrameAndAnAbortedBody(script: String) async throws {
    let gateway = try await TestGateway.start(models: ["m": script])
    let response = try gateway.call("m", stream: true)
    if response.status == 200 {
      #expect(!response.isComplete, "a clean end would look like success")
      #expect(response.text.contains(#"data: {"error":{"#) && !response.text.contains("[DONE]"))
    } else {
      #expect(response.status == 502, "nothing was sent yet, so there is a real status")
    }
    let settled = try #require(try gateway.settlement(of: response))
    #expect(settled.outcome == "cut_off")
    #expect(settled.output > 0 || settled.needsReview || settled.source == "estimated")
    #expect(try gateway.call("toolgate/extractive-1").status == 200)
    #expect(try await gateway.finish().isSound)
  }

  static let refusals: [(script: String, status: Int, code: String)] = [
    ("status-429+retry-after-7", 503, "backend_unavailable"), ("status-500", 502, "upstream_error"),
    ("status-503", 503, "backend_unavailable"), ("status-401", 502, "upstream_rejected"),
    ("status-403", 502, "upstream_rejected"), ("context-length", 400, "context_length_exceeded"),
    ("error-html", 502, "upstream_error"), ("ok-garbage", 502, "upstream_error"), ("ok-error", 502, "upstream_error"),
    ("ok-empty", 502, "upstream_error"), ("redirect", 502, "upstream_error"), ("megabytes-20", 502, "upstream_error"),
    ("cut", 502, "upstream_error"),
  ]

  @Test func refusalsOfABackendBecomeOurs() async throws {
    let models = Dictionary(uniqueKeysWithValues: Self.refusals.enumerated().map { ("m\($0)", $1.script) })
    let gateway = try await TestGateway.start(models: models)
    for (index, expected) in Self.refusals.enumerated() {
      let response = try gateway.call("m\(index)")
      #expect(response.status == expected.status, "\(expected.script): \(response.text.prefix(300))")
      #expect(
        response.text.contains(#""code":"\#(expected.code)""#), "\(expected.script): \(response.text.prefix(300))")
      #expect(response.headers["x-toolgate-model"] != nil, "\(expected.script)")
      let settled = try #require(try gateway.settlement(of: response), "\(expected.script)")
      #expect(settled.status == expected.status)
      if settled.outcome == "failed" { #expect(settled.input == 0 && settled.output == 0) }
    }
    let limited = try gateway.call("m0")
    #expect(limited.headers["retry-after"] == "7")
    #expect(try await gateway.finish().isSound)
  }

  /// What a backend claims to have used, and what is written down for a stream and a plain call.
  @Test func usageIsWrittenAsReportedOrEstimatedButNeverInvented() async throws {
    let scripts = [
      "usage-missing", "usage-null", "usage-zero", "usage-negative", "usage-huge", "usage-overflow", "usage-text",
      "usage-contradicts", "usage-every-chunk", "usage-zero-on-chunks", "usage-on-finish", "no-done",
    ]
    let gateway = try await TestGateway.start(
      models: Dictionary(uniqueKeysWithValues: scripts.map { ($0, $0) }))
    for script in scripts {
      for stream in [false, true] {
        let response = try gateway.call(script, stream: stream)
        #expect(response.status == 200 && response.isComplete, "\(script)")
        if stream { #expect(response.text.hasSuffix("data: [DONE]\n\n"), "\(script)") }
        let settled = try #require(try gateway.settlement(of: response), "\(script)")
        #expect(settled.outcome == "complete", "\(script)")
        switch script {
        case "usage-missing", "usage-null", "usage-text", "usage-negative", "usage-overflow":
          #expect(settled.source == "estimated" && settled.needsReview && settled.output > 0, "\(script)")
        case "usage-zero":
          #expect(settled.source == "reported" && settled.input == 0 && settled.output == 0, "\(script)")
        case "usage-contradicts", "usage-huge":
          #expect(settled.needsReview, "\(script)")
        default:
          #expect(settled.source == "reported" && settled.output > 0, "\(script)")
        }
      }
    }
    #expect(try await gateway.finish().isSound)
  }

  @Test func aRequestOnAConnectionThatDiesIsNotSentTwice() async throws {
    let gateway = try await TestGateway.start(models: ["m": "close-reused"])
    #expect(try gateway.call("m").status == 200)
    let second = try gateway.call("m")
    #expect(second.status == 502)
    #expect(gateway.upstream.requests("close-reused") == 2, "the backend saw each call once")
    #expect(try await gateway.finish().isSound)
  }

  @Test func embeddingsComeAsBase64AlsoFromABackendThatOnlyKnowsFloats() async throws {
    let gateway = try await TestGateway.start(models: ["f": "floats-only+dimensions-4", "b": "dimensions-4"])
    func embed(_ model: String) throws -> RawConnection.Response {
      let connection = try gateway.connection()
      connection.send(
        gateway.request(
          "POST", "/v1/embeddings", body: #"{"model":"\#(model)","input":"hi","encoding_format":"base64"}"#))
      return try connection.response()
    }
    for model in ["f", "b"] {
      let response = try embed(model)
      #expect(response.status == 200, "\(response.text)")
      let text = try #require(response.text.firstMatch(of: /"embedding":\s*"([^"]+)"/)?.output.1, "\(response.text)")
      #expect(Data(base64Encoded: String(text))?.count == 16)
    }
    #expect(try await gateway.finish().isSound)
  }

  @Test func aClientThatLeavesIsChargedForWhatItUsed() async throws {
    let gateway = try await TestGateway.start(
      models: ["m": "events-10+gate-3"], limits: "  answer: {drain: 60s}\n  default: {concurrency: 8}")
    do {
      let connection = try gateway.connection()
      connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m", stream: true)))
      _ = try connection.head()
      #expect(connection.someBytes() > 0)
    }
    // The client is gone; once the backend goes on, the stream is followed to its figures.
    try await gateway.wait(for: "the end of the connection that its client left") { $0.connections == 0 }
    try #require(await gateway.upstream.wait { $0.gated == 1 })
    gateway.upstream.release()
    try await gateway.wait(for: "the end of the call") { $0.calls == 0 }
    let settled = try SettledCall.all(gateway.home)
    #expect(settled.map(\.outcome) == ["partial"])
    #expect(settled.first?.source == "reported")
    #expect(try await gateway.finish().isSound)
  }

  @Test func aClientThatDoesNotReadHoldsItsBackendBack() async throws {
    let gateway = try await TestGateway.start(
      models: ["m": "events-60000+event-bytes-1000"], limits: "  answer: {window: 64KiB}\n  default: {concurrency: 8}")
    let connection = try gateway.connection()
    connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m", stream: true)))
    // 60 MB are on offer and nobody reads. Sockets take some of it; the rest stays where it is while other calls go on.
    for _ in 0..<100 { #expect(try gateway.call("toolgate/extractive-1").status == 200) }
    #expect(gateway.upstream.seen.answered == 0, "the backend could not get rid of its answer")
    let response = try connection.response()
    #expect(response.isComplete && response.body.count > 60_000_000 && response.text.hasSuffix("data: [DONE]\n\n"))
    #expect(gateway.upstream.seen.answered == 1)
    #expect(try await gateway.finish().isSound)
  }
}

private enum Usage {
  struct Envelope: Decodable { let usage: Figures }
  struct Figures: Decodable {
    let promptTokens: Int64
    let completionTokens: Int64

    private enum CodingKeys: String, CodingKey {
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
    }
  }
}
