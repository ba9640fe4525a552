// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct EventScannerTests {
  /// An event with its bytes copied out.
  private struct Seen: Hashable {
    var kind: String
    var content: String
    var block: String
    var isPlain: Bool
    var isError: Bool
  }

  private func scan(_ pieces: [ArraySlice<UInt8>], limit: Int = 1 << 20) throws(StreamFault) -> [Seen] {
    var scanner = EventScanner(maximumEvent: limit)
    var seen: [Seen] = []
    func drain() throws(StreamFault) {
      while let event = try scanner.next() {
        let (kind, content): (String, [UInt8]) =
          switch event.content {
          case .data(let range): ("data", Array(scanner.buffer[range]))
          case .joinedData: ("data", scanner.joined)
          case .comment(let range): ("comment", Array(scanner.buffer[range]))
          case .noData: ("none", [])
          }
        seen.append(
          Seen(
            kind: kind, content: content.text, block: Array(scanner.buffer[event.block]).text, isPlain: event.isPlain,
            isError: event.isError))
      }
    }
    for piece in pieces {
      scanner.append(Array(piece).span)
      try drain()
    }
    scanner.end()
    try drain()
    return seen
  }

  private static let samples = [
    "data: a\n\n", "data: a\r\n\r\n", "data: a\r\r", "data:a\n\ndata: b", ": c\n\n: d\ndata: x\n\n",
    "data: a\ndata: b\ndata\ndata:c\n\n", "\u{FEFF}data: a\n\n", "\n\n\r\n\rdata: a\n\n\n\n",
    "event: error\ndata: a\n\n",
    "event: ping\n\n", "id: 1\ndata: a\n: in\n\n", "data: é😀維\r\ndata: x\r\n\r\n", "\u{FEFF}", "", ":", "data", "\r",
    "data: \u{FEFF}\n\n", "event: error\n\n", "data: a\n\r\ndata: b\r\n\n",
  ]

  @Test("every split gives the same events", arguments: samples)
  func splits(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try scan([bytes[...]])
    for cut in 0...bytes.count { #expect(try scan([bytes[..<cut], bytes[cut...]]) == whole) }
    #expect(try scan(bytes.indices.map { bytes[$0...$0] }) == whole)
  }

  @Test(
    "events are found by the rules of the format",
    arguments: [
      ("data: a\n\ndata:b\r\n\r\n", ["a", "b"]), ("data:  a \n\n", [" a "]), ("data: a\ndata\ndata:b\n\n", ["a\n\nb"]),
      ("data: a", ["a"]), ("\u{FEFF}data: a\n\n", ["a"]), ("data: a\n\n\u{FEFF}data: b\n\n", ["a", ""]),
      ("Data: a\n\ndata : b\n\n", ["", ""]), ("data\n\n", [""]), ("data: a:b\n\n", ["a:b"]),
      ("data: a\r\rdata: b\r\r", ["a", "b"]),
      ("\n\n\n", []), ("data: x\r\n\rdata: y\n\r\n", ["x", "y"]),
    ])
  func rules(text: String, expected: [String]) throws {
    #expect(try scan([Array(text.utf8)[...]]).map(\.content) == expected)
  }

  @Test func blocksAreTheOriginalBytes() throws {
    let text = ": c\r\nid: 1\r\ndata: a\r\n\r\ndata: b\n\n\ndata: c\r\r"
    let seen = try scan([Array(text.utf8)[...]])
    #expect(seen.map(\.block) == [": c\r\n", "id: 1\r\ndata: a\r\n\r\n", "data: b\n\n", "data: c\r\r"])
    #expect(seen.map(\.isPlain) == [false, false, true, false])
  }

  @Test func aCommentDoesNotWaitForTheNextEvent() throws {
    var scanner = EventScanner(maximumEvent: 100)
    scanner.append(Array(": ping\n".utf8).span)
    let event = try #require(try scanner.next())
    guard case .comment(let text) = event.content else {
      Issue.record("not a comment")
      return
    }
    #expect(Array(scanner.buffer[text]).text == " ping")
  }

  @Test func errorTypeIsSeen() throws {
    let seen = try scan([Array("event: error\ndata: x\n\nevent:error\n\nevent: errors\ndata: y\n\n".utf8)[...]])
    #expect(seen.map(\.isError) == [true, true, false])
  }

  @Test func anEventAboveTheLimitIsRefusedHoweverItComes() throws {
    let bytes = Array(("data: ok\n\ndata: " + String(repeating: "x", count: 50) + "\n\n").utf8)
    for cut in 0...bytes.count {
      #expect(throws: StreamFault.eventTooLarge(limit: 40)) { try scan([bytes[..<cut], bytes[cut...]], limit: 40) }
      #expect(try scan([bytes[..<cut], bytes[cut...]], limit: 60).count == 2)
    }
    #expect(throws: StreamFault.eventTooLarge(limit: 40)) {
      try scan([Array(String(repeating: "x", count: 41).utf8)[...]], limit: 40)
    }
    // Many small lines without a blank one are one event too.
    #expect(throws: StreamFault.eventTooLarge(limit: 40)) {
      try scan([Array(String(repeating: "data: x\n", count: 20).utf8)[...]], limit: 40)
    }
  }

  @Test func severalMegabytesInSmallPiecesArriveWhole() throws {
    let payload = String(repeating: "0123456789abcdef", count: 1 << 16)
    let bytes = Array("data: \(payload)\n\n".utf8)
    let pieces = stride(from: 0, to: bytes.count, by: 1460).map { bytes[$0..<min(bytes.count, $0 + 1460)] }
    let seen = try scan(pieces, limit: 4 << 20)
    #expect(seen.count == 1)
    #expect(seen.first?.content == payload)
  }
}
