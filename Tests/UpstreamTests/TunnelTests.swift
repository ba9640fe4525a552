// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Upstream

/// TLS backends behind a proxy that is asked for a tunnel. libcurl counts what it says to the proxy among the bytes of
/// the request, and the request's own bytes decide whether it may be sent again.
@Suite(
  .enabled(if: TLSBackend.isInstalled, "SKIPPED: /usr/sbin/nginx is not installed, so tunnels to TLS are not tested"))
struct TunnelTests {
  private func withTunnel(
    script: @escaping @Sendable (RawConnection, ConnectProxy) -> Void,
    test: (CurlEngine, ConnectProxy, TLSBackend) async throws -> Void
  ) async throws {
    let proxy = ConnectProxy()
    let server = RawServer { connection, _ in script(connection, proxy) }
    let backend = try TLSBackend(upstreamPort: server.port)
    let engine = makeEngine()
    defer {
      end("the engine") { engine.stop() }
      backend.stop()
      proxy.stop()
      server.stop()
    }
    try await test(engine, proxy, backend)
  }

  private func target(
    _ backend: TLSBackend, through proxy: ConnectProxy, _ version: BackendSettings.HTTPVersion
  ) throws -> BackendTarget {
    try UpstreamTests.target(backend.url, key: "k-1") {
      $0.caFile = backend.caFile
      $0.proxy = proxy.url
      $0.http = version
    }
  }

  /// Bodies that go out with the head of the request, and one that is asked for in pieces.
  @Test(arguments: [2, 60_000, 300_000], [BackendSettings.HTTPVersion.http1, .http2])
  func callsReachTheirBackend(size: Int, version: BackendSettings.HTTPVersion) async throws {
    try await withTunnel { connection, _ in
      while let request = connection.readRequest() {
        connection.writeAnswer("\(request.body.count) \(request.header("authorization") ?? "")")
      }
    } test: { engine, proxy, backend in
      let (inbox, target) = (Inbox(), try target(backend, through: proxy, version))
      for ticket in 1...3 as ClosedRange<UInt64> {
        engine.start(call(target, body: String(repeating: "x", count: size)), ticket: ticket, to: inbox.port)
        let answer = try await inbox.answer(ticket)
        #expect(answer.head?.status == 200 && answer.failure == nil)
        #expect(answer.isComplete && answer.text == "\(size) Bearer k-1")
      }
      let head = try #require(proxy.heads.first)
      #expect(proxy.heads.count == 1, "the tunnel is used again")
      #expect(head.hasPrefix("CONNECT 127.0.0.1:\(backend.port) HTTP/1.1\r\n"))
      #expect(!head.lowercased().contains("authorization") && !head.contains("k-1"), "the key is for the backend alone")
    }
  }

  @Test(arguments: [BackendSettings.HTTPVersion.http1, .http2])
  func requestWhoseTunnelBreaksIsNeverSentTwice(version: BackendSettings.HTTPVersion) async throws {
    let bodies = Counter()
    try await withTunnel { connection, proxy in
      while connection.readRequest() != nil {
        if bodies.add() == 2 { proxy.cut() } else { connection.writeAnswer("{}") }
      }
    } test: { engine, proxy, backend in
      let (inbox, target) = (Inbox(), try target(backend, through: proxy, version))
      engine.start(call(target), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).isComplete)
      engine.start(call(target), ticket: 2, to: inbox.port)
      let failure = try #require(try await inbox.answer(2).failure)
      #expect(failure.kind == .broken)
      #expect(failure.mayHaveBeenSent, "\(failure)")
    }
    #expect(bodies.value == 2)
  }
}
