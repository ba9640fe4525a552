// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Synchronization
import Testing
import ToolgateTesting
import Upstream

/// libcurl sends a request again when a reused connection dies before any byte of an answer. These tests show that it
/// cannot once a byte of the body was handed out, and still can before.
@Suite struct ResendTests {
  @Test func requestThatWasReadIsNeverSentTwice() async throws {
    let (bodies, later) = (Counter(), Counter())
    try await withEngine { connection, index in
      // The first request of the first connection is answered. The next is read to its end and hung up on.
      while connection.readRequest() != nil {
        if index > 0 { later.add() }
        if bodies.add() == 2 { return }
        connection.writeAnswer("{}")
      }
    } test: { engine, url in
      let (inbox, target) = (Inbox(), try target(url))
      engine.start(call(target), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).isComplete)
      engine.start(call(target), ticket: 2, to: inbox.port)
      let failure = try #require(try await inbox.answer(2).failure)
      #expect(failure.kind == .broken)
      #expect(failure.mayHaveBeenSent, "\(failure)")
      // Refused before the second attempt (42) or when its body was asked for again (65).
      #expect([42, 65].contains(failure.curlCode), "\(failure)")
    }
    #expect(bodies.value == 2)
    #expect(later.value == 0)
  }

  @Test func idleConnectionThatTheServerClosedIsReplaced() async throws {
    let (bodies, closed) = (Counter(), Gate("the idle connection is closed"))
    try await withEngine { connection, index in
      while connection.readRequest() != nil {
        bodies.add()
        connection.writeAnswer("{}")
        if index == 0 {
          connection.close()
          closed.open()
          return
        }
      }
    } test: { engine, url in
      let (inbox, target) = (Inbox(), try target(url))
      engine.start(call(target), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).isComplete)
      try closed.pass()
      engine.start(call(target), ticket: 2, to: inbox.port)
      #expect(try await inbox.answer(2).isComplete)
    }
    #expect(bodies.value == 2)
  }

  @Test func connectionThatDiesWhileTheBodyIsOnItsWayIsNotTriedAgain() async throws {
    let (heads, wholes) = (Counter(), Counter())
    let large = String(repeating: "x", count: 8 << 20)
    try await withEngine { connection, index in
      while let head = connection.readHead() {
        let length = Int(RawConnection.Request(head: head, body: []).header("content-length") ?? "") ?? 0
        heads.add()
        if length > 100 {
          // Some of the body, then a reset.
          _ = connection.read(100_000)
          connection.reset()
          return
        }
        guard connection.read(length) != nil else { return }
        wholes.add()
        connection.writeAnswer("{}")
      }
    } test: { engine, url in
      let (inbox, target) = (Inbox(), try target(url))
      engine.start(call(target), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).isComplete)
      engine.start(call(target, body: large), ticket: 2, to: inbox.port)
      let failure = try #require(try await inbox.answer(2).failure)
      #expect(failure.kind == .broken && failure.mayHaveBeenSent)
    }
    #expect(heads.value == 2)
    #expect(wholes.value == 1)
  }

  /// The same over HTTP/2, in the ways a server has to break a request off. Two of them say that the request was not
  /// processed; it is still not sent again, since the caller decides about that.
  @Test(arguments: HTTP2Server.Farewell.allCases)
  func requestOverHTTP2IsNeverSentTwice(farewell: HTTP2Server.Farewell) async throws {
    let server = try HTTP2Server { number in number == 2 ? farewell : nil }
    let engine = makeEngine()
    defer {
      end("the engine") { engine.stop() }
      server.stop()
    }
    let inbox = Inbox()
    let target = try target(server.url) {
      $0.http = .http2
      $0.caFile = server.caFile
    }
    engine.start(call(target), ticket: 1, to: inbox.port)
    let first = try await inbox.answer(1)
    #expect(first.isComplete && first.text == "{}" && first.head?.status == 200)
    engine.start(call(target), ticket: 2, to: inbox.port)
    let failure = try #require(try await inbox.answer(2).failure)
    #expect(failure.kind == .broken)
    #expect(failure.mayHaveBeenSent, "\(failure)")
    end("the engine") { engine.stop() }
    server.stop()
    #expect(server.bodies.value == 2)
  }
}
