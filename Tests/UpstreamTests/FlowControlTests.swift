// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Glibc
import NIOCore
import Synchronization
import Testing
import ToolgateTesting
import Upstream

@Suite struct FlowControlTests {
  /// Repeats with a period that no power of two divides, so that a lost, doubled or swapped piece shows.
  private static let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  @Test(arguments: ["chunked", "length"])
  func slowReaderNeverHoldsMoreThanTheWindowAndOneCallback(framing: String) async throws {
    let (window, pieces) = (64 << 10, 1601)
    let total = pieces * Self.pattern.count
    #expect(total > 100 << 20)
    try await withEngine(window: window) { connection, _ in
      _ = connection.readRequest()
      let framingLine = framing == "chunked" ? "Transfer-Encoding: chunked" : "Content-Length: \(total)"
      connection.write("HTTP/1.1 200 OK\r\n\(framingLine)\r\n\r\n")
      let isChunked = framing == "chunked"
      for _ in 0..<pieces {
        if isChunked { connection.write("\(String(Self.pattern.count, radix: 16))\r\n") }
        guard connection.write(Self.pattern) else { return }
        if isChunked { connection.write("\r\n") }
      }
      if isChunked { connection.write("0\r\n\r\n") }
      connection.waitForClose()
    } test: { engine, url in
      let inbox = Inbox()
      engine.start(call(try target(url), isStream: true), ticket: 1, to: inbox.port)
      let doubled = Self.pattern + Self.pattern
      var (received, uncredited, most, isIntact, isComplete) = (0, 0, 0, true, false)
      reading: while true {
        let batch = try await inbox.next(of: "100 MiB, after \(received) bytes")
        for event in batch {
          switch event {
          case .head: break
          case .bytes(_, let bytes):
            bytes.withUnsafeReadableBytes { piece in
              var piece = piece[...]
              while !piece.isEmpty {
                let (place, length) = (received % Self.pattern.count, min(piece.count, Self.pattern.count))
                let isSame = doubled.withUnsafeBytes { expected in
                  memcmp(expected.baseAddress! + place, piece.base.baseAddress! + piece.startIndex, length) == 0
                }
                if !isSame { isIntact = false }
                received += length
                uncredited += length
                piece = piece.dropFirst(length)
              }
            }
            most = max(most, uncredited)
          case .end:
            isComplete = true
            break reading
          case .failed: break reading
          }
        }
        // Only when nothing more can come.
        if uncredited >= window {
          engine.credit(ticket: 1, port: inbox.port.id, bytes: uncredited)
          uncredited = 0
        }
      }
      #expect(isComplete && isIntact)
      #expect(received == total)
      #expect(most >= window && most < window + 16_384)
    }
  }

  /// The last callback is the one that pauses: libcurl must not take the call for finished.
  @Test(arguments: [1, 100, 16_384, 16_385, 40_000])
  func answerThatEndsWhilePausedIsDeliveredWhole(size: Int) async throws {
    try await withEngine(window: 1) { connection, _ in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      connection.writeChunk("a")
      connection.writeChunk(String(repeating: "b", count: size))
      connection.write("0\r\n\r\n")
      connection.waitForClose()
    } test: { engine, url in
      let inbox = Inbox(crediting: engine)
      engine.start(call(try target(url), isStream: true), ticket: 1, to: inbox.port)
      let answer = try await inbox.answer(1)
      #expect(answer.body.count == size + 1)
      #expect(answer.isComplete && !answer.isOutOfOrder)
    }
  }

  @Test func pausedCallDoesNotGoIdleButObeysItsTotal() async throws {
    try await withEngine(window: 1) { connection, _ in
      _ = connection.readRequest()
      // In one piece: between a head and its first bytes the call is not paused yet, and may go idle.
      let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".utf8)
      connection.write(head + [UInt8](repeating: 7, count: 1_000_000))
      connection.waitForClose()
    } test: { engine, url in
      let inbox = Inbox()
      let target = try target(url) {
        $0.timeouts.idle = .milliseconds(100)
        $0.timeouts.total = .milliseconds(1_500)
      }
      engine.start(call(target, isStream: true), ticket: 1, to: inbox.port)
      #expect(try await inbox.answer(1).failure?.kind == .totalTimeout)
    }
  }

  @Test func readerWhoStandsStillDoesNotHoldUpOthers() async throws {
    try await withEngine(window: 4096) { connection, index in
      while connection.readRequest() != nil {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n")
        guard connection.write([UInt8](repeating: 1, count: 200_000)) else { return }
      }
    } test: { engine, url in
      let (still, reading, target) = (Inbox(), Inbox(crediting: engine), try target(url))
      engine.start(call(target, isStream: true), ticket: 1, to: still.port)
      try await still.wait { !($0[1]?.body.isEmpty ?? true) }
      for ticket in UInt64(0)..<50 { engine.start(call(target, isStream: true), ticket: ticket, to: reading.port) }
      let answers = try await reading.wait { $0.count == 50 && $0.values.allSatisfy(\.hasEnded) }
      #expect(answers.values.allSatisfy { $0.isComplete && $0.body.count == 200_000 })
      engine.cancel(ticket: 1, port: still.port.id)
      #expect(try await still.answer(1).failure?.kind == .cancelled)
    }
  }

  @Test func cancelClosesTheConnectionBeforeAndAfterTheHead() async throws {
    for hasHead in [false, true] {
      let (closed, begun) = (Counter(), Gate("the request has come"))
      try await withEngine { connection, _ in
        _ = connection.readRequest()
        begun.open()
        if hasHead { connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab") }
        connection.waitForClose()
        closed.add()
      } test: { engine, url in
        let inbox = Inbox()
        engine.start(call(try target(url)), ticket: 1, to: inbox.port)
        if hasHead { try await inbox.wait { $0[1]?.text == "ab" } } else { try begun.pass() }
        engine.cancel(ticket: 1, port: inbox.port.id)
        let answer = try await inbox.answer(1)
        #expect(answer.failure?.kind == .cancelled)
        #expect((answer.head != nil) == hasHead)
        #expect(answer.failure?.mayHaveBeenSent == true)
        engine.cancel(ticket: 1, port: inbox.port.id)
        engine.credit(ticket: 1, port: inbox.port.id, bytes: 5)
      }
      #expect(closed.value == 1)
    }
  }
}
