// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Cuts a `text/event-stream` into its events, however the bytes are split over reads.
///
/// Line ends are LF, CR or CRLF, a byte order mark at the very start is skipped, and a space after the colon is
/// optional (<https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>). Each byte is
/// looked at once, also when they come one at a time. A CR that is the last byte so far waits for its successor, since
/// an LF would belong to the same line end.
///
/// Two things differ from what a browser does: a comment line between events is handed out at once, so that a
/// keep-alive is not held up until the next event, and an event that the end of the body leaves unfinished is handed
/// out too.
package struct EventScanner: Sendable {
  package enum Content: Hashable, Sendable {
    /// The data, as a range of `buffer`.
    case data(Range<Int>)
    /// Data of several lines; they stand in `joined`, with LF between them.
    case joinedData
    /// A comment line's text after its colon, as a range of `buffer`.
    case comment(Range<Int>)
    /// Fields, but no data.
    case noData
  }

  package struct Event: Hashable, Sendable {
    package let content: Content
    /// The bytes as they came, with the blank line that ends them, as a range of `buffer`.
    package let block: Range<Int>
    /// True when the block is one line `data: …` and a blank line, both ended by LF.
    package let isPlain: Bool
    /// True when the event's type is `error`.
    package let isError: Bool
  }

  /// What came and is not yet used up. Ranges of an event hold until the next call of `append`.
  package private(set) var buffer: [UInt8] = []
  /// The lines of the last event with several of them.
  package private(set) var joined: [UInt8] = []

  private let maximumEvent: Int
  private var isEnded = false
  private var isPastMark = false
  private var at = 0
  private var lineStart = 0
  private var blockStart = 0
  private var fields = Fields()

  /// What the lines of the current block said.
  private struct Fields {
    var lines = 0
    var dataLines = 0
    var data = 0..<0
    var isPlain = true
    var isError = false
  }

  /// - Parameter maximumEvent: bytes that an event may have before it is refused.
  package init(maximumEvent: Int) {
    self.maximumEvent = maximumEvent
  }

  package mutating func append(_ bytes: Span<UInt8>) {
    if blockStart > 0 {
      buffer.removeSubrange(0..<blockStart)
      at -= blockStart
      lineStart -= blockStart
      if fields.dataLines > 0 {
        fields.data = fields.data.lowerBound - blockStart..<fields.data.upperBound - blockStart
      }
      blockStart = 0
    }
    buffer.append(span: bytes)
  }

  /// No more bytes will come; what is left over counts as an event.
  package mutating func end() {
    isEnded = true
  }

  /// The next event that is complete; nil when more bytes are needed.
  package mutating func next() throws(StreamFault) -> Event? {
    guard skipMark() else { return nil }
    while true {
      at = Self.lineEnd(buffer.span, from: at)
      guard at - blockStart <= maximumEvent else { throw .eventTooLarge(limit: maximumEvent) }
      let line = lineStart..<at
      if at == buffer.count {
        guard isEnded else { return nil }
        if !line.isEmpty { read(line) }
        fields.isPlain = false
        lineStart = at
        if fields.lines == 0 { return nil }
        return dispatch()
      }
      if buffer[at] == UInt8(ascii: "\r") {
        if at + 1 == buffer.count, !isEnded { return nil }
        fields.isPlain = false
        at += at + 1 < buffer.count && buffer[at + 1] == UInt8(ascii: "\n") ? 2 : 1
      } else {
        at += 1
      }
      lineStart = at
      if line.isEmpty {
        if fields.lines > 0 { return dispatch() }
        begin()
      } else if fields.lines == 0, buffer[line.lowerBound] == UInt8(ascii: ":") {
        let block = blockStart..<at
        begin()
        return Event(content: .comment(line.dropFirst()), block: block, isPlain: false, isError: false)
      } else {
        read(line)
      }
    }
  }

  /// - Returns: false as long as it is not known whether the stream begins with a byte order mark.
  private mutating func skipMark() -> Bool {
    if isPastMark { return true }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    guard buffer.starts(with: mark.prefix(buffer.count)) else {
      isPastMark = true
      return true
    }
    guard buffer.count >= mark.count else { return isEnded }
    isPastMark = true
    at = mark.count
    lineStart = at
    begin()
    return true
  }

  private mutating func begin() {
    blockStart = at
    fields = Fields()
  }

  private mutating func dispatch() -> Event {
    let content: Content =
      switch fields.dataLines {
      case 0: .noData
      case 1: .data(fields.data)
      default: .joinedData
      }
    let event = Event(
      content: content, block: blockStart..<at, isPlain: fields.isPlain && fields.lines == 1, isError: fields.isError)
    begin()
    return event
  }

  private mutating func read(_ line: Range<Int>) {
    fields.lines += 1
    let colon = line.first { buffer[$0] == UInt8(ascii: ":") } ?? line.upperBound
    var value = min(colon + 1, line.upperBound)..<line.upperBound
    let hasSpace = !value.isEmpty && buffer[value.lowerBound] == UInt8(ascii: " ")
    if hasSpace { value = value.dropFirst() }
    let name = buffer[line.lowerBound..<colon]
    if name.elementsEqual("data".utf8) {
      if !hasSpace { fields.isPlain = false }
      fields.dataLines += 1
      if fields.dataLines == 1 {
        fields.data = value
      } else {
        if fields.dataLines == 2 { joined = Array(buffer[fields.data]) }
        joined.append(UInt8(ascii: "\n"))
        joined.append(contentsOf: buffer[value])
      }
    } else {
      fields.isPlain = false
      if name.elementsEqual("event".utf8) { fields.isError = buffer[value].elementsEqual("error".utf8) }
    }
  }

  /// The first LF or CR; eight bytes at a time.
  private static func lineEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let raw = bytes.bytes
    var at = start
    while at + 8 <= bytes.count {
      let word = raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
      let feed = word ^ 0x0A0A_0A0A_0A0A_0A0A
      let carriage = word ^ 0x0D0D_0D0D_0D0D_0D0D
      let found =
        (feed &- 0x0101_0101_0101_0101) & ~feed | (carriage &- 0x0101_0101_0101_0101) & ~carriage
      if found & 0x8080_8080_8080_8080 != 0 { break }
      at += 8
    }
    while at < bytes.count, bytes[at] != UInt8(ascii: "\n"), bytes[at] != UInt8(ascii: "\r") { at += 1 }
    return at
  }
}
