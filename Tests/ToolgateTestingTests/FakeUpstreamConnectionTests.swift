// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import ToolgateTesting

@Suite struct FakeUpstreamConnectionTests {
  let upstream: FakeUpstream

  init() throws { upstream = try FakeUpstream() }

  static let chat = FakeUpstreamTests.chat
  static let stream = FakeUpstreamTests.stream

  @Test func connectionIsKeptAndCounted() {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    for _ in 0..<3 {
      client.post("/normal/v1/chat/completions", Self.chat)
      #expect(client.read(until: "total_tokens\":16}}"))
      client.forget()
    }
    let seen = upstream.seen
    #expect((seen.requests, seen.connections, seen.openConnections) == (3, 1, 1))
    #expect(seen.recent.map(\.ordinal) == [1, 2, 3])
    #expect(upstream.requests("normal") == 3)
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/pace-1ms+canary-first/v1/chat/completions", Self.stream)
    client.post("/canary-second/v1/chat/completions", Self.chat)
    #expect(client.read(until: "second"))
    #expect(client.text.contains("[DONE]"))
  }

  @Test func requestIsKeptAsItCame() throws {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/normal/v1/chat/completions?api-version=1", Self.chat, extra: "X-Mixed-Case: a b\r\n")
    #expect(client.read(until: "total_tokens"))
    let last = try #require(upstream.seen.last)
    #expect(last.text == Self.chat)
    #expect(last.target == "/normal/v1/chat/completions?api-version=1")
    #expect(last.header("x-mixed-case") == "a b")
    #expect(last.headers.contains { $0.name == "X-Mixed-Case" })
  }

  @Test func reusedConnectionIsClosedUnderTheRequest() {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/close-reused/v1/chat/completions", Self.chat)
    #expect(client.read(until: "total_tokens\":16}}"))
    client.forget()
    client.post("/close-reused/v1/chat/completions", Self.chat)
    #expect(client.readToEnd() == .closed)
    #expect(client.text.isEmpty)
    #expect(upstream.requests("close-reused") == 2)
  }

  @Test func idleConnectionIsClosedThoughPromised() {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/close-idle/v1/chat/completions", Self.chat)
    #expect(client.readToEnd() == .closed)
    #expect(client.text.contains("total_tokens"))
    #expect(!client.text.lowercased().contains("connection: close"))
  }

  @Test func answerWaitsAtTheGateUntilReleased() async {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/gate-2/v1/chat/completions", Self.stream)
    #expect(await upstream.wait { $0.gated == 1 })
    #expect(client.read(until: "word0"))
    #expect(!client.text.contains("word1"))
    upstream.release()
    #expect(client.read(until: "[DONE]"))
  }

  @Test(arguments: ["stall-2", "gate-2", "never"])
  func clientThatLeavesInMidAnswerIsNoticed(script: String) async {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/\(script)/v1/chat/completions", Self.stream)
    #expect(await upstream.wait { $0.requests == 1 })
    if script != "never" { #expect(client.read(until: "word0")) }
    client.hangUp()
    #expect(await upstream.wait { $0.openConnections == 0 })
    #expect(upstream.seen.abandoned == 1)
  }

  @Test func clientThatLeavesAtTheGateWaitsThereNoMore() async {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/gate-2/v1/chat/completions", Self.stream)
    #expect(await upstream.wait { $0.gated == 1 })
    client.hangUp()
    #expect(await upstream.wait { $0.gated == 0 })
    upstream.release()
    #expect(upstream.seen.gated == 0)
  }

  @Test func waitingGivesUpInTime() async {
    defer { upstream.stop() }
    #expect(await !upstream.wait(atMost: .milliseconds(20)) { $0.requests == 1 })
  }

  @Test func bigBodyIsAskedForWith100Continue() {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.send(
      "POST /v1/chat/completions HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(client.read(until: "100 Continue\r\n\r\n"))
    client.send("{}")
    #expect(client.read(until: "200 OK"))
  }

  @Test func otherProcessesReadAndResetTheSightings() {
    defer { upstream.stop() }
    let client = RawClient(port: upstream.port)
    client.post("/events-1/v1/chat/completions", Self.chat)
    #expect(client.read(until: "total_tokens"))
    client.send("GET /_seen HTTP/1.1\r\nHost: here\r\n\r\n")
    #expect(client.read(until: #""requestsByScript":{"events-1":1}"#))
    client.forget()
    client.post("/_reset", "")
    #expect(client.read(until: "200 OK"))
    #expect(upstream.seen.requests == 0)
  }

  @Test func listensOnAUnixSocketToo() throws {
    defer { upstream.stop() }
    let path = "/tmp/fake-upstream-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
    let other = try FakeUpstream(.unix(path: path), script: "canary-unix")
    defer { other.stop() }
    let client = RawClient(unix: path)
    client.post("/v1/chat/completions", Self.chat)
    #expect(client.read(until: "unix word1"))
  }
}
