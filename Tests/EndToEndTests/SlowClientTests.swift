// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Foundation
import Ledger
import Serving
import Testing
import ToolgateTesting

/// Clients that ask and do not read, or read late. Over Unix sockets, whose buffers in the kernel are small and do not
/// grow.
@Suite struct SlowClientTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("tg-\(UUID().uuidString.prefix(8)).sock").path

  private var listen: String { "data: 'unix:\(path)', console: 127.0.0.1:0, threads: 1" }

  /// Requests that are refused, and with what.
  private static let refused: [(request: String, status: Int)] = {
    let more = "host: gateway\r\nuser-agent: tests\r\nx-padding: \(String(repeating: "x", count: 100))\r\n"
    return [
      ("GET /v1/models HTTP/1.1\r\n\(more)\r\n", 401), ("GET /v1/nothing HTTP/1.1\r\n\(more)\r\n", 404),
      ("PUT /v1/models HTTP/1.1\r\n\(more)content-length: 2\r\n\r\n{}", 405),
      ("POST /v1/chat/completions HTTP/1.1\r\n\(more)content-length: 2\r\n\r\n{}", 401),
    ]
  }()

  @Test func aClientThatAsksAndDoesNotReadIsNotReadFurther() async throws {
    let refusals = RefusalCount()
    let gateway = try await TestGateway.start(listen: listen, logger: refusals.logger)
    var random = SeededGenerator(seed: 20_261_124)
    let asked = (0..<10_000).map { _ in Self.refused.randomElement(using: &random)! }
    var rest = ArraySlice(asked.map(\.request).joined().utf8)

    // Until a hundred requests of others in a row, on the same event loop, saw nothing of it go on.
    let (greedy, other) = (try RawConnection(unixPath: path), try RawConnection(unixPath: path))
    var quiet = 0
    while quiet < 100 {
      let before = refusals.value
      let sent = greedy.sendWithoutWaiting(rest)
      rest = rest.dropFirst(sent)
      other.send("GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n")
      #expect(try other.response().status == 200)
      quiet = sent == 0 && refusals.value == before ? quiet + 1 : 0
    }
    #expect(refusals.value > 0)
    #expect(refusals.value < asked.count / 2, "answers that nobody reads pile up")

    for (place, expected) in asked.enumerated() {
      rest = rest.dropFirst(greedy.sendWithoutWaiting(rest))
      let status = try greedy.response().status
      guard status == expected.status else {
        Issue.record("answer \(place) is \(status) instead of \(expected.status)")
        break
      }
    }
    #expect(refusals.value == asked.count)
    #expect(try await gateway.finish().isSound)
  }

  /// The client begins to read after the gateway has looked whether it is done with the connection.
  @Test(arguments: [false, true])
  func theLastAnswerReachesAClientThatReadsLate(isStream: Bool) async throws {
    // The stream fits into the window, so it comes to its end without its reader.
    let gateway = try await TestGateway.start(
      models: ["m": isStream ? "events-350+event-bytes-1000" : "body-bytes-4000000"],
      limits: "  request: {header_time: 3s}\n  answer: {window: 1MiB}\n  default: {concurrency: 8}", listen: listen)
    let late = try RawConnection(unixPath: path)
    late.send(
      gateway.request(
        "POST", "/v1/chat/completions", headers: ["connection: close"], body: gateway.chat("m", stream: isStream)))
    try #require(await gateway.upstream.wait { $0.answered == 1 })
    try await gateway.wait(for: "the end of the call") { $0.calls == 0 }
    #expect(try SettledCall.all(gateway.home).map(\.outcome) == ["complete"], "the end is on its way")

    // The gateway looks after two seconds. A head that does not come in time is refused a second later.
    let unfinished = try RawConnection(unixPath: path)
    unfinished.send("GET /healthz HT")
    #expect(try unfinished.response().status == 408)

    let response = try late.response()
    #expect(response.status == 200 && response.headers["connection"] == "close" && response.isComplete)
    if isStream {
      #expect(response.body.count > 350_000 && response.text.hasSuffix("data: [DONE]\n\n"))
    } else {
      #expect(response.body.count == 4_000_000)
    }
    #expect(late.someBytes() == 0 && late.isAtEnd)
    #expect(try await gateway.finish().isSound)
  }
}
