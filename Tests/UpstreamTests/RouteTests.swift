// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Synchronization
import Testing
import Upstream

@Suite struct RouteTests {
  @Test func unixSocketIsReachedWithItsPath() async throws {
    let folder = TemporaryFolder()
    let line = Mutex("")
    let server = RawServer(unixPath: "\(folder.path)/llm.sock") { connection, _ in
      guard let request = connection.readRequest() else { return }
      line.withLock { $0 = request.line + " " + (request.header("host") ?? "") }
      connection.writeAnswer("{}")
    }
    let (engine, inbox) = (makeEngine(), Inbox())
    defer { end("the engine") { engine.stop() } }
    engine.start(call(try target("unix:\(folder.path)/llm.sock:/v1")), ticket: 1, to: inbox.port)
    #expect(try await inbox.answer(1).isComplete)
    end("the engine") { engine.stop() }
    server.stop()
    #expect(line.withLock { $0 } == "POST /v1/chat/completions HTTP/1.1 localhost")
  }

  @Test func configuredProxyIsAskedInsteadOfTheBackend() async throws {
    let line = Mutex("")
    let proxy = RawServer { connection, _ in
      guard let request = connection.readRequest() else { return }
      line.withLock { $0 = request.line }
      connection.writeAnswer("{}")
    }
    let (engine, inbox) = (makeEngine(), Inbox())
    defer { end("the engine") { engine.stop() } }
    let target = try target("http://llm.invalid/v1") { $0.proxy = "http://127.0.0.1:\(proxy.port)" }
    engine.start(call(target), ticket: 1, to: inbox.port)
    #expect(try await inbox.answer(1).isComplete)
    end("the engine") { engine.stop() }
    proxy.stop()
    #expect(line.withLock { $0 } == "POST http://llm.invalid/v1/chat/completions HTTP/1.1")
  }

  @Test func deploymentOfAzureStandsInThePathAndItsKeyInItsHeader() async throws {
    let seen = Mutex<RawConnection.Request?>(nil)
    try await withEngine { connection, _ in
      let request = connection.readRequest()
      seen.withLock { $0 = request }
      connection.writeAnswer("{}")
    } test: { engine, url in
      let inbox = Inbox()
      let azure = settings(String(url.dropLast(3)), kind: "azure-openai") { $0.apiVersion = "2024-10-21" }
      let target = try BackendTarget(azure, apiKey: Secret("k-1"), version: "1")
      let outgoing = OutgoingCall(
        operation: .embeddings, model: "../a b?c", isStream: false, body: [1], requestID: requestID)
      engine.carrier(to: target).start(outgoing, ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).isComplete)
    }
    let request = try #require(seen.withLock { $0 })
    #expect(request.line == "POST /openai/deployments/..%2Fa%20b%3Fc/embeddings?api-version=2024-10-21 HTTP/1.1")
    #expect(request.header("api-key") == "k-1")
    #expect(request.header("authorization") == nil)
  }
}
