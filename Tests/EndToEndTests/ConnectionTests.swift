// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Foundation
import Ledger
import Serving
import Testing
import ToolgateTesting

/// Keep-alive, pipelining, Unix sockets, TLS and the end of the process.
@Suite struct ConnectionTests {
  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal", "s": "events-5"])
    let connection = try gateway.connection()
    connection.send(
      gateway.request("GET", "/v1/models/m") + gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m"))
        + gateway.request("POST", "/v1/chat/completions", body: gateway.chat("s", stream: true))
        + gateway.request("GET", "/v1/nothing") + gateway.request("GET", "/healthz"))
    let responses = try (0..<5).map { _ in try connection.response() }
    #expect(responses.map(\.status) == [200, 200, 200, 404, 200])
    #expect(responses[0].text.contains(#""id":"m""#))
    #expect(responses[1].text.contains("chat.completion"))
    #expect(responses[2].text.hasSuffix("data: [DONE]\n\n"))
    #expect(Set(responses.map { $0.headers["x-request-id"] }).count == 5)
    #expect(try await gateway.finish().isSound)
  }

  @Test func anAnswerToHeadHasNoBodyAndTheConnectionGoesOn() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"])
    let connection = try gateway.connection()
    for target in ["/healthz", "/v1/nothing", "/v1/chat/completions"] {
      connection.send(gateway.request("HEAD", target))
      let (_, headers) = try connection.head()
      #expect(headers["content-length"].flatMap { Int($0) } ?? 0 > 0)
    }
    connection.send(gateway.request("GET", "/healthz"))
    #expect(try connection.response().text.contains("alive"))
    _ = try await gateway.finish()
  }

  @Test func thousandsOfRequestsBehindACallAreAnsweredOneAfterTheOther() async throws {
    let gateway = try await TestGateway.start(models: ["m": "gate-0"])
    let connection = try gateway.connection()
    connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
    try #require(await gateway.upstream.wait { $0.gated == 1 })
    let short = "GET /healthz HTTP/1.1\r\nhost: g\r\n\r\n"
    connection.send(String(repeating: short, count: 5_000))
    gateway.upstream.release()
    for _ in 0...5_000 { #expect(try connection.response().status == 200) }
    #expect(try await gateway.finish().settlements == 1)
  }

  @Test func aCallerWithOnePlaceMayPipelineItsCalls() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"], limits: "  default: {concurrency: 1}")
    let connection = try gateway.connection()
    let call = gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m"))
    connection.send(call + call + call)
    for _ in 0..<3 { #expect(try connection.response().status == 200) }
    #expect(try await gateway.finish().settlements == 3)
  }

  @Test func anOfferToUpgradeIsAnsweredAndEndsTheConnection() async throws {
    let gateway = try await TestGateway.start()
    let connection = try gateway.connection()
    connection.send(gateway.request("GET", "/v1/models", headers: ["connection: upgrade", "upgrade: h2c"]))
    let response = try connection.response()
    #expect(response.status == 200 && response.headers["connection"] == "close")
    _ = try await gateway.finish()
  }

  @Test func aConnectionIsKeptOverManyCalls() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"])
    let connection = try gateway.connection()
    for _ in 0..<50 {
      connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
      #expect(try connection.response().status == 200)
    }
    #expect(gateway.upstream.seen.connections == 1, "the backend's connection is kept as well")
    #expect(try await gateway.finish().settlements == 50)
  }

  @Test func aUnixSocketServesLikeAPort() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tg-\(UUID().uuidString.prefix(8)).sock")
      .path
    let gateway = try await TestGateway.start(
      models: ["m": "normal"], listen: "data: 'unix:\(path)', console: 127.0.0.1:0, threads: 1")
    let connection = try RawConnection(unixPath: path)
    connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
    #expect(try connection.response().status == 200)
    #expect(try await gateway.finish().isSound)
  }

  @Test func oneProjectCannotHaveMoreCallsUnderWayThanItMay() async throws {
    let gateway = try await TestGateway.start(models: ["m": "gate-0"], limits: "  default: {concurrency: 2}")
    let first = try gateway.connection()
    let second = try gateway.connection()
    for connection in [first, second] {
      connection.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
    }
    try await gateway.wait(for: "two calls under way") { $0.calls == 2 }
    let refused = try gateway.call("m")
    #expect(refused.status == 429 && refused.text.contains("concurrency_exceeded"))
    #expect(refused.headers["retry-after"] == "1")
    try #require(await gateway.upstream.wait { $0.gated == 2 })
    gateway.upstream.release()
    #expect(try first.response().status == 200)
    #expect(try second.response().status == 200)
    #expect(try await gateway.finish().settlements == 2)
  }

  @Test func callsUnderWayEndWhenTheProcessIsToldToStopAndNewOnesAreRefused() async throws {
    let gateway = try await TestGateway.start(models: ["m": "gate-0"])
    let busy = try gateway.connection()
    let idle = try gateway.connection()
    idle.send(gateway.request("GET", "/readyz"))
    #expect(try idle.response().status == 200)
    busy.send(gateway.request("POST", "/v1/chat/completions", body: gateway.chat("m")))
    try #require(await gateway.upstream.wait { $0.gated == 1 })
    async let stopped: Void = gateway.stop()
    try await gateway.wait(for: "the end of the idle connection") { $0.connections <= 1 }
    gateway.upstream.release()
    let response = try busy.response()
    #expect(response.status == 200 && response.headers["connection"] == "close")
    try await stopped
    #expect(throws: RawConnection.Failure.self) { try gateway.connection() }
    #expect(try await gateway.finish().settlements == 1)
  }
}
