// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Glibc
import Testing
import Upstream

/// nginx stands for a TLS backend; it passes on to a plain server of the test.
@Suite(
  .enabled(if: TLSBackend.isInstalled, "SKIPPED: /usr/sbin/nginx is not installed, so TLS and HTTP/2 are not tested"))
struct TrustTests {
  private func withTLS(
    window: Int = 256 << 10, script: @escaping @Sendable (RawConnection, Int) -> Void,
    test: (CurlEngine, TLSBackend) async throws -> Void
  ) async throws {
    let server = RawServer(script: script)
    let backend = try TLSBackend(upstreamPort: server.port)
    let engine = makeEngine(window: window)
    defer {
      end("the engine") { engine.stop() }
      backend.stop()
      server.stop()
    }
    try await test(engine, backend)
  }

  private static let echo: @Sendable (RawConnection, Int) -> Void = { connection, _ in
    while connection.readRequest() != nil { connection.writeAnswer("{}") }
  }

  @Test func certificateOfTheConfiguredAuthorityIsTrusted() async throws {
    try await withTLS(script: Self.echo) { engine, backend in
      let inbox = Inbox()
      engine.start(call(try target(backend.url) { $0.caFile = backend.caFile }), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.isComplete && answer.text == "{}")
    }
  }

  @Test func certificateOfAStrangerIsNot() async throws {
    let requests = Counter()
    try await withTLS { connection, _ in
      while connection.readRequest() != nil { requests.add() }
    } test: { engine, backend in
      let inbox = Inbox()
      engine.start(call(try target(backend.url)), ticket: 1, to: inbox.port)
      let failure = try #require(try await inbox.answer(1).failure)
      #expect(failure.kind == .tls && !failure.mayHaveBeenSent)
      #expect(failure.gatewayError.code == .upstreamError)
    }
    #expect(requests.value == 0)
  }

  @Test func certificateForAnotherNameIsNot() async throws {
    try await withTLS(script: Self.echo) { engine, backend in
      let inbox = Inbox()
      let url = "https://127.0.0.2:\(backend.port)/v1"
      engine.start(call(try target(url) { $0.caFile = backend.caFile }), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).failure?.kind == .tls)
    }
  }

  @Test func authorityFileThatIsMissingIsATLSFailure() async throws {
    try await withTLS(script: Self.echo) { engine, backend in
      let inbox = Inbox()
      engine.start(call(try target(backend.url) { $0.caFile = "/nonexistent/ca.pem" }), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).failure?.kind == .tls)
    }
  }

  /// Answers with the protocol and the connection's number that nginx saw.
  private static let protocolSeen: @Sendable (RawConnection, Int) -> Void = { connection, _ in
    while let request = connection.readRequest() {
      connection.writeAnswer(request.header(TLSBackend.seenAs) ?? "")
    }
  }

  @Test func plainCallsShareHTTP2AndStreamsUseHTTP1() async throws {
    try await withTLS(script: Self.protocolSeen) { engine, backend in
      let inbox = Inbox()
      let target = try target(backend.url) { $0.caFile = backend.caFile }
      for ticket in 0..<20 { engine.start(call(target), ticket: UInt64(ticket), to: inbox.port) }
      let plain = try await inbox.wait { $0.count == 20 && $0.values.allSatisfy(\.hasEnded) }
      #expect(plain.values.allSatisfy { $0.isComplete })
      for ticket in 20..<25 { engine.start(call(target, isStream: true), ticket: UInt64(ticket), to: inbox.port) }
      let all = try await inbox.wait { $0.count == 25 && $0.values.allSatisfy(\.hasEnded) }
      #expect(all.values.allSatisfy { $0.isComplete })
      let plainSeen = (0..<20).map { all[$0]?.text ?? "" }
      let streamsSeen = (20..<25).map { all[$0]?.text ?? "" }
      #expect(plainSeen.allSatisfy { $0.hasPrefix("HTTP/2.0 ") } && Set(plainSeen).count == 1)
      #expect(streamsSeen.allSatisfy { $0.hasPrefix("HTTP/1.1 ") })
    }
  }

  @Test(arguments: [BackendSettings.HTTPVersion.http1, .http2])
  func versionCanBeForced(version: BackendSettings.HTTPVersion) async throws {
    try await withTLS(script: Self.protocolSeen) { engine, backend in
      let inbox = Inbox()
      let target = try target(backend.url) {
        $0.caFile = backend.caFile
        $0.http = version
      }
      engine.start(call(target, isStream: version == .http2), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.isComplete && answer.text.hasPrefix(version == .http2 ? "HTTP/2.0 " : "HTTP/1.1 "))
    }
  }

  @Test func slowReadersOverHTTP2GetEveryByte() async throws {
    let size = 3_000_000
    try await withTLS(window: 32 << 10) { connection, _ in
      while connection.readRequest() != nil {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
        guard connection.write((0..<size).map { UInt8(truncatingIfNeeded: $0 % 251) }) else { return }
      }
    } test: { engine, backend in
      let inbox = Inbox(crediting: engine)
      let target = try target(backend.url) {
        $0.caFile = backend.caFile
        $0.http = .http2
      }
      for ticket in 0..<4 { engine.start(call(target, isStream: true), ticket: UInt64(ticket), to: inbox.port) }
      let answers = try await inbox.wait { $0.count == 4 && $0.values.allSatisfy(\.hasEnded) }
      let expected = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 251) }
      #expect(answers.values.allSatisfy { $0.isComplete && $0.body == expected })
    }
  }
}
