// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOCore
import Synchronization
import Testing
import ToolgateTesting
import Upstream

@Suite struct CurlEngineTests {
  @Test func plainCallSendsWhatItShouldAndNothingElse() async throws {
    let seen = Mutex<RawConnection.Request?>(nil)
    try await withEngine { connection, _ in
      let request = connection.readRequest()
      seen.withLock { $0 = request }
      connection.writeAnswer(#"{"ok":true}"#, headers: "Retry-After: 7\r\n")
    } test: { engine, url in
      let inbox = Inbox()
      let target = try target(url, key: "sk-test") { $0.host = "llm.example:8443" }
      engine.start(call(target), ticket: 5, to: inbox.port)
      let answer = try await inbox.answer(5)
      #expect(answer.head == UpstreamHead(status: 200, contentType: .json, retryAfter: 7))
      #expect(answer.text == #"{"ok":true}"#)
      #expect(answer.isComplete && !answer.isOutOfOrder)
    }
    let request = try #require(seen.withLock { $0 })
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"model":"m"}"#)
    let lines = request.head.split(separator: "\r\n").map(String.init).sorted()
    #expect(
      lines == [
        "Accept: application/json", "Authorization: Bearer sk-test", "Content-Length: 13",
        "Content-Type: application/json", "Host: llm.example:8443", "POST /v1/chat/completions HTTP/1.1",
        "User-Agent: Toolgate/1.2.3 (https://wikitech.wikimedia.org/; contact in configuration)",
        "x-request-id: req_01JDCQ0000000000000000TEST",
      ])
  }

  @Test func streamArrivesWholeHoweverItIsCut() async throws {
    let events = (0..<500).map { "data: {\"n\":\($0),\"text\":\"日本\"}\n\n" }.joined()
    try await withEngine { connection, _ in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n")
      connection.write("Transfer-Encoding: chunked\r\n\r\n")
      // Chunks of 1, 2, 3, ... bytes, so that every event is cut somewhere.
      var (rest, size) = (Array(events.utf8)[...], 1)
      while !rest.isEmpty {
        let piece = Array(rest.prefix(size))
        connection.write(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
        rest = rest.dropFirst(size)
        size = size % 40 + 1
      }
      connection.write("0\r\nX-Trailer: 1\r\n\r\n")
    } test: { engine, url in
      let inbox = Inbox(crediting: engine)
      engine.start(call(try target(url), isStream: true), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.head?.contentType == .eventStream)
      #expect(answer.text == events)
      #expect(answer.isComplete && !answer.isOutOfOrder)
    }
  }

  @Test func answerWrittenByteByByteIsTheSame() async throws {
    let whole = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
    try await withEngine { connection, _ in
      _ = connection.readRequest()
      for byte in whole.utf8 { connection.write([byte]) }
      connection.waitForClose()
    } test: { engine, url in
      let inbox = Inbox()
      engine.start(call(try target(url)), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.head == UpstreamHead(status: 200, contentType: .html))
      #expect(answer.text == "hello" && answer.isComplete)
    }
  }

  @Test func interimAnswersAreSkipped() async throws {
    try await withEngine { connection, _ in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n")
      connection.writeAnswer("{}", status: "503 Busy")
    } test: { engine, url in
      let inbox = Inbox()
      engine.start(call(try target(url)), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).head == UpstreamHead(status: 503, contentType: .json))
    }
  }

  @Test func largeBodyArrivesWhole() async throws {
    let body = String(repeating: "0123456789", count: 300_000)
    let seen = Counter()
    try await withEngine { connection, _ in
      let request = connection.readRequest()
      if request?.body == Array(body.utf8), request?.header("expect") == nil { seen.add() }
      connection.writeAnswer("{}")
    } test: { engine, url in
      let inbox = Inbox()
      engine.start(call(try target(url), body: body), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).isComplete)
    }
    #expect(seen.value == 1)
  }

  @Test func callsInARowUseOneConnection() async throws {
    let (connections, requests) = (Counter(), Counter())
    try await withEngine { connection, _ in
      connections.add()
      while connection.readRequest() != nil {
        requests.add()
        connection.writeAnswer("{}")
      }
    } test: { engine, url in
      let (inbox, target) = (Inbox(), try target(url))
      for ticket in 0..<100 {
        engine.start(call(target), ticket: UInt64(ticket), to: inbox.port)
        #expect(try await inbox.answer(UInt64(ticket)).isComplete)
      }
    }
    #expect(requests.value == 100)
    #expect(connections.value == 1)
  }

  @Test func thousandStreamsRunAtOnce() async throws {
    let (waiting, gate, count) = (Counter(), Gate("all thousand have begun"), 1000)
    try await withEngine { connection, _ in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
      connection.writeChunk("data: 1\n\n")
      // Nobody goes on before all have begun.
      if waiting.add() == count { gate.open() }
      guard (try? gate.pass()) != nil else { return }
      for number in 2...5 { connection.writeChunk("data: \(number)\n\n") }
      connection.write("0\r\n\r\n")
    } test: { engine, url in
      let (inbox, target) = (Inbox(crediting: engine), try target(url))
      for ticket in 0..<count { engine.start(call(target, isStream: true), ticket: UInt64(ticket), to: inbox.port) }
      let ended = Counter()
      let answers = try await inbox.wait { $0.count == count && $0.values.allSatisfy(\.hasEnded) }
      for answer in answers.values {
        #expect(answer.text == "data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\ndata: 5\n\n")
        if answer.isComplete, !answer.isOutOfOrder { ended.add() }
      }
      #expect(ended.value == count)
    }
  }

  @Test func portsAreServedApart() async throws {
    try await withEngine { connection, _ in
      while let request = connection.readRequest() {
        connection.writeAnswer(String(decoding: request.body, as: UTF8.self))
      }
    } test: { engine, url in
      let (one, two, target) = (Inbox(), Inbox(), try target(url))
      engine.start(call(target, body: "1"), ticket: 9, to: one.port)
      engine.start(call(target, body: "2"), ticket: 9, to: two.port)
      #expect(try await one.answer(9).text == "1")
      #expect(try await two.answer(9).text == "2")
    }
  }

  @Test func stopEndsWhatIsUnderWay() async throws {
    let begun = Counter()
    let server = RawServer { connection, _ in
      _ = connection.readRequest()
      begun.add()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
      connection.waitForClose()
    }
    let (engine, inbox) = (makeEngine(), Inbox())
    defer {
      end("the engine") { engine.stop() }
      server.stop()
    }
    let target = try target("http://127.0.0.1:\(server.port)/v1")
    for ticket in 0..<10 { engine.start(call(target), ticket: UInt64(ticket), to: inbox.port) }
    try await inbox.wait { $0.count == 10 && $0.values.allSatisfy { $0.head != nil } }
    for _ in 0..<2 { end("the engine") { engine.stop() } }
    engine.start(call(target), ticket: 10, to: inbox.port)
    let answers = try await inbox.wait { $0.count == 11 && $0.values.allSatisfy(\.hasEnded) }
    #expect(answers.values.allSatisfy { $0.failure?.kind == .stopped })
    #expect(answers[0]?.failure?.mayHaveBeenSent == true)
    #expect(answers[10]?.failure?.mayHaveBeenSent == false)
    #expect(begun.value == 10)
  }
}
