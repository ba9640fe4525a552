// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import Upstream

@Suite struct FailureTests {
  private func answer(_ script: @escaping @Sendable (RawConnection) -> Void) async throws -> Answer {
    var answer = Answer()
    try await withEngine { connection, _ in
      _ = connection.readRequest()
      script(connection)
    } test: { engine, url in
      let inbox = Inbox(crediting: engine)
      engine.start(call(try target(url)), ticket: 1, to: inbox.port)
      answer = try await inbox.answer(1)
    }
    #expect(!answer.isOutOfOrder)
    return answer
  }

  @Test func refusedConnectionIsUnavailable() async throws {
    let reserved = ReservedPort()
    let (engine, inbox) = (makeEngine(), Inbox())
    defer { end("the engine") { engine.stop() } }
    engine.start(call(try target("http://127.0.0.1:\(reserved.number)")), ticket: 1, to: inbox.port)
    let failure = try #require(try await inbox.answer(1).failure)
    #expect(failure.kind == .connect && !failure.mayHaveBeenSent)
    #expect(failure.gatewayError.code.status == 503 && failure.gatewayError.retryAfter != nil)
    #expect(!failure.gatewayError.message.contains("127"))
  }

  @Test func nameThatDoesNotExistIsADNSFailure() async throws {
    let (engine, inbox) = (makeEngine(), Inbox())
    defer { end("the engine") { engine.stop() } }
    engine.start(call(try target("http://nowhere.invalid/v1")), ticket: 1, to: inbox.port)
    let failure = try #require(try await inbox.answer(1).failure)
    #expect(failure.kind == .dns && !failure.mayHaveBeenSent)
    #expect(failure.gatewayError.code == .backendUnavailable)
  }

  @Test func bodyShorterThanItsLengthIsBroken() async throws {
    let answer = try await answer { $0.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort") }
    #expect(answer.text == "short")
    #expect(answer.failure?.kind == .broken)
    #expect(answer.failure?.gatewayError.code == .upstreamError)
  }

  @Test func chunkedBodyWithoutItsLastChunkIsBroken() async throws {
    let answer = try await answer {
      $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      $0.writeChunk("data: 1\n\n")
    }
    #expect(answer.text == "data: 1\n\n")
    #expect(answer.failure?.kind == .broken)
  }

  @Test func chunkSizeThatIsNoNumberIsNotAnEnd() async throws {
    let answer = try await answer {
      $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")
    }
    #expect(answer.failure != nil && !answer.isComplete)
  }

  @Test func resetAfterTheHeadIsBroken() async throws {
    let answer = try await answer {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
      $0.reset()
    }
    #expect(answer.failure?.kind == .broken)
  }

  @Test func closeWithoutAnAnswerIsBroken() async throws {
    let answer = try await answer { $0.close() }
    #expect(answer.failure?.kind == .broken)
    #expect(answer.failure?.mayHaveBeenSent == true)
  }

  @Test(arguments: ["garbage\r\n\r\n", "220 smtp.example ESMTP\r\n", "HTTP/1.1 2x0 OK\r\n\r\n"])
  func answerThatIsNotHTTPIsAViolation(text: String) async throws {
    let answer = try await answer { $0.write(text) }
    #expect(answer.failure?.kind == .protocolViolation)
    #expect(answer.head == nil && answer.body.isEmpty)
  }

  @Test func endlessHeadIsCutOff() async throws {
    let answer = try await answer {
      $0.write("HTTP/1.1 200 OK\r\n")
      while $0.write("X-Fill: \(String(repeating: "x", count: 1000))\r\n") {}
    }
    #expect(answer.failure?.kind == .protocolViolation)
  }

  @Test func redirectIsDeliveredAndNotFollowed() async throws {
    let connections = Counter()
    try await withEngine { connection, _ in
      connections.add()
      while connection.readRequest() != nil {
        connection.writeAnswer("moved", status: "307 Temporary Redirect", headers: "Location: /v1/elsewhere\r\n")
      }
    } test: { engine, url in
      let inbox = Inbox()
      engine.start(call(try target(url)), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.head?.status == 307)
      #expect(answer.text == "moved" && answer.isComplete)
    }
    #expect(connections.value == 1)
  }

  @Test func everyKindHasAnErrorWithoutAddresses() {
    for kind in TransferFailure.Kind.allCases {
      let error = TransferFailure(kind: kind, curlCode: 7, mayHaveBeenSent: false).gatewayError
      #expect([502, 503, 504].contains(error.code.status))
      #expect(error.message.hasSuffix("."))
    }
  }
}
