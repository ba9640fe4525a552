// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Upstream

/// The engine's own clock decides here; the servers wait until they are left, so no test depends on how fast it runs.
@Suite struct TimeoutTests {
  private func failure(
    script: @escaping @Sendable (RawConnection) -> Void, scheme: String = "http",
    _ change: @escaping (inout BackendSettings.Timeouts) -> Void
  ) async throws -> TransferFailure? {
    var failure: TransferFailure?
    try await withEngine { connection, _ in
      script(connection)
    } test: { engine, url in
      let inbox = Inbox(crediting: engine)
      let target = try target(scheme + url.dropFirst(4)) { change(&$0.timeouts) }
      engine.start(call(target, isStream: true), ticket: 1, to: inbox.port)
      failure = try await inbox.answer(1).failure
    }
    return failure
  }

  @Test func handshakeThatNeverEndsIsAConnectTimeout() async throws {
    let failure = try await failure(script: { $0.waitForClose() }, scheme: "https") { $0.connect = .milliseconds(50) }
    #expect(failure?.kind == .connectTimeout)
    #expect(failure?.mayHaveBeenSent == false)
    #expect(failure?.gatewayError.code == .upstreamTimeout)
  }

  @Test func silenceIsAFirstByteTimeout() async throws {
    let failure = try await failure {
      _ = $0.readRequest()
      $0.waitForClose()
    } _: {
      // Connecting and sending count too, and must be over by then.
      $0.firstByte = .milliseconds(500)
    }
    #expect(failure?.kind == .firstByteTimeout)
    #expect(failure?.mayHaveBeenSent == true)
    #expect(failure?.gatewayError.code == .upstreamTimeout)
  }

  @Test func pauseInTheMiddleIsAnIdleTimeout() async throws {
    let failure = try await failure {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
      $0.waitForClose()
    } _: {
      $0.idle = .milliseconds(50)
    }
    #expect(failure?.kind == .idleTimeout)
  }

  @Test func endlessAnswerIsATotalTimeout() async throws {
    let failure = try await failure {
      _ = $0.readRequest()
      $0.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
      while $0.write("data: more\n\n") {}
    } _: {
      $0.total = .milliseconds(500)
    }
    #expect(failure?.kind == .totalTimeout)
    #expect(failure?.gatewayError.code.status == 504)
  }

  @Test func deadlinesOfManyCallsFallTogetherAndOnlyTheirs() async throws {
    try await withEngine { connection, _ in
      while let request = connection.readRequest() {
        if request.body.first == UInt8(ascii: "x") { connection.writeAnswer("{}") } else { connection.waitForClose() }
      }
    } test: { engine, url in
      let inbox = Inbox()
      let hasty = try target(url) { $0.timeouts.firstByte = .milliseconds(50) }
      let patient = try target(url)
      for ticket in 0..<100 {
        let isEven = ticket.isMultiple(of: 2)
        engine.start(call(isEven ? hasty : patient, body: isEven ? "y" : "x"), ticket: UInt64(ticket), to: inbox.port)
      }
      let answers = try await inbox.wait { $0.count == 100 && $0.values.allSatisfy(\.hasEnded) }
      for (ticket, answer) in answers {
        #expect(ticket.isMultiple(of: 2) ? answer.failure?.kind == .firstByteTimeout : answer.isComplete)
      }
    }
  }
}
