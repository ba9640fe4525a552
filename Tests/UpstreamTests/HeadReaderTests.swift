// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Upstream

@Suite struct HeadReaderTests {
  private func read(_ lines: [String]) -> [HeadReader.Step] {
    var reader = HeadReader()
    return lines.map { line in Array((line + "\r\n").utf8).withUnsafeBytes { reader.take($0) } }
  }

  @Test func headIsWhatItsLinesSay() {
    let steps = read([
      "HTTP/2 429 ", "content-TYPE:  Application/Problem+JSON ; charset=utf-8", "Retry-After: 120 ", "",
    ])
    #expect(steps.last == .head(UpstreamHead(status: 429, contentType: .json, retryAfter: 120)))
  }

  @Test(arguments: [
    ("text/event-stream", UpstreamHead.ContentType.eventStream), ("text/event-stream;charset=utf-8", .eventStream),
    ("TEXT/HTML", .html), ("text/plain", .text), ("application/json", .json), ("application/xml", .other),
    ("", .missing),
  ])
  func mediaTypes(text: String, expected: UpstreamHead.ContentType) {
    #expect(
      read(["HTTP/1.1 200 OK", "Content-Type: \(text)", ""]).last == .head(.init(status: 200, contentType: expected)))
  }

  @Test func interimHeadLeavesNothingBehind() {
    let steps = read(["HTTP/1.1 103 Early", "Retry-After: 5", "", "HTTP/1.1 200 OK", ""])
    #expect(steps.last == .head(.init(status: 200, contentType: .missing)))
    #expect(steps.dropLast().allSatisfy { $0 == .more })
  }

  @Test func trailersChangeNothing() {
    #expect(
      read(["HTTP/1.1 200 OK", "", "Retry-After: 5", "HTTP/1.1 500 No", ""]).dropFirst(2).allSatisfy { $0 == .more })
  }

  @Test(arguments: ["HTTP/1.1", "HTTP/1.1 20", "HTTP/1.1 2000 OK", "HTTP/1.1 abc", "HTTP/1.1 099 x"])
  func statusLineThatIsNone(line: String) {
    #expect(read([line]) == [.malformed])
  }

  @Test(arguments: [
    ("0", 0), ("120", 120), ("Tue, 15 Nov 1994 08:12:31 GMT", 31), ("Tue, 15 Nov 1994 08:11:00 GMT", 0), ("-1", nil),
    ("1.5", nil), ("tomorrow", nil), ("", nil), ("9999999999", nil),
  ])
  func retryAfter(text: String, expected: Int?) {
    // 784887120 is Tue, 15 Nov 1994 08:12:00 GMT.
    #expect(HeadReader.seconds(text, now: 784_887_120) == expected)
  }
}
