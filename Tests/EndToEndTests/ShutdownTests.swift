// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Ledger
import Serving
import Testing
import ToolgateTesting

/// Calls that have not ended when the time to shut down is over: cut off, told so, and settled by this process.
@Suite struct ShutdownTests {
  private static let limits = "  shutdown_time: 1s\n  answer: {drain: 60s}\n  default: {concurrency: 8}"

  @Test func aStreamIsBrokenOffWithAnErrorFrameAndSettled() async throws {
    let gateway = try await TestGateway.start(models: ["m": "events-10+gate-3"], limits: Self.limits)
    let connection = try gateway.connection()
    connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m", stream: true)))
    let head = try connection.head()
    try await gateway.stop()
    let response = connection.response(after: head)
    #expect(response.status == 200 && !response.isComplete, "a clean end would look like success")
    #expect(response.text.contains(#"data: {"error":{"#) && response.text.contains(#""code":"draining""#))
    #expect(!response.text.contains("[DONE]"))
    let settled = try #require(try gateway.settlement(of: response))
    #expect(settled.outcome == "cut_off" && settled.status == 503 && settled.errorCode == "draining")
    #expect(settled.source == "estimated" && settled.output > 0 && settled.needsReview)
    let verification = try await gateway.finish()
    #expect(verification.isSound && verification.settlements == 1 && verification.open == 0)
  }

  @Test func aPlainCallIsRefusedAndSettled() async throws {
    let gateway = try await TestGateway.start(models: ["m": "gate-0"], limits: Self.limits)
    let connection = try gateway.connection()
    connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
    try #require(await gateway.upstream.wait { $0.gated == 1 })
    try await gateway.stop()
    let response = try connection.response()
    #expect(response.status == 503 && response.isComplete && response.headers["connection"] == "close")
    #expect(response.text.contains(#""code":"draining""#))
    let settled = try #require(try gateway.settlement(of: response))
    #expect(settled.status == 503 && settled.errorCode == "draining")
    let verification = try await gateway.finish()
    #expect(verification.isSound && verification.settlements == 1 && verification.open == 0)
  }

  /// It gets its place when the call in front of it is cut off, and is cut off itself before anything goes upstream.
  @Test func aCallThatWaitsForItsTurnIsRefusedAndLeavesNothingOpen() async throws {
    let gateway = try await TestGateway.start(models: ["m": "gate-0"], concurrency: 1, limits: Self.limits)
    let connections = try (0..<2).map { _ in try gateway.connection() }
    for connection in connections {
      connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
    }
    try #require(await gateway.upstream.wait { $0.gated == 1 })
    try await gateway.wait(for: "two calls under way") { $0.calls == 2 }
    try await gateway.stop()
    for connection in connections {
      let response = try connection.response()
      #expect(response.status == 503 && response.text.contains(#""code":"draining""#))
    }
    #expect(gateway.upstream.requests("gate-0") == 1)
    let verification = try await gateway.finish()
    #expect(verification.isSound && verification.intents == verification.settlements && verification.open == 0)
  }

  @Test func aCallWhoseClientHasLeftIsSettled() async throws {
    let gateway = try await TestGateway.start(models: ["m": "events-10+gate-3"], limits: Self.limits)
    do {
      let connection = try gateway.connection()
      connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m", stream: true)))
      _ = try connection.head()
    }
    try await gateway.wait(for: "the end of the connection that its client left") { $0.connections == 0 }
    try await gateway.stop()
    #expect(try SettledCall.all(gateway.home).map(\.outcome) == ["partial"])
    let verification = try await gateway.finish()
    #expect(verification.isSound && verification.open == 0)
  }

  /// It reads neither its stream nor the end of it.
  @Test func aClientThatDoesNotReadKeepsNothingUp() async throws {
    let gateway = try await TestGateway.start(models: ["m": "events-20000+event-bytes-1000"], limits: Self.limits)
    let connection = try gateway.connection()
    connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m", stream: true)))
    let head = try connection.head()
    try await gateway.stop()
    #expect(try SettledCall.all(gateway.home).map(\.outcome) == ["cut_off"])
    let response = connection.response(after: head)
    #expect(!response.isComplete && !response.text.contains("[DONE]"))
    let verification = try await gateway.finish()
    #expect(verification.isSound && verification.open == 0)
  }
}
